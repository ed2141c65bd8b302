import type { Clock } from './clock.js';

/** So many in so many milliseconds. */
export interface Window {
  allowed: number;
  ms: number;
}

/** Counts what was let through, a lane at a time. */
export class SlidingWindows {
  readonly #accepted = new Map<string, number[]>();

  constructor(readonly now: Clock) {}

  /** Counts one; returns the seconds to wait when any window is full, and counts nothing then. */
  take(lane: string, windows: readonly Window[]): number | undefined {
    const now = this.now();
    const longest = Math.max(...windows.map(({ ms }) => ms));
    const recent = (this.#accepted.get(lane) ?? []).filter((at) => at > now - longest);
    this.#accepted.set(lane, recent);
    const waits = windows.map(({ allowed, ms }) => {
      const oldest = recent.filter((at) => at > now - ms).at(-allowed);
      return oldest === undefined ? 0 : oldest + ms - now;
    });
    const wait = Math.max(...waits);
    if (wait > 0) return Math.max(1, Math.ceil(wait / 1000));
    recent.push(now);
    return undefined;
  }
}
