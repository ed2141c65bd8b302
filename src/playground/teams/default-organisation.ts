import type { BotRegistration, Conversation, Team, TeamsUser } from './model.js';

export const defaultTenant = '7c9a4a1e-5f0d-4a3b-9d57-3f1c2b6e8a01';
export const otherTenant = 'e2d1b8f4-0c6a-4b7e-8f19-6a5d4c3b2e02';

const appId = '5b2f6c1d-8e3a-4f79-a6d0-19c4e7b3f503';

export const defaultBot: BotRegistration = {
  appId,
  id: `28:${appId}`,
  name: 'Referral Desk',
  password: 'stand-in-client-secret',
};

export const generalChannel = '19:northwind-general@thread.tacv2';
export const inboxChannel = '19:northwind-rfi-inbox@thread.tacv2';
export const groupChat = '19:northwind-leads@thread.v2';

type Person = Pick<TeamsUser, 'handle' | 'givenName' | 'surname' | 'locale' | 'tz'> & Partial<TeamsUser>;

/** A user of the default tenant, a full member unless said otherwise. */
export function userOf(person: Person): TeamsUser {
  const kind = person.kind ?? 'member';
  return {
    id: kind === 'bot' ? `28:${person.handle}` : `29:${person.handle}-northwind`,
    aadObjectId: kind === 'bot' ? '' : objectIdOf(person.handle),
    name: `${person.givenName} ${person.surname}`.trim(),
    email: kind === 'bot' ? '' : `${person.handle}@northwind-partners.example`,
    kind,
    tenantId: defaultTenant,
    ...person,
  };
}

/** The same at every start, and of the right form. */
function objectIdOf(handle: string): string {
  const hex = Buffer.from(handle.padEnd(6, '.')).toString('hex').slice(0, 12);
  return `0d5c7e10-4b1a-4c2d-8e3f-${hex}`;
}

/** The people of Slack's stand-in, with the same e-mail addresses. */
export function defaultUsers(): TeamsUser[] {
  const people: Person[] = [
    { handle: 'anna', givenName: 'Anna', surname: 'Keller', locale: 'en-US', tz: 'America/New_York' },
    { handle: 'bruno', givenName: 'Bruno', surname: 'Lefèvre', locale: 'fr-FR', tz: 'Europe/Paris' },
    { handle: 'chloe', givenName: 'Chloe', surname: 'Adams', locale: 'en-GB', tz: 'Europe/London' },
    { handle: 'dana', givenName: 'Dana', surname: 'Ortiz', locale: 'en-US', tz: 'America/Chicago' },
    { handle: 'gina', givenName: 'Gina', surname: 'Rossi', locale: 'it-IT', tz: 'Europe/Rome', kind: 'guest' },
    { handle: 'sam', givenName: 'Sam', surname: 'Berg', locale: 'en-US', tz: 'Europe/Oslo', kind: 'guest' },
    {
      handle: 'eva',
      givenName: 'Eva',
      surname: 'Novak',
      locale: 'en-US',
      tz: 'Europe/Prague',
      kind: 'external',
      tenantId: otherTenant,
      email: 'eva@fabrikam.example',
    },
    { handle: 'herald', givenName: 'Herald', surname: '', locale: 'en-US', tz: 'UTC', kind: 'bot' },
  ];
  return people.map(userOf);
}

const idsOf = (users: readonly TeamsUser[], handles: readonly string[]) =>
  users.filter(({ handle }) => handles.includes(handle)).map(({ id }) => id);

/** Everyone is in the team; Eva through a channel that is shared with her company. */
export function defaultTeam(users: readonly TeamsUser[]): Team {
  return {
    id: generalChannel,
    aadGroupId: 'b31f0c52-7a64-4d0e-9c1b-5e8d2f7a6c04',
    name: 'Northwind Partners',
    members: users.map(({ id }) => id),
    hasBot: true,
  };
}

/** A channel of the team, without messages. */
export const channelOf = (team: Team, id: string, name: string): Conversation => ({
  id,
  kind: 'channel',
  name,
  team: team.id,
  members: [],
  hasBot: false,
  messages: [],
});

export function defaultConversations(team: Team, users: readonly TeamsUser[]): Conversation[] {
  return [
    channelOf(team, generalChannel, 'General'),
    channelOf(team, inboxChannel, 'RFI inbox'),
    {
      id: groupChat,
      kind: 'group',
      name: 'Leads',
      members: idsOf(users, ['anna', 'chloe', 'dana']),
      hasBot: true,
      messages: [],
    },
  ];
}
