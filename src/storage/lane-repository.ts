import type { LaneStore } from '../application/ports.js';
import type { LaneModel } from './lane-model.js';
import { guarded, isDuplicateKey } from './store-faults.js';

const never = new Date(0);

interface Bucket {
  readonly spentUntil: Date;
  readonly heldUntil: Date;
}

/** Everybody who is written to directly has a lane: so many are remembered. */
const mostSeen = 1_000;

/**
 * Rate lanes as a leaky bucket in one date (the "generic cell rate algorithm"): a step is free while the bucket's date
 * lies less than the burst ahead, and pushes it on by one interval. Taking is a compare and swap, so that no two
 * processes take the same step.
 */
export function laneRepository(model: LaneModel): LaneStore {
  /** Creates what is missing; a race with another process is no matter. */
  const ensure = async (key: string) => {
    try {
      await guarded(() => model.insertMany([{ _id: key, spentUntil: never, heldUntil: never }]));
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
    }
  };

  /** Lanes as they were after our last step in them. */
  const seen = new Map<string, Bucket>();

  return {
    async take({ key, intervalMs, burst }, now) {
      const freeAt = ({ heldUntil, spentUntil }: Bucket) =>
        Math.max(heldUntil.getTime(), spentUntil.getTime() - (burst - 1) * intervalMs);
      let lane: Bucket | null = seen.get(key) ?? null;
      for (;;) {
        // Another process may have changed it since: that it is busy is looked up, that it is free the write finds out.
        if (!lane || freeAt(lane) > now.getTime()) lane = await guarded(() => model.findById(key).lean());
        if (!lane) {
          await ensure(key);
          continue;
        }
        if (freeAt(lane) > now.getTime()) return new Date(freeAt(lane));
        const { spentUntil, heldUntil }: Bucket = lane;
        const spent = new Date(Math.max(spentUntil.getTime(), now.getTime()) + intervalMs);
        const taken = await guarded(() =>
          model.updateOne({ _id: key, spentUntil, heldUntil }, { $set: { spentUntil: spent } }),
        );
        if (taken.matchedCount > 0) {
          if (seen.size >= mostSeen) seen.clear();
          seen.set(key, { spentUntil: spent, heldUntil });
          return null;
        }
        lane = null;
      }
    },

    async hold(key, until) {
      await ensure(key);
      await guarded(() => model.updateOne({ _id: key }, { $max: { heldUntil: until } }));
    },
  };
}
