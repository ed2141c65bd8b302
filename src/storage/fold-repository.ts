import { type Connection, type Model, Schema } from 'mongoose';
import type { Fold, FoldStore } from '../application/fold-ports.js';
import type { Address } from '../application/ports.js';
import type { ReferralId } from '../domain/referral.js';
import { guarded, isDuplicateKey } from './store-faults.js';
import { strictly } from './strictly.js';

interface FoldDocument {
  /** The delivery that began it. */
  readonly _id: string;
  readonly place: string;
  readonly since: Date;
  /** Present while others may join; one of each place. */
  readonly open?: true;
  readonly entries: readonly { readonly id: string; readonly referralId: string; readonly version: number }[];
  readonly at: Address | null;
}

const address = new Schema({ channel: String, id: String }, strictly.nested);
const entry = new Schema({ id: String, referralId: String, version: Number }, strictly.nested);
const schema = new Schema<FoldDocument>(
  {
    _id: { type: String, required: true },
    place: { type: String, required: true },
    since: { type: Date, required: true },
    open: Boolean,
    entries: [entry],
    at: address,
  },
  { ...strictly.document, collection: 'folds' },
);
schema.index({ place: 1 }, { name: 'open', unique: true, partialFilterExpression: { open: true } });
schema.index({ 'entries.id': 1 }, { name: 'entry' });
/** Longer than any delivery is retried in earnest; one that comes later begins a message of its own. */
const keptFor = 7 * 86_400;
schema.index({ since: 1 }, { name: 'old', expireAfterSeconds: keptFor });

export type FoldModel = Model<FoldDocument>;

export function foldModel(connection: Connection): FoldModel {
  return connection.model<FoldDocument>('Fold', schema);
}

/** Clocks of several processes differ by less, in milliseconds; a message from further ahead is of a clock gone wrong. */
const skew = 5_000;

export function foldRepository(model: FoldModel): FoldStore {
  const find = async (filter: Record<string, unknown>) => {
    const document = await guarded(() => model.findOne(filter).lean());
    return document && toFold(document);
  };

  return {
    async join(place, joining, now, windowMs) {
      for (;;) {
        const mine = await find({ 'entries.id': joining.id });
        if (mine) return mine;
        const recent = { $gt: new Date(now.getTime() - windowMs), $lte: new Date(now.getTime() + skew) };
        const joined = await guarded(() =>
          model
            .findOneAndUpdate(
              { place, open: true, since: recent },
              { $push: { entries: joining } },
              { returnDocument: 'after' },
            )
            .lean(),
        );
        if (joined) return toFold(joined);
        await guarded(() => model.updateOne({ place, open: true, since: { $not: recent } }, { $unset: { open: 1 } }));
        try {
          const begun = { _id: joining.id, place, since: now, open: true as const, entries: [joining], at: null };
          await guarded(() => model.insertMany([begun]));
          return toFold(begun);
        } catch (error) {
          // Somebody else has just begun one: ours joins it.
          if (!isDuplicateKey(error)) throw error;
        }
      }
    },

    byId: (id) => find({ _id: id }),

    async posted(id, at, before) {
      const stands = before ? { 'at.channel': before.channel, 'at.id': before.id } : { at: null };
      const written = await guarded(() => model.updateOne({ _id: id, ...stands }, { $set: { at } }));
      return written.matchedCount > 0;
    },

    async abandon({ id, entries }) {
      const written = await guarded(() =>
        model.updateOne({ _id: id, entries: { $size: entries.length } }, { $unset: { open: 1 } }),
      );
      return written.matchedCount > 0;
    },
  };
}

function toFold({ _id, entries, at }: FoldDocument): Fold {
  return { id: _id, entries: entries.map((one) => ({ ...one, referralId: one.referralId as ReferralId })), at };
}
