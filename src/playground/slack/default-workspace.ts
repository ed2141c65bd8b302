import type { UserKind } from '../page-api.js';
import type { Channel, Installation, SlackUser, Team } from './model.js';

export const defaultTeam: Team = { id: 'T0DESK', name: 'Northwind Partners', domain: 'northwind-partners' };

export const defaultInstallation: Installation = {
  appId: 'A0DESKAPP1',
  botId: 'B0DESKBOT1',
  botUserId: 'U0DESKBOT1',
  appName: 'Referral Desk',
};

type Person = Pick<SlackUser, 'id' | 'name' | 'realName' | 'locale' | 'tz'> & Partial<SlackUser>;

/** A user of the default team, a full member unless said otherwise. */
export function userOf(team: Team, person: Person): SlackUser {
  const kind: UserKind = person.kind ?? 'member';
  return {
    kind,
    teamId: team.id,
    email: kind === 'bot' ? '' : `${person.name}@${team.domain}.example`,
    isAdmin: false,
    isUltraRestricted: false,
    deleted: false,
    ...person,
  };
}

export function defaultUsers(team: Team, installation: Installation): SlackUser[] {
  const people: Person[] = [
    { id: 'U0ANNA0001', name: 'anna', realName: 'Anna Keller', locale: 'en-US', tz: 'America/New_York' },
    { id: 'U0BRUNO001', name: 'bruno', realName: 'Bruno Lefèvre', locale: 'fr-FR', tz: 'Europe/Paris' },
    { id: 'U0CHLOE001', name: 'chloe', realName: 'Chloe Adams', locale: 'en-GB', tz: 'Europe/London' },
    { id: 'U0DANA0001', name: 'dana', realName: 'Dana Ortiz', locale: 'en-US', tz: 'America/Chicago', isAdmin: true },
    { id: 'U0GUEST001', name: 'gina', realName: 'Gina Rossi', locale: 'it-IT', tz: 'Europe/Rome', kind: 'guest' },
    {
      id: 'U0SINGLE01',
      name: 'sam',
      realName: 'Sam Berg',
      locale: 'en-US',
      tz: 'Europe/Oslo',
      kind: 'guest',
      isUltraRestricted: true,
    },
    {
      id: 'U0EXTERN01',
      name: 'eva',
      realName: 'Eva Novak',
      locale: 'en-US',
      tz: 'Europe/Prague',
      kind: 'external',
      teamId: 'T0FABRIKAM',
      email: 'eva@fabrikam.example',
    },
    { id: 'U0HERALD01', name: 'herald', realName: 'Herald', locale: 'en-US', tz: 'UTC', kind: 'bot' },
    {
      id: installation.botUserId,
      name: 'referral_desk',
      realName: installation.appName,
      locale: 'en-US',
      tz: 'America/Los_Angeles',
      kind: 'bot',
    },
  ];
  return people.map((person) => userOf(team, person));
}

/** The bot is in #rfi-inbox only: not in the public #general, and unable to see the private #leads. */
export function defaultChannels(installation: Installation, created: number): Channel[] {
  const channel = (id: string, name: string, kind: Channel['kind'], members: string[]): Channel => ({
    id,
    name,
    kind,
    members,
    created,
    isArchived: false,
    messages: [],
  });
  const staff = ['U0ANNA0001', 'U0BRUNO001', 'U0CHLOE001', 'U0DANA0001'];
  return [
    channel('C0RFIINBOX', 'rfi-inbox', 'public', [
      ...staff,
      'U0GUEST001',
      'U0SINGLE01',
      'U0EXTERN01',
      'U0HERALD01',
      installation.botUserId,
    ]),
    channel('C0GENERAL1', 'general', 'public', [...staff, 'U0GUEST001']),
    channel('C0LEADS001', 'leads', 'private', ['U0DANA0001', 'U0CHLOE001']),
  ];
}
