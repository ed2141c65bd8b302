import { randomUUID } from 'node:crypto';
import type { ClaimedDelivery, DeliveryStore, Destination, LeftAlone, NewDelivery } from '../application/ports.js';
import type { DeliveryModel, QueueDocument } from './delivery-model.js';
import {
  claimedFrom,
  enqueued,
  enqueuedAgain,
  finished,
  newQueue,
  type QueueChange,
  targetOf,
} from './delivery-queue.js';
import { guarded, isDuplicateKey } from './store-faults.js';

/** Deliveries in MongoDB: a document for each order key, every change a compare and swap on its revision. */
export function deliveryRepository(model: DeliveryModel): DeliveryStore {
  /** Applies what `decide` makes of the queue's present state; decides again when somebody else wrote first. */
  const change = async (
    filter: { readonly _id: string; readonly lease?: string },
    decide: (queue: QueueDocument) => QueueChange | null,
  ): Promise<'changed' | 'unchanged' | 'absent'> => {
    for (;;) {
      const queue = await guarded(() => model.findOne(filter).lean());
      if (!queue) return 'absent';
      const changed = decide(queue);
      if (!changed) return 'unchanged';
      const { revision } = queue;
      const written = await guarded(() =>
        model.updateOne({ ...filter, revision }, { $set: changed, $inc: { revision: 1 } }),
      );
      if (written.matchedCount > 0) return 'changed';
    }
  };
  const held = ({ orderKey, lease }: ClaimedDelivery) => ({ _id: orderKey, lease });

  const addTo = async (
    orderKey: string,
    deliveries: readonly [NewDelivery, ...NewDelivery[]],
    extend: (queue: QueueDocument) => QueueChange | null,
  ) => {
    for (;;) {
      const outcome = await change({ _id: orderKey }, extend);
      if (outcome !== 'absent') return;
      try {
        await guarded(() => model.insertMany([newQueue(deliveries)]));
        return;
      } catch (error) {
        // Another process made the queue just now: ours go behind what it holds, or are there already.
        if (!isDuplicateKey(error)) throw error;
      }
    }
  };

  return {
    async add(deliveries) {
      const queues = new Map<string, [NewDelivery, ...NewDelivery[]]>();
      for (const delivery of deliveries) {
        const queue = queues.get(delivery.orderKey);
        if (queue) queue.push(delivery);
        else queues.set(delivery.orderKey, [delivery]);
      }
      for (const [orderKey, own] of queues) await addTo(orderKey, own, (queue) => enqueued(queue, own));
    },

    async addAgain(delivery) {
      await addTo(delivery.orderKey, [delivery], (queue) => enqueuedAgain(queue, delivery));
    },

    async claim(now, leaseMs, leftAlone) {
      const queue = await guarded(() =>
        model
          .findOneAndUpdate(
            { status: 'waiting', dueAt: { $lte: now }, ...leavingOut(leftAlone) },
            { $set: { lease: randomUUID(), dueAt: new Date(now.getTime() + leaseMs) }, $inc: { revision: 1 } },
            { sort: { priority: 1, since: 1 }, returnDocument: 'after' },
          )
          .lean(),
      );
      return queue && claimedFrom(queue);
    },

    async beginPost(delivery, nonce, startedAt) {
      const outcome = await change(held(delivery), ({ post }) => ({
        post: { nonce, startedAt, since: post?.nonce === nonce ? post.since : startedAt },
      }));
      return outcome === 'changed';
    },

    async done(delivery, shownVersion) {
      await change(held(delivery), (queue) => finished(queue, shownVersion));
    },

    async later(delivery, dueAt, { countAttempt, forgetPost, reason }) {
      await change(held(delivery), ({ attempts, post }) => ({
        lease: null,
        dueAt,
        reason,
        attempts: attempts + (countAttempt ? 1 : 0),
        post: forgetPost ? null : post,
      }));
    },

    async bury(delivery, reason) {
      await change(held(delivery), () => ({ status: 'buried', lease: null, reason }));
    },

    async revive(destination, now) {
      const revived = await guarded(() =>
        model.updateMany(
          { status: 'buried', ...at(destination) },
          { $set: { status: 'waiting', dueAt: now, attempts: 0, reason: null }, $inc: { revision: 1 } },
        ),
      );
      return revived.modifiedCount;
    },

    async nextDueAt(leftAlone) {
      const next = await guarded(() =>
        model
          .findOne({ status: 'waiting', ...leavingOut(leftAlone) }, { dueAt: 1 })
          .sort({ dueAt: 1 })
          .lean(),
      );
      return next?.dueAt ?? null;
    },

    async buried() {
      const groups = await guarded(() =>
        model.aggregate<{ _id: { destination: Destination; reason: string }; count: number }>([
          { $match: { status: 'buried' } },
          { $group: { _id: { destination: '$destination', reason: '$reason' }, count: { $sum: { $size: '$items' } } } },
          { $sort: { count: -1 } },
        ]),
      );
      return groups.map(({ _id, count }) => ({ ..._id, count }));
    },
  };
}

const at = ({ platform, id }: Destination) => ({ 'destination.platform': platform, 'destination.id': id });

function leavingOut(leftAlone: readonly LeftAlone[]) {
  const targets = leftAlone.flatMap((one) => ('step' in one ? [targetOf(one)] : []));
  const platforms = leftAlone.flatMap((one) => ('step' in one ? [] : [one.platform]));
  return {
    ...(targets.length > 0 ? { target: { $nin: targets } } : {}),
    ...(platforms.length > 0 ? { 'destination.platform': { $nin: platforms } } : {}),
  };
}
