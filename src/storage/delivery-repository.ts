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
  /**
   * Applies what `decide` makes of the queue's present state; decides again when somebody else wrote first.
   *
   * @param known its state as far as it is known: if that is out of date, the write finds out
   * @returns the queue as it is then
   */
  const change = async (
    filter: { readonly _id: string; readonly lease?: string },
    decide: (queue: QueueDocument) => QueueChange | null,
    known?: QueueDocument,
  ): Promise<QueueDocument | 'absent'> => {
    let queue = known ?? (await guarded(() => model.findOne(filter).lean()));
    for (;;) {
      if (!queue) return 'absent';
      const changed = decide(queue);
      if (!changed) return queue;
      const { revision } = queue;
      const written = await guarded(() =>
        model.updateOne({ ...filter, revision }, { $set: changed, $inc: { revision: 1 } }),
      );
      if (written.matchedCount > 0) return { ...queue, ...changed, revision: revision + 1 };
      queue = await guarded(() => model.findOne(filter).lean());
    }
  };

  /** Queues as their holders saw them last: mostly nobody else writes meanwhile, and none needs to be read again. */
  const seen = new WeakMap<ClaimedDelivery, QueueDocument>();
  const changeHeld = async (delivery: ClaimedDelivery, decide: (queue: QueueDocument) => QueueChange) => {
    const { orderKey, lease } = delivery;
    const outcome = await change({ _id: orderKey, lease }, decide, seen.get(delivery));
    if (outcome === 'absent') return false;
    seen.set(delivery, outcome);
    return true;
  };

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
      const delivery = queue && claimedFrom(queue);
      if (delivery) seen.set(delivery, queue);
      return delivery;
    },

    async beginPost(delivery, nonce, startedAt) {
      return changeHeld(delivery, ({ post }) => ({
        post: { nonce, startedAt, since: post?.nonce === nonce ? post.since : startedAt },
      }));
    },

    async done(delivery, shownVersion) {
      await changeHeld(delivery, (queue) => finished(queue, shownVersion));
    },

    async later(delivery, dueAt, { countAttempt, forgetPost, reason }) {
      await changeHeld(delivery, ({ attempts, post }) => ({
        lease: null,
        dueAt,
        reason,
        attempts: attempts + (countAttempt ? 1 : 0),
        post: forgetPost ? null : post,
      }));
    },

    async bury(delivery, reason) {
      await changeHeld(delivery, () => ({ status: 'buried', lease: null, reason }));
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
      // Mostly none is, and looking costs less than counting.
      if (!(await guarded(() => model.exists({ status: 'buried' })))) return [];
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
