export interface Rate {
  readonly perSecond: number;
  readonly burst: number;
}

/** Generous: a campaign's import passes, a runaway loop is slowed down. */
export const defaultRate: Rate = { perSecond: 50, burst: 200 };

/** Limits how often something may happen: `burst` at once, `perSecond` in the long run. */
export class TokenBucket {
  readonly #rate: Rate;
  #tokens: number;
  #filledAt: number | undefined;

  constructor(rate: Rate) {
    this.#rate = rate;
    this.#tokens = rate.burst;
  }

  /** Takes one. 0: taken. Otherwise nothing was taken, and it is worth coming back after so many milliseconds. */
  take(now: Date): number {
    const { perSecond, burst } = this.#rate;
    // A clock that was put back gives nothing, and takes nothing away.
    const elapsed = Math.max(0, now.getTime() - (this.#filledAt ?? now.getTime()));
    this.#tokens = Math.min(burst, this.#tokens + (elapsed / 1_000) * perSecond);
    this.#filledAt = now.getTime();
    if (this.#tokens < 1) return Math.ceil(((1 - this.#tokens) / perSecond) * 1_000);
    this.#tokens -= 1;
    return 0;
  }
}
