import type { Clock } from '../shared/clock.js';

/**
 * Slack's message ids: seconds and six digits, rising strictly, whatever the clock does, so that they order messages.
 */
export class Timestamps {
  #last = 0;
  constructor(readonly now: Clock) {}

  next(): string {
    // Microseconds since the epoch stay below 2^53 for the next two centuries.
    this.#last = Math.max(this.now() * 1000, this.#last + 1);
    return format(this.#last);
  }

  /** What comes next is later than this one: after a restart with a clock that went back. */
  passed(ts: string): void {
    this.#last = Math.max(this.#last, Math.round(Number(ts) * 1e6));
  }
}

function format(microseconds: number): string {
  return `${Math.floor(microseconds / 1e6)}.${String(microseconds % 1e6).padStart(6, '0')}`;
}

export const isTs = (value: string) => /^\d{1,12}\.\d{6}$/.test(value);
