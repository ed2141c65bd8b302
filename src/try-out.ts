import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DeskConfig } from './config.js';
import type { Profile } from './domain/profile.js';
import type { Logger } from './logger.js';
import {
  defaultChannels,
  defaultInstallation,
  defaultTeam as slackTeam,
  defaultUsers as slackUsers,
} from './playground/slack/default-workspace.js';
import { SlackStandIn } from './playground/slack/stand-in.js';
import {
  channelOf,
  defaultConversations,
  inboxChannel,
  defaultTeam as teamOf,
  defaultUsers as teamsUsers,
} from './playground/teams/default-organisation.js';
import { TeamsStandIn } from './playground/teams/stand-in.js';
import { botScopes, slashCommands, subscribedEvents } from './slack/manifest.js';

interface StandInParts {
  readonly dataDir: string;
  /** Every channel that one of them names is there. */
  readonly profiles: readonly Profile[];
  readonly logger: Logger;
}

/** Where cards stand that `desk.yaml` gives no channel. */
const inbox = { slackChannels: ['C0RFIINBOX'], teamsChannels: [inboxChannel] };

/**
 * The playground's profiles where no `desk.yaml` says otherwise: each is shown in both stand-ins, and French customers
 * go to a profile that speaks French.
 */
export function playgroundDesk(desk: DeskConfig): DeskConfig {
  const placed = desk.profiles.map(
    (profile): Profile => ({
      ...profile,
      ...(profile.slackChannels.length > 0 ? {} : { slackChannels: inbox.slackChannels }),
      ...(profile.teamsChannels.length > 0 ? {} : { teamsChannels: inbox.teamsChannels }),
    }),
  );
  const [given] = placed;
  if (placed.length !== 1 || !given || given.id !== 'default') return { ...desk, profiles: placed };
  // Dana, so that a manager's part can be tried too; by the address that is hers on both sides.
  const only: Profile = given.managers.length > 0 ? given : { ...given, managers: ['dana@northwind-partners.example'] };
  const french: Profile = {
    ...only,
    id: 'france',
    name: 'France',
    countries: ['FR'],
    language: 'fr',
    timeZone: 'Europe/Paris',
    currency: 'EUR',
    slackChannels: ['C0FRANCE01'],
    teamsChannels: ['19:northwind-rfi-france@thread.tacv2'],
  };
  return { ...desk, profiles: [only, french] };
}

/** The stand-in for Slack that the playground talks to: our manifest's scopes, and the profiles' channels. */
export function playgroundSlack(options: StandInParts & { readonly signingSecret: string }): SlackStandIn {
  const channels = defaultChannels(defaultInstallation, Date.now());
  const common = channels.find(({ id }) => inbox.slackChannels.includes(id));
  if (common) {
    // A channel shared with another company is no place for referrals, and the desk's check would say so.
    common.members = common.members.filter((id) => id !== 'U0EXTERN01');
    // Chloe is in the inbox only: lists show her what stands there.
    const members = common.members.filter((id) => id !== 'U0CHLOE001');
    for (const { id, name } of namedChannels(options.profiles, 'slackChannels', (profile) => `rfi-${profile.id}`)) {
      if (!channels.some((channel) => channel.id === id)) {
        channels.push({ ...common, id, name, members, messages: [] });
      }
    }
  }
  return new SlackStandIn({
    signingSecret: options.signingSecret,
    users: slackUsers(slackTeam, defaultInstallation),
    channels,
    scopes: Object.keys(botScopes),
    commands: slashCommands.map(({ command }) => command),
    events: subscribedEvents,
    stateFile: join(options.dataDir, 'playground-slack.json'),
    logger: options.logger,
  });
}

/** The stand-in for Teams beside it: the same people in one team, with the profiles' channels, and real tokens. */
export function playgroundTeams(options: StandInParts): TeamsStandIn {
  const users = teamsUsers();
  const team = teamOf(users);
  team.members = users.flatMap(({ id, kind }) => (kind === 'external' ? [] : [id]));
  // The app comes into the team as it does in Teams: the desk learns of it by an activity.
  team.hasBot = false;
  const conversations = defaultConversations(team, users);
  for (const { id, name } of namedChannels(options.profiles, 'teamsChannels', (profile) => `RFI ${profile.name}`)) {
    if (!conversations.some((conversation) => conversation.id === id)) {
      conversations.push(channelOf(team, id, name));
    }
  }
  return new TeamsStandIn({
    authentication: 'tokens',
    users,
    team,
    conversations,
    stateFile: join(options.dataDir, 'playground-teams.json'),
    logger: options.logger,
  });
}

/** The channels of the profiles, each with a name for people. */
function namedChannels(
  profiles: readonly Profile[],
  of: 'slackChannels' | 'teamsChannels',
  nameOf: (profile: Profile) => string,
) {
  return profiles.flatMap((profile) =>
    profile[of].map((id, index) => ({ id, name: index === 0 ? nameOf(profile) : `${nameOf(profile)}-${index + 1}` })),
  );
}

/** The RFIs of a folder, in the order of their names, as they are in the files. */
export async function readSamples(
  folder: string,
): Promise<readonly { readonly file: string; readonly json: unknown }[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json')).sort();
  return Promise.all(
    names.map(async (file) => ({ file, json: JSON.parse(await readFile(join(folder, file), 'utf8')) as unknown })),
  );
}
