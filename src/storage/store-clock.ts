import type { Clock } from '../application/ports.js';

/** A measurement that took longer than this says too little about the difference to be used, in milliseconds. */
const longestRoundTrip = 1_000;

export interface StoreClock extends Clock {
  /** Measures the difference to the store's clock anew. Throws what `storeTime` throws, and keeps the last one then. */
  measure(): Promise<void>;
}

/**
 * The store's clock: this process's, corrected by the difference to the store's, so that several processes agree on
 * leases and due times. The store's time is taken to be that of the middle of the round trip.
 */
export function storeClock(storeTime: () => Promise<Date>, processTime: () => number = Date.now): StoreClock {
  let offset = 0;
  return {
    now: () => new Date(processTime() + offset),
    async measure() {
      const before = processTime();
      const there = await storeTime();
      const after = processTime();
      if (after - before <= longestRoundTrip) offset = Math.round(there.getTime() - (before + after) / 2);
    },
  };
}
