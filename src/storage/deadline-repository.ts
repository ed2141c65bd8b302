import type { Model } from 'mongoose';
import { type Connection, Schema } from 'mongoose';
import type { DeadlineStore, Due } from '../application/deadline-ports.js';
import { referralFields, storedEffects, toReferral } from './referral-document.js';
import type { ReferralDocument, ReferralModel } from './referral-model.js';
import { assertSafeKeys } from './safe-keys.js';
import { guarded } from './store-faults.js';
import { strictly } from './strictly.js';

/** What the deadlines of a profile's referrals were last worked out from. */
interface RulesDocument {
  /** The profile. */
  readonly _id: string;
  readonly rules: string;
}

const schema = new Schema<RulesDocument>(
  { _id: { type: String, required: true }, rules: { type: String, required: true } },
  { ...strictly, collection: 'deadline-rules' },
);

export type RulesModel = Model<RulesDocument>;

export function rulesModel(connection: Connection): RulesModel {
  return connection.model<RulesDocument>('DeadlineRules', schema);
}

/** Deadlines in the referrals' own documents; `nextDeadlineAt` is absent where nothing will ever be due. */
export function deadlineRepository(model: ReferralModel, rules: RulesModel): DeadlineStore {
  const asRead = ({ referral, dueAt }: Due) => ({
    _id: referral.id,
    version: referral.version,
    nextDeadlineAt: dueAt,
  });
  const from = (document: ReferralDocument): Due => {
    const { nextDeadlineAt, ...rest } = document;
    if (!nextDeadlineAt) throw new Error('a document without a deadline is due');
    return { referral: toReferral(rest as ReferralDocument), dueAt: nextDeadlineAt };
  };
  const { nextDeadlineAt: _, ...fields } = referralFields;

  return {
    async due(now, limit) {
      const documents = await guarded(() =>
        model
          // `$exists` is what the index says of itself: an engine that can't conclude it from `$lte` would read them all.
          .find({ nextDeadlineAt: { $exists: true, $lte: now } }, fields)
          .sort({ nextDeadlineAt: 1 })
          .limit(limit)
          .lean(),
      );
      return documents.map(from);
    },

    async dueOne(id, now) {
      const document = await guarded(() => model.findOne({ _id: id, nextDeadlineAt: { $lte: now } }, fields).lean());
      return document && from(document);
    },

    async look(due, next) {
      const written = await guarded(() => model.updateOne(asRead(due), deadline(next)));
      return written.matchedCount > 0;
    },

    async apply(due, { next, event, effects, at, look }) {
      assertSafeKeys([next.reminded, event, effects]);
      const outbox = storedEffects(
        next,
        effects.map((effect) => ({ effect, dueAt: at })),
        null,
        at,
      );
      const { $set, $unset } = deadline(look);
      const written = await guarded(() =>
        model.updateOne(asRead(due), {
          $set: {
            ...$set,
            version: next.version,
            reminded: next.reminded,
            ...(outbox.length > 0 ? { owes: true } : {}),
          },
          ...($unset ? { $unset } : {}),
          $push: { ...(event ? { history: event } : {}), outbox: { $each: outbox } },
        }),
      );
      return written.matchedCount > 0;
    },

    async rulesAre(profileId, digest, now) {
      const known = await guarded(() => rules.findById(profileId).lean());
      if (known?.rules === digest) return 0;
      const marked = await guarded(() =>
        model.updateMany(
          {
            profileId,
            'state.kind': { $in: ['new', 'active'] },
            // What is due already stays first.
            $or: [{ nextDeadlineAt: { $exists: false } }, { nextDeadlineAt: { $gt: now } }],
          },
          { $set: { nextDeadlineAt: now } },
        ),
      );
      // Noted last: who dies in between does it again.
      await guarded(() => rules.updateOne({ _id: profileId }, { $set: { rules: digest } }, { upsert: true }));
      return marked.modifiedCount;
    },
  };
}

function deadline(next: Date | null): { $set?: { nextDeadlineAt: Date }; $unset?: { nextDeadlineAt: 1 } } {
  return next ? { $set: { nextDeadlineAt: next } } : { $unset: { nextDeadlineAt: 1 } };
}
