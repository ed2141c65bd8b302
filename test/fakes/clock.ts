import type { Timers } from '../../src/application/dispatch-deliveries.js';
import type { Clock } from '../../src/application/ports.js';

interface Timer {
  at: number;
  readonly callback: () => void;
}

/** Time that stands still until a test moves it on. */
export class ManualClock implements Clock, Timers {
  #now: number;
  readonly #timers = new Set<Timer>();

  constructor(start: Date) {
    this.#now = start.getTime();
  }

  now(): Date {
    return new Date(this.#now);
  }

  set(callback: () => void, ms: number): Timer {
    const timer = { at: this.#now + ms, callback };
    this.#timers.add(timer);
    return timer;
  }

  clear(timer: unknown): void {
    this.#timers.delete(timer as Timer);
  }

  /** Somebody sets the clock; timers, which count by another, wait as long as before. */
  leap(to: number): void {
    const by = to - this.#now;
    this.#now = to;
    for (const timer of [...this.#timers]) timer.at += by;
  }

  /** How many timers wait. */
  get pending(): number {
    return this.#timers.size;
  }

  /**
   * Moves on, firing what comes due on the way, each at its own time.
   *
   * @param settle awaited at first and after each timer, so that what was set off has ended before the next fires
   */
  async advance(ms: number, settle: () => Promise<void> = async () => {}): Promise<void> {
    const end = this.#now + ms;
    await settle();
    for (;;) {
      const [next] = [...this.#timers].filter((timer) => timer.at <= end).sort((a, b) => a.at - b.at);
      if (!next) break;
      this.#timers.delete(next);
      this.#now = Math.max(this.#now, next.at);
      next.callback();
      await settle();
    }
    this.#now = end;
    await settle();
  }
}

/** Time that flows, and that a test can push on, or back, besides. */
export class SteppedClock implements Clock {
  #ahead = 0;

  now(): Date {
    return new Date(Date.now() + this.#ahead);
  }

  /** @param ms negative: back */
  step(ms: number): void {
    this.#ahead += ms;
  }
}
