/** What goes wrong with a call of the platform's API. */
type Fault =
  | { kind: 'rate-limit'; retryAfter: number }
  | { kind: 'status'; status: number }
  | { kind: 'refuse'; error: string }
  | { kind: 'hang-up' }
  | { kind: 'drop-answer' }
  | { kind: 'hold'; hold: Hold; when: 'before' | 'after' };

/** A call that is kept waiting. */
export class Hold {
  /** Settles when the call has arrived (with `after`: when it has been carried out and the answer waits). */
  readonly arrived: Promise<void>;
  readonly released: Promise<void>;
  /** Settles the one above. */
  readonly arrive: () => void;
  /** Lets the call go on. */
  readonly release: () => void;

  constructor() {
    // An executor runs at once, so both are set before the constructor ends.
    let arrive = () => {};
    let release = () => {};
    this.arrived = new Promise((resolve) => {
      arrive = resolve;
    });
    this.released = new Promise((resolve) => {
      release = resolve;
    });
    this.arrive = arrive;
    this.release = release;
  }

  /** For the stand-in: the call has come this far and waits. */
  async wait(): Promise<void> {
    this.arrive();
    await this.released;
  }
}

const always = () => true;

/** Mishaps for the coming calls of a method (`*`: of any), in the order in which they were asked for. `befalls` is asked for each call whether it is one of those that it befalls. */
export class Faults {
  readonly #queued: { method: string; fault: Fault; left: number; befalls: () => boolean }[] = [];
  readonly #holds = new Set<Hold>();

  /** 429 with Retry-After, in seconds. */
  rateLimit(method: string, { times = 1, retryAfter = 1 } = {}): void {
    this.#add(method, { kind: 'rate-limit', retryAfter }, times);
  }

  /** An HTTP status instead of an answer; nothing is carried out. */
  fail(method: string, { times = 1, status = 500, befalls = always } = {}): void {
    this.#add(method, { kind: 'status', status }, times, befalls);
  }

  /** A refusal by one of the platform's codes, such as `internal_error`; nothing is carried out. */
  refuse(method: string, error: string, { times = 1 } = {}): void {
    this.#add(method, { kind: 'refuse', error }, times);
  }

  /** The connection breaks before anything is carried out. */
  hangUp(method: string, { times = 1 } = {}): void {
    this.#add(method, { kind: 'hang-up' }, times);
  }

  /** The call is carried out and the connection breaks: the caller can't know. */
  dropAnswer(method: string, { times = 1, befalls = always } = {}): void {
    this.#add(method, { kind: 'drop-answer' }, times, befalls);
  }

  /** Keeps the next call waiting, before it is carried out or between that and its answer. */
  hold(method: string, { when = 'before' as 'before' | 'after' } = {}): Hold {
    const hold = new Hold();
    this.#holds.add(hold);
    this.#add(method, { kind: 'hold', hold, when }, 1);
    return hold;
  }

  /** Forgets what has not happened yet and lets go whatever is held. */
  clear(): void {
    this.#queued.length = 0;
    for (const hold of this.#holds) hold.release();
    this.#holds.clear();
  }

  take(method: string): Fault | undefined {
    const index = this.#queued.findIndex(
      (entry) => (entry.method === method || entry.method === '*') && entry.befalls(),
    );
    const entry = this.#queued[index];
    if (!entry) return undefined;
    entry.left -= 1;
    if (entry.left <= 0) this.#queued.splice(index, 1);
    return entry.fault;
  }

  #add(method: string, fault: Fault, left: number, befalls = always): void {
    this.#queued.push({ method, fault, left, befalls });
  }
}
