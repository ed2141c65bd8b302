/** Lets callers wait for a condition that is looked at anew whenever something happened. */
export class Waiting {
  readonly #checks = new Set<() => void>();

  /** Something happened. */
  readonly changed = (): void => {
    for (const check of [...this.#checks]) check();
  };

  /**
   * Settles with the first value of `look` that is neither undefined nor false nor null; at once if there is one now.
   *
   * @param what completes "waited in vain for …"
   * @throws after `timeoutMs` of real time, or what `look` throws
   */
  until<T>(
    look: () => T | undefined | false | null,
    { timeoutMs = 30_000, what = 'a condition' }: { timeoutMs?: number; what?: string } = {},
  ): Promise<T> {
    return new Promise((resolve, reject) => {
      const end = (settle: () => void) => {
        clearTimeout(timer);
        this.#checks.delete(check);
        settle();
      };
      const check = () => {
        try {
          const found = look();
          if (found !== undefined && found !== false && found !== null) end(() => resolve(found));
        } catch (error) {
          end(() => reject(error));
        }
      };
      const timer = setTimeout(() => end(() => reject(new Error(`waited in vain for ${what}`))), timeoutMs);
      this.#checks.add(check);
      check();
    });
  }
}
