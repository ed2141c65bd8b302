import type { Clock } from './ports.js';

interface Entry<Value> {
  readonly answer: Promise<Value>;
  /** Once it is there. */
  value?: Value;
  /** In milliseconds since the epoch. */
  until: number;
}

/**
 * Remembers answers for a while. Who asks while the same question is already under way shares its answer; failures are
 * not remembered. Holds `maxEntries` at most, the oldest go first.
 */
export class ExpiringCache<Value> {
  private readonly entries = new Map<string, Entry<Value>>();

  /** @param lifetimeMs how long this answer may be used again */
  constructor(
    private readonly clock: Clock,
    private readonly lifetimeMs: (value: Value) => number,
    private readonly maxEntries = 10_000,
  ) {}

  get(key: string, load: () => Promise<Value>): Promise<Value> {
    const known = this.entries.get(key);
    if (known && known.until > this.clock.now().getTime()) return known.answer;

    const entry: Entry<Value> = { answer: load(), until: Number.POSITIVE_INFINITY };
    entry.answer.then(
      (value) => {
        entry.value = value;
        entry.until = this.clock.now().getTime() + this.lifetimeMs(value);
      },
      () => {
        // A newer question may stand there since `forget`.
        if (this.entries.get(key) === entry) this.entries.delete(key);
      },
    );
    this.entries.delete(key);
    this.entries.set(key, entry);
    this.makeRoom();
    return entry.answer;
  }

  /** The answer that would be used again; undefined where there is none, or only a question under way. */
  remembered(key: string): Value | undefined {
    const known = this.entries.get(key);
    return known && known.until > this.clock.now().getTime() ? known.value : undefined;
  }

  /** The next question is asked anew, even when one is under way: its answer may be older than what just happened. */
  forget(key: string): void {
    this.entries.delete(key);
  }

  private makeRoom(): void {
    for (const key of this.entries.keys()) {
      if (this.entries.size <= this.maxEntries) return;
      this.entries.delete(key);
    }
  }
}
