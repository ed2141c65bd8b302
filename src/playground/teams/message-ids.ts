import type { Clock } from '../shared/clock.js';

/** Teams' message ids: milliseconds since the epoch, rising strictly, whatever the clock does. */
export class MessageIds {
  #last = 0;
  constructor(readonly now: Clock) {}

  next(): string {
    this.#last = Math.max(this.now(), this.#last + 1);
    return String(this.#last);
  }

  /** What comes next is later than this one: after a restart with a clock that went back. */
  passed(id: string): void {
    this.#last = Math.max(this.#last, Number(id));
  }
}
