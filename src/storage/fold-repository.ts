import { type Connection, type Model, Schema } from 'mongoose';
import type { Fold, FoldStore } from '../application/fold-ports.js';
import type { Address, Destination } from '../application/ports.js';
import type { ReferralId } from '../domain/referral.js';
import { guarded, isDuplicateKey } from './store-faults.js';
import { part, strictly } from './strictly.js';

interface FoldDocument {
  /** The delivery that began it. */
  readonly _id: string;
  readonly place: string;
  readonly since: Date;
  /** Present while others may join; one of each place. */
  readonly open?: true;
  readonly entries: readonly { readonly id: string; readonly referralId: string; readonly version: number }[];
  readonly at: Address | null;
  /** Hash of what it shows. */
  readonly shown?: string | null;
  /** Present in private ones that are looked after. */
  readonly reader?: Destination | null;
}

const address = part({ channel: String, id: String });
const entry = part({ id: String, referralId: String, version: Number });
const schema = new Schema<FoldDocument>(
  {
    _id: { type: String, required: true },
    place: { type: String, required: true },
    since: { type: Date, required: true },
    open: Boolean,
    entries: [entry],
    at: address,
    shown: String,
    reader: part({ platform: String, kind: String, id: String }),
  },
  { ...strictly, collection: 'folds' },
);
schema.index({ place: 1 }, { name: 'open', unique: true, partialFilterExpression: { open: true } });
schema.index({ 'entries.id': 1 }, { name: 'entry' });
schema.index({ 'entries.referralId': 1 }, { name: 'private', partialFilterExpression: { reader: { $exists: true } } });
/** Longer than a request waits for its answer: until then what stands in private is kept up to date. */
const keptFor = 30 * 86_400;
schema.index({ since: 1 }, { name: 'forgotten', expireAfterSeconds: keptFor });

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
    async join({ key: place, reader }, joining, now, windowMs) {
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
          const begun = {
            ...{ _id: joining.id, place, since: now, open: true as const, entries: [joining], at: null },
            ...(reader ? { reader } : {}),
          };
          await guarded(() => model.insertMany([begun]));
          return toFold(begun);
        } catch (error) {
          // Somebody else has just begun one: ours joins it.
          if (!isDuplicateKey(error)) throw error;
        }
      }
    },

    byId: (id) => find({ _id: id }),

    async privateAbout(id, reader) {
      const readers = reader
        ? { 'reader.platform': reader.platform, 'reader.kind': reader.kind, 'reader.id': reader.id }
        : {};
      const documents = await guarded(() =>
        model.find({ 'entries.referralId': id, reader: { $exists: true }, ...readers }).lean(),
      );
      return documents.map(toFold);
    },

    async posted(id, at, before, shown) {
      const stands = before ? standing(before) : { at: null };
      const written = await guarded(() => model.updateOne({ _id: id, ...stands }, { $set: { at, shown } }));
      return written.matchedCount > 0;
    },

    async shows(id, at, hash) {
      await guarded(() => model.updateOne({ _id: id, ...standing(at) }, { $set: { shown: hash } }));
    },

    async forget(id) {
      await guarded(() => model.updateOne({ _id: id }, { $unset: { reader: 1 } }));
    },

    async abandon({ id, entries }) {
      const written = await guarded(() =>
        model.updateOne({ _id: id, entries: { $size: entries.length } }, { $unset: { open: 1 } }),
      );
      return written.matchedCount > 0;
    },
  };
}

const standing = ({ channel, id }: Address) => ({ 'at.channel': channel, 'at.id': id });

function toFold({ _id, entries, at, shown = null, reader = null }: FoldDocument): Fold {
  const asEntries = entries.map((one) => ({ ...one, referralId: one.referralId as ReferralId }));
  return { id: _id, reader, entries: asEntries, at, shown };
}
