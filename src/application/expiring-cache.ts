import type { Clock } from './ports.js';

/**
 * Remembers answers for a while. Who asks while the same question is already under way shares its answer; failures are
 * not remembered. Holds `maxEntries` at most, the oldest go first.
 */
export class ExpiringCache<Value> {
  private readonly entries = new Map<string, { readonly answer: Promise<Value>; until: number }>();

  /** @param lifetimeMs how long this answer may be used again */
  constructor(
    private readonly clock: Clock,
    private readonly lifetimeMs: (value: Value) => number,
    private readonly maxEntries = 10_000,
  ) {}

  get(key: string, load: () => Promise<Value>): Promise<Value> {
    const known = this.entries.get(key);
    if (known && known.until > this.clock.now().getTime()) return known.answer;

    const entry = { answer: load(), until: Number.POSITIVE_INFINITY };
    entry.answer.then(
      (value) => {
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
