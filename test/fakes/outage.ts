import { type Clock, StoreUnavailable } from '../../src/application/ports.js';

/**
 * A store that goes away for a while. The `first`th call takes effect, but its answer is lost; every later one fails
 * until so much time has passed.
 */
export class Outage {
  calls = 0;
  #since: number | null = null;

  constructor(
    readonly first: number,
    readonly ms: number,
    readonly clock: Clock,
  ) {}

  get isOver(): boolean {
    return this.#since !== null && this.clock.now().getTime() >= this.#since + this.ms;
  }

  wrap<T extends object>(port: T): T {
    return new Proxy(port, {
      get: (target, property, receiver) => {
        const value = Reflect.get(target, property, receiver);
        if (typeof value !== 'function') return value;
        return async (...args: unknown[]) => {
          this.calls += 1;
          if (this.calls < this.first || this.isOver) return value.apply(target, args);
          if (this.calls === this.first) {
            this.#since = this.clock.now().getTime();
            await value.apply(target, args);
          }
          throw new StoreUnavailable('away');
        };
      },
    });
  }
}
