import type { LaneStore } from '../application/ports.js';
import type { LaneModel } from './lane-model.js';
import { guarded, isDuplicateKey } from './store-faults.js';

const never = new Date(0);

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

  return {
    async take({ key, intervalMs, burst }, now) {
      for (;;) {
        const lane = await guarded(() => model.findById(key).lean());
        if (!lane) {
          await ensure(key);
          continue;
        }
        const freeAt = Math.max(lane.heldUntil.getTime(), lane.spentUntil.getTime() - (burst - 1) * intervalMs);
        if (freeAt > now.getTime()) return new Date(freeAt);
        const spentUntil = new Date(Math.max(lane.spentUntil.getTime(), now.getTime()) + intervalMs);
        const { spentUntil: seen, heldUntil } = lane;
        const taken = await guarded(() =>
          model.updateOne({ _id: key, spentUntil: seen, heldUntil }, { $set: { spentUntil } }),
        );
        if (taken.matchedCount > 0) return null;
      }
    },

    async hold(key, until) {
      await ensure(key);
      await guarded(() => model.updateOne({ _id: key }, { $max: { heldUntil: until } }));
    },
  };
}
