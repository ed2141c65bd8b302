import { destinationKey } from './destinations.js';
import type { BusyStep, Destination, Step } from './ports.js';

/** Which steps wait for a rate lane, remembered so that what would take them isn't claimed again and again. */
export class BusySteps {
  readonly #until = new Map<string, BusyStep & { readonly until: Date }>();

  note(destination: Destination, step: Step, until: Date): void {
    this.#until.set(`${destinationKey(destination)}:${step}`, { destination, step, until });
  }

  /** Those that are busy at `now`. */
  list(now: Date): readonly BusyStep[] {
    for (const [key, { until }] of this.#until) if (until <= now) this.#until.delete(key);
    return [...this.#until.values()];
  }

  /** When the first of them is free again; null when none is busy. */
  nextFreeAt(): Date | null {
    const times = [...this.#until.values()].map(({ until }) => until.getTime());
    return times.length > 0 ? new Date(Math.min(...times)) : null;
  }
}
