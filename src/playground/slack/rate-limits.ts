import type { Clock } from './clock.js';

/** `post`: one a second and channel. The tiers are calls a minute and method. */
export type Tier = 1 | 2 | 3 | 4 | 'post' | 'none';

const callsAMinute = { 1: 1, 2: 20, 3: 50, 4: 100 } as const;
const MINUTE_MS = 60_000;
const POST_INTERVAL_MS = 1_000;

/** Slack's rate limits, without the leniency that Slack has for short bursts. */
export class RateLimits {
  readonly #accepted = new Map<string, number[]>();

  constructor(readonly now: Clock) {}

  /** Counts a call; returns the seconds to wait when it is one too many, else undefined. */
  take(method: string, tier: Tier, channel: string): number | undefined {
    if (tier === 'none') return undefined;
    if (tier === 'post') return this.#take(`${method} ${channel}`, 1, POST_INTERVAL_MS);
    return this.#take(method, callsAMinute[tier], MINUTE_MS);
  }

  #take(lane: string, allowed: number, windowMs: number): number | undefined {
    const now = this.now();
    const recent = (this.#accepted.get(lane) ?? []).filter((at) => at > now - windowMs);
    this.#accepted.set(lane, recent);
    const oldest = recent[0];
    if (recent.length >= allowed && oldest !== undefined)
      return Math.max(1, Math.ceil((oldest + windowMs - now) / 1000));
    recent.push(now);
    return undefined;
  }
}
