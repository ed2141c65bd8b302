/** What every call of a dead process ends with. */
export class Died extends Error {
  override readonly name = 'Died';
}

/**
 * A process that can die. `wrap` gives what it holds of the outside; the `last`th call takes effect, but its answer
 * never arrives, and no later one does anything. (Dying before a call is the same as dying after the one before.)
 */
export class Mortal {
  calls = 0;

  constructor(readonly last = Number.POSITIVE_INFINITY) {}

  wrap<T extends object>(port: T): T {
    return new Proxy(port, {
      get: (target, property, receiver) => {
        const value = Reflect.get(target, property, receiver);
        if (typeof value !== 'function') return value;
        // Rendering and lanes are no calls to the outside.
        if (property === 'render' || property === 'lanes') return value.bind(target);
        return async (...args: unknown[]) => {
          this.calls += 1;
          if (this.calls > this.last) throw new Died();
          const answer = await value.apply(target, args);
          if (this.calls >= this.last) throw new Died();
          return answer;
        };
      },
    });
  }
}
