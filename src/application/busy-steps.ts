import { destinationKey } from './destinations.js';
import type { BusyStep, Destination, Step } from './ports.js';

/**
 * Which steps nothing more is to be claimed for: those that wait for a rate lane, so that what would take them isn't
 * claimed again and again, and those that a claimed delivery is about to take, so that none claimed after it, which may
 * be less urgent, is there first.
 */
export class BusySteps {
  readonly #until = new Map<string, BusyStep & { readonly until: Date }>();
  readonly #approached = new Set<BusyStep>();

  note(destination: Destination, step: Step, until: Date): void {
    this.#until.set(`${destinationKey(destination)}:${step}`, { destination, step, until });
  }

  /** @returns ends it: the step was taken, or won't be */
  approach(step: BusyStep): () => void {
    this.#approached.add(step);
    return () => this.#approached.delete(step);
  }

  /** Those that are busy at `now`. */
  list(now: Date): readonly BusyStep[] {
    for (const [key, { until }] of this.#until) if (until <= now) this.#until.delete(key);
    return [...this.#until.values(), ...this.#approached];
  }

  /** When the first of the lanes is free again; null when none is busy. */
  nextFreeAt(): Date | null {
    const times = [...this.#until.values()].map(({ until }) => until.getTime());
    return times.length > 0 ? new Date(Math.min(...times)) : null;
  }
}
