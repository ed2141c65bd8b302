/** One's place among those that want the same. */
export interface Turn {
  /** Resolves when all that came before have ended theirs. */
  readonly come: Promise<void>;
  end(): void;
}

/**
 * The order in which deliveries take a step: that in which they were claimed, the most pressing first, however long each
 * takes to read what it says. Of this process; another one's come when they come.
 */
export class Turns {
  readonly #last = new Map<string, Promise<void>>();

  enter(key: string): Turn {
    const come = this.#last.get(key) ?? Promise.resolve();
    let end: () => void = () => undefined;
    const own = new Promise<void>((resolve) => {
      end = resolve;
    });
    const all = come.then(() => own);
    this.#last.set(key, all);
    all.then(() => {
      if (this.#last.get(key) === all) this.#last.delete(key);
    });
    return { come, end };
  }
}
