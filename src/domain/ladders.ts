import type { PersonRef } from './people.js';

/** How reminders reach somebody: as a direct message, or by a mention under the card. */
export const notifyWays = ['directly', 'in-channel'] as const;
export type NotifyWay = (typeof notifyWays)[number];
/** What people have chosen for themselves, by `personKey`. */
export type ChosenWays = ReadonlyMap<string, NotifyWay>;
export const personKey = ({ platform, id }: PersonRef): string => `${platform}:${id}`;

/** Whom a rung tells. */
export type Tell =
  /** One line under the card, without a mention. Every reminder writes that one anyway. */
  | { readonly to: 'thread' }
  /** Whoever is on it; nobody where nobody is. */
  | { readonly to: 'owner' }
  | { readonly to: 'person'; readonly person: PersonRef }
  /** Everybody behind a name in the profile's `escalations`. */
  | { readonly to: 'escalation'; readonly name: string }
  /** A Slack user group. */
  | { readonly to: 'user-group'; readonly id: string }
  /** A line of its own in the channel, for everybody to see. */
  | { readonly to: 'channel' };

/** When a rung is due, in real time; closed hours move it (deadlines.ts). Durations in milliseconds. */
export type RungTime =
  /** After the request was made; on the urgent ladder, after it became urgent. */
  | { readonly at: 'after'; readonly ms: number }
  | { readonly at: 'before-expiry'; readonly ms: number }
  /** A part (0 to 1) of the time from the request to its expiry. */
  | { readonly at: 'share'; readonly of: number }
  /** Each working morning once that much time has passed. */
  | { readonly at: 'mornings'; readonly afterMs: number };

export interface Rung {
  readonly when: RungTime;
  readonly tell: readonly Tell[];
}

export interface Escalation {
  readonly people: readonly PersonRef[];
  /** Slack user groups. */
  readonly userGroups: readonly string[];
}

/** How a profile reminds its people. */
export interface Reminders {
  readonly normal: readonly Rung[];
  readonly urgent: readonly Rung[];
  readonly escalations: Readonly<Record<string, Escalation>>;
  /** Ids of those who are mentioned under the card, unless they chose a direct message for themselves. */
  readonly inChannel: readonly string[];
  /** How often an active deal past its purchase date is asked about at most, in milliseconds. */
  readonly askAgainAfter: number;
  /** Notices at one place that come within this time are one message, in milliseconds; 0: each is its own. */
  readonly foldWithin: number;
  /** Whether working mornings begin with a digest. */
  readonly digest: boolean;
}

const minute = 60_000;
const hour = 60 * minute;
const thread: Tell = { to: 'thread' };
const owner: Tell = { to: 'owner' };
const channel: Tell = { to: 'channel' };
const after = (ms: number, ...tell: Tell[]): Rung => ({ when: { at: 'after', ms }, tell });
const beforeExpiry = (ms: number, ...tell: Tell[]): Rung => ({ when: { at: 'before-expiry', ms }, tell });

/** Where a profile says nothing (facts: answer within 24 hours, contact at once where it is asked for). */
export const defaultReminders: Reminders = {
  normal: [
    after(4 * hour, thread, owner),
    after(12 * hour, thread, owner),
    after(20 * hour, thread, owner),
    after(24 * hour, thread, owner, channel),
    { when: { at: 'mornings', afterMs: 24 * hour }, tell: [thread, owner] },
    beforeExpiry(48 * hour, thread, owner),
    beforeExpiry(24 * hour, thread, owner),
    beforeExpiry(4 * hour, thread, owner, channel),
  ],
  urgent: [
    after(0, thread, owner, channel),
    after(15 * minute, thread, owner),
    after(hour, thread, owner, channel),
    after(4 * hour, thread, owner),
    after(24 * hour, thread, owner, channel),
  ],
  escalations: {},
  inChannel: [],
  askAgainAfter: 7 * 24 * hour,
  foldWithin: minute,
  digest: true,
};
