import { slackManifestTexts as texts } from '../locales/operator.js';

/** The commands that listeners register and the manifest declares. */
export const slashCommands = [
  { command: '/deals', description: texts.deals.description, usageHint: texts.deals.usage },
  { command: '/rfi', description: texts.rfi.description, usageHint: texts.rfi.usage },
] as const;
export type SlashCommand = (typeof slashCommands)[number]['command'];

/** The events that listeners register and the manifest subscribes to: they keep the directory's members current. */
export const subscribedEvents = ['member_joined_channel', 'member_left_channel'] as const;
export type SubscribedEvent = (typeof subscribedEvents)[number];

/** What a scope is asked for. One that serves nothing here is one too many. */
export interface ScopeUse {
  readonly methods?: readonly string[];
  readonly events?: readonly SubscribedEvent[];
  /** A manifest feature, or a field of an answer (`users.info:profile.email`), that needs it. */
  readonly features?: readonly string[];
}

/** Public and private channels have a scope each for the same things. */
const seeChannels: ScopeUse = { methods: ['conversations.info', 'conversations.members'], events: subscribedEvents };
const searchChannels: ScopeUse = { methods: ['conversations.history', 'conversations.replies'] };

export const botScopes = {
  commands: { features: ['slash_commands'] },
  'chat:write': { methods: ['chat.postMessage', 'chat.update', 'chat.delete', 'chat.postEphemeral'] },
  'channels:read': seeChannels,
  'groups:read': seeChannels,
  'channels:history': searchChannels,
  'groups:history': searchChannels,
  'im:write': { methods: ['conversations.open'] },
  /** A direct message of unknown fate is searched for. */
  'im:history': searchChannels,
  'users:read': { methods: ['users.info'] },
  'users:read.email': { methods: ['users.lookupByEmail'], features: ['users.info:profile.email'] },
} as const satisfies Readonly<Record<string, ScopeUse>>;

/** Web API methods that any bot token (or, for `apps.connections.open`, the app-level token) may call. */
export const methodsWithoutScope = [
  'apps.connections.open',
  'auth.test',
  'views.open',
  'views.push',
  'views.update',
] as const;

/** Where Slack sends everything in HTTP mode. */
export const eventsPath = '/slack/events';

/** Stands in the committed manifest until an address is filled in. */
export const placeholderAddress = 'https://your-address.example';

/** Of Slack's: what an app's name may have at most. */
export const maxNameLength = 35;

/**
 * The app's manifest (Slack's format, version 2).
 *
 * @param options.address origin at which Slack reaches us (`https://host`); null for Socket Mode, which needs none
 */
export function slackManifest(options: { readonly address: string | null; readonly name?: string }) {
  const name = options.name ?? texts.name;
  const requestUrl = options.address === null ? null : `${options.address}${eventsPath}`;
  const atUrl = requestUrl === null ? {} : { request_url: requestUrl };
  return {
    _metadata: { major_version: 2 },
    display_information: {
      name,
      description: texts.description,
      long_description: texts.longDescription,
      background_color: '#1f3a5f',
    },
    features: {
      // The messages tab is where direct messages arrive; without it Slack refuses them.
      app_home: { home_tab_enabled: false, messages_tab_enabled: true, messages_tab_read_only_enabled: true },
      bot_user: { display_name: name, always_online: true },
      slash_commands: slashCommands.map(({ command, description, usageHint }) => ({
        command,
        ...(requestUrl === null ? {} : { url: requestUrl }),
        description,
        usage_hint: usageHint,
        should_escape: false,
      })),
    },
    oauth_config: { scopes: { bot: Object.keys(botScopes) } },
    settings: {
      event_subscriptions: { ...atUrl, bot_events: [...subscribedEvents] },
      interactivity: { is_enabled: true, ...atUrl },
      org_deploy_enabled: false,
      socket_mode_enabled: requestUrl === null,
      token_rotation_enabled: false,
    },
  };
}

/** A manifest as it stands in a file. */
export function manifestText(manifest: ReturnType<typeof slackManifest>): string {
  return `${JSON.stringify(manifest, null, 2)}\n`;
}
