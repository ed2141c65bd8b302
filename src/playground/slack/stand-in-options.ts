import type { Logger } from '../../logger.js';
import type { Clock } from '../shared/clock.js';
import type { Channel, Installation, SlackUser, Team } from './model.js';
import type { EventName } from './people/conversation.js';

export interface StandInOptions {
  mode?: 'http' | 'socket';
  /** Where events, commands and interactions are POSTed in HTTP mode; can be set later. */
  requestUrl?: string;
  botToken?: string;
  appToken?: string;
  signingSecret?: string;
  /** The bot token's scopes. */
  scopes?: readonly string[];
  /** The slash commands the app has registered. */
  commands?: readonly string[];
  /** The events the app has subscribed to. */
  events?: readonly EventName[];
  team?: Partial<Team>;
  installation?: Partial<Installation>;
  users?: readonly SlackUser[];
  channels?: readonly Channel[];
  /** Of triggers, response URLs, rate limits and message ids. Signatures carry the real time. */
  now?: Clock;
  /** Enforce Slack's rate limits; off unless asked for. */
  rateLimits?: boolean;
  /** Keeps the channels across restarts. */
  stateFile?: string;
  /** 0, a free one, unless said otherwise. */
  port?: number;
  logger?: Logger;
}

/** What the app under test was granted, unless a test says otherwise. */
export const defaultScopes: readonly string[] = [
  'app_mentions:read',
  'channels:history',
  'channels:join',
  'channels:read',
  'chat:write',
  'commands',
  'groups:history',
  'groups:read',
  'im:history',
  'im:read',
  'im:write',
  'mpim:read',
  'team:read',
  'users:read',
  'users:read.email',
];

/** What it has subscribed to. */
export const defaultEvents: readonly EventName[] = [
  'app_home_opened',
  'app_mention',
  'member_joined_channel',
  'member_left_channel',
  'message.im',
];
