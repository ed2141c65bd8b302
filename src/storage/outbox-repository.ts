import type { OutboxStore, Owing } from '../application/ports.js';
import { toOwed, toReferral } from './referral-document.js';
import type { ReferralDocument, ReferralModel } from './referral-model.js';
import { guarded } from './store-faults.js';

/** Commands whose held-back effects have left that a document remembers; only the last one can be undone. */
const rememberedSent = 20;

/** The effects that lie in referrals' documents until they have become deliveries. */
export function outboxRepository(model: ReferralModel): OutboxStore {
  return {
    async owing(now, limit, after) {
      const documents = await guarded(() =>
        model
          .find({
            owes: true,
            ...(after === undefined ? {} : { _id: { $gt: after } }),
            // Held-back effects of later on stay out of the way.
            $or: [{ 'outbox.0': { $exists: true } }, { 'held.dueAt': { $lte: now } }, { 'held.0': { $exists: false } }],
          })
          .sort({ _id: 1 })
          .limit(limit)
          .lean(),
      );
      const owing: Owing[] = [];
      for (const document of documents) owing.push(await released(model, document, now));
      return owing;
    },

    async owedBy(id, now) {
      const document = await guarded(() => model.findOne({ _id: id, owes: true }).lean());
      return document ? released(model, document, now) : null;
    },

    async settled(id, effectIds) {
      const known = [...effectIds];
      // Mostly that is all it owes, and one write does.
      const none = { $not: { $elemMatch: { id: { $nin: known } } } };
      const all = await guarded(() =>
        model.updateOne({ _id: id, outbox: none, held: none }, { $set: { outbox: [], held: [] }, $unset: { owes: 1 } }),
      );
      if (all.matchedCount > 0) return;
      const ids = { id: { $in: known } };
      await guarded(() => model.updateOne({ _id: id }, { $pull: { outbox: ids, held: ids } }));
      await guarded(() =>
        model.updateOne({ _id: id, outbox: { $size: 0 }, held: { $size: 0 } }, { $unset: { owes: 1 } }),
      );
    },
  };
}

/**
 * What a document owes now. Held-back effects whose time has come are marked as sent before anybody sees them, in one
 * write that an undo of their command can't cross: either it finds the mark, or we find them gone.
 */
async function released(model: ReferralModel, document: ReferralDocument, now: Date): Promise<Owing> {
  const due = document.held.filter((effect) => effect.dueAt <= now);
  if (due.length > 0) {
    const commands = due.map((effect) => effect.commandId).filter((id) => id !== null);
    const mark = await guarded(() =>
      model.updateOne(
        { _id: document._id, 'held.id': { $all: due.map((effect) => effect.id) } },
        { $push: { sent: { $each: commands, $slice: -rememberedSent } } },
      ),
    );
    if (mark.matchedCount === 0) {
      const fresh = await guarded(() => model.findById(document._id).lean());
      return released(model, fresh ?? { ...document, outbox: [], held: [] }, now);
    }
  }
  return { referral: toReferral(document), effects: [...document.outbox, ...due].map(toOwed) };
}
