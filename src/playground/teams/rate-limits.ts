import type { Clock } from '../shared/clock.js';
import { SlidingWindows, type Window } from '../shared/sliding-windows.js';

/** What a bot may send to one conversation. */
const sending: readonly Window[] = [
  { allowed: 7, ms: 1_000 },
  { allowed: 8, ms: 2_000 },
  { allowed: 60, ms: 30_000 },
  { allowed: 1_800, ms: 3_600_000 },
];
/** All operations of an app in a tenant. */
const everything: readonly Window[] = [{ allowed: 50, ms: 1_000 }];

export class RateLimits {
  readonly #windows: SlidingWindows;

  constructor(now: Clock) {
    this.#windows = new SlidingWindows(now);
  }

  /** Counts a call; returns the seconds to wait when it is one too many, else undefined. */
  take(conversation: string | undefined): number | undefined {
    const wait = this.#windows.take('tenant', everything);
    if (wait !== undefined || conversation === undefined) return wait;
    return this.#windows.take(`conversation ${conversation}`, sending);
  }
}
