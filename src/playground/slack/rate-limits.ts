import type { Clock } from '../shared/clock.js';
import { SlidingWindows } from '../shared/sliding-windows.js';

/** `post`: one a second and channel. The tiers are calls a minute and method. */
export type Tier = 1 | 2 | 3 | 4 | 'post' | 'none';

const callsAMinute = { 1: 1, 2: 20, 3: 50, 4: 100 } as const;
const MINUTE_MS = 60_000;
const POST_INTERVAL_MS = 1_000;

/** Slack's rate limits, without the leniency that Slack has for short bursts. */
export class RateLimits {
  readonly #windows: SlidingWindows;

  constructor(now: Clock) {
    this.#windows = new SlidingWindows(now);
  }

  /** Counts a call; returns the seconds to wait when it is one too many, else undefined. */
  take(method: string, tier: Tier, channel: string): number | undefined {
    if (tier === 'none') return undefined;
    if (tier === 'post') return this.#windows.take(`${method} ${channel}`, [{ allowed: 1, ms: POST_INTERVAL_MS }]);
    return this.#windows.take(method, [{ allowed: callsAMinute[tier], ms: MINUTE_MS }]);
  }
}
