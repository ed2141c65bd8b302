import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DeskConfig } from './config.js';
import type { Profile } from './domain/profile.js';
import {
  defaultChannels,
  defaultInstallation,
  defaultTeam,
  defaultUsers,
} from './playground/slack/default-workspace.js';
import { SlackStandIn } from './playground/slack/stand-in.js';
import { botScopes, slashCommands, subscribedEvents } from './slack/manifest.js';

/** The channel of the playground's second profile, whose cards are French. */
const frenchChannel = 'C0FRANCE01';

/** The stand-in for Slack that the playground talks to: our manifest's scopes, and a channel for each profile. */
export function playgroundSlack(options: { readonly dataDir: string; readonly signingSecret: string }): SlackStandIn {
  const channels = defaultChannels(defaultInstallation, Date.now());
  const inbox = channels.find((channel) => channel.name === 'rfi-inbox');
  if (inbox) {
    // A channel shared with another company is no place for referrals, and the desk's check would say so.
    inbox.members = inbox.members.filter((id) => id !== 'U0EXTERN01');
    const members = inbox.members.filter((id) => id !== 'U0CHLOE001');
    channels.push({ ...inbox, id: frenchChannel, name: 'rfi-france', members, messages: [] });
  }
  return new SlackStandIn({
    signingSecret: options.signingSecret,
    users: defaultUsers(defaultTeam, defaultInstallation),
    channels,
    scopes: Object.keys(botScopes),
    commands: slashCommands.map(({ command }) => command),
    events: subscribedEvents,
    stateFile: join(options.dataDir, 'playground-slack.json'),
  });
}

/**
 * The playground's profiles where no `desk.yaml` says otherwise: whatever is configured posts to the stand-in's
 * inbox, and French customers go to a profile that speaks French.
 */
export function playgroundDesk(desk: DeskConfig): DeskConfig {
  const placed = desk.profiles.map(
    (profile): Profile => (profile.slackChannels.length > 0 ? profile : { ...profile, slackChannels: ['C0RFIINBOX'] }),
  );
  const [given] = placed;
  if (placed.length !== 1 || !given || given.id !== 'default') return { ...desk, profiles: placed };
  // Dana, so that a manager's part can be tried too.
  const only: Profile = given.managers.length > 0 ? given : { ...given, managers: ['U0DANA0001'] };
  const french: Profile = {
    ...only,
    id: 'france',
    name: 'France',
    countries: ['FR'],
    language: 'fr',
    timeZone: 'Europe/Paris',
    currency: 'EUR',
    slackChannels: [frenchChannel],
  };
  return { ...desk, profiles: [only, french] };
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
