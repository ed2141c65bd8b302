import { SlackRefusal } from '../errors.js';
import type { Channel, Json, SlackUser } from '../model.js';
import type { RateLimits, Tier } from '../rate-limits.js';
import type { Triggers } from '../triggers.js';
import type { Views } from '../views.js';
import type { Workspace } from '../workspace.js';
import type { ArgumentSpec, Arguments } from './arguments.js';

/** What a method may use. */
export interface Environment {
  workspace: Workspace;
  views: Views;
  triggers: Triggers;
  rateLimits: RateLimits;
  scopes: ReadonlySet<string>;
  /** A new address for a Socket Mode connection; for the one method that hands it out. */
  socketUrl: () => string;
  /** Where people open the workspace. */
  webUrl: () => string;
}

export interface Method extends ArgumentSpec {
  /** The bot's token unless it says `app`. */
  token?: 'app';
  tier: Tier;
  /** Needed whatever the arguments are; what depends on the channel is checked by the method itself. */
  scope?: string;
  run: (args: Arguments, environment: Environment) => Json;
}

export function needScope({ scopes }: Environment, needed: string): void {
  if (!scopes.has(needed)) throw new SlackRefusal('missing_scope', { needed, provided: [...scopes].join(',') });
}

/** `channels`, `groups` or `im`: the first half of a scope for that kind of conversation. */
export function scopeFamily(channel: Channel): string {
  return { public: 'channels', private: 'groups', im: 'im' }[channel.kind];
}

export function isMember({ workspace }: Environment, channel: Channel): boolean {
  return channel.members.includes(workspace.installation.botUserId);
}

/** A channel that the bot can see: private ones are not there for it unless it is a member. */
export function visibleChannel(environment: Environment, reference: string): Channel {
  const channel = environment.workspace.channels.get(reference);
  if (!channel || (channel.kind !== 'public' && !isMember(environment, channel))) {
    throw new SlackRefusal('channel_not_found');
  }
  return channel;
}

/** A channel whose messages the bot may read. */
export function readableChannel(environment: Environment, reference: string): Channel {
  const channel = visibleChannel(environment, reference);
  needScope(environment, `${scopeFamily(channel)}:history`);
  if (!isMember(environment, channel)) throw new SlackRefusal('not_in_channel');
  return channel;
}

export function knownUser({ workspace }: Environment, id: string): SlackUser {
  const user = workspace.users.get(id);
  if (!user) throw new SlackRefusal('user_not_found');
  return user;
}
