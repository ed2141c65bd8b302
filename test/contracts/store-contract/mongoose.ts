import mongoose, { type Connection, type Model } from 'mongoose';
import type { Store } from '../store-contract.js';

interface Deal {
  readonly code: string;
  readonly state: string;
  readonly version: number;
  readonly value?: number;
  readonly commands: readonly { id: string; outcome: string }[];
  readonly outbox: readonly { id: string; kind: string }[];
  readonly closedAt: Date | null;
}

const entry = { _id: false } as const;

const schema = new mongoose.Schema<Deal>(
  {
    code: { type: String, required: true, unique: true },
    state: { type: String, required: true },
    version: { type: Number, required: true },
    value: Number,
    commands: [new mongoose.Schema({ id: String, outcome: String }, entry)],
    outbox: [new mongoose.Schema({ id: String, kind: String }, entry)],
    closedAt: { type: Date, default: null },
  },
  { timestamps: true, optimisticConcurrency: true },
);
schema.index({ state: 1, closedAt: -1 }, { name: 'list' });
schema.index({ 'outbox.id': 1 }, { name: 'owed', partialFilterExpression: { 'outbox.0': { $exists: true } } });

/** What Mongoose 9 makes of models, as repositories use them. */
export function mongooseContract(store: Store): void {
  describe('Mongoose', () => {
    let connection: Connection;
    let model: Model<Deal>;
    let count = 0;
    const fresh = async (deals: readonly Partial<Deal>[] = []) => {
      model = connection.model<Deal>(`Deal${++count}`, schema, `deals_${count}`);
      await model.createIndexes();
      await model.insertMany(deals.map((deal) => ({ state: 'new', version: 1, ...deal })));
      return model;
    };

    beforeAll(async () => {
      connection = await mongoose
        .createConnection(store.uri(), {
          autoIndex: false,
          bufferCommands: false,
          writeConcern: { w: 'majority', journal: true },
        })
        .asPromise();
    });
    afterAll(async () => {
      await connection?.close();
    });

    test('creates, keeps and changes indexes', async () => {
      await fresh();
      expect((await model.listIndexes()).map((index) => index.name)).toEqual(['_id_', 'code_1', 'list', 'owed']);
      await model.collection.createIndex({ value: 1 });
      expect(await model.diffIndexes()).toEqual({ toDrop: ['value_1'], toCreate: [] });
      expect(await model.syncIndexes()).toEqual(['value_1']);
      expect(await model.diffIndexes()).toEqual({ toDrop: [], toCreate: [] });
    });

    test('saves a document, and its changes only', async () => {
      await fresh();
      const deal = await model.create({ code: 'R-1', state: 'new', version: 1 });
      deal.set('state', 'active');
      deal.set('outbox', [{ id: 'e1', kind: 'card' }]);
      await deal.save();
      const found = await model.findById(deal._id).lean();
      expect(found).toMatchObject({ code: 'R-1', state: 'active', outbox: [{ id: 'e1', kind: 'card' }], commands: [] });
      await deal.deleteOne();
      expect(await model.countDocuments()).toBe(0);
    });

    test('a second document of one code is told by its key', async () => {
      await fresh([{ code: 'R-1' }]);
      await expect(model.create({ code: 'R-1', state: 'new', version: 1 })).rejects.toMatchObject({
        code: 11000,
        keyPattern: { code: 1 },
        keyValue: { code: 'R-1' },
      });
    });

    test('of two copies of a document, the one saved second learns that it is stale', async () => {
      await fresh([{ code: 'R-1' }]);
      const [first, second] = [await model.findOne({ code: 'R-1' }), await model.findOne({ code: 'R-1' })];
      await first?.set('state', 'active').save();
      await expect(second?.set('state', 'archived').save()).rejects.toThrow(mongoose.Error.VersionError);
    });

    test('a command is one versioned write with its outbox', async () => {
      await fresh([{ code: 'R-1', commands: [{ id: 'c0', outcome: 'ok' }] }]);
      const decide = (by: string) =>
        model
          .findOneAndUpdate(
            { code: 'R-1', version: 1 },
            {
              $set: { state: 'active', 'owner.name': by },
              $inc: { version: 1 },
              $push: {
                commands: { $each: [{ id: `c-${by}`, outcome: 'accepted' }], $slice: -20 },
                outbox: { $each: [{ id: `e-${by}`, kind: 'card' }] },
              },
            },
            { returnDocument: 'after' },
          )
          .lean();
      const outcomes = await Promise.all(['ann', 'bob', 'cyd'].map(decide));
      const winner = outcomes.find((outcome) => outcome !== null);
      expect(outcomes.filter((outcome) => outcome !== null)).toHaveLength(1);
      expect(winner).toMatchObject({ version: 2, state: 'active', commands: [{ id: 'c0' }, { outcome: 'accepted' }] });
      const owed = winner?.outbox[0]?.id;
      await model.updateOne({ code: 'R-1' }, { $pull: { outbox: { id: { $in: [owed] } } } });
      expect(await model.countDocuments({ 'outbox.0': { $exists: true } })).toBe(0);
    });

    test('inserts many, ignoring those that are there', async () => {
      await fresh([{ code: 'R-2' }]);
      const deals = ['R-1', 'R-2', 'R-3'].map((code) => ({ code, state: 'new', version: 1 }));
      const error = await model.insertMany(deals, { ordered: false }).catch((thrown) => thrown);
      expect(error).toMatchObject({ code: 11000 });
      expect(await model.countDocuments()).toBe(3);
    });

    test('writes in bulk', async () => {
      await fresh([{ code: 'R-1' }, { code: 'R-2' }]);
      const result = await model.bulkWrite([
        { updateOne: { filter: { code: 'R-1' }, update: { $set: { state: 'active' } } } },
        {
          updateOne: { filter: { code: 'R-9' }, update: { $setOnInsert: { state: 'new', version: 1 } }, upsert: true },
        },
        { deleteOne: { filter: { code: 'R-2' } } },
      ]);
      expect(result).toMatchObject({ modifiedCount: 1, upsertedCount: 1, deletedCount: 1 });
      expect((await model.find().sort({ code: 1 }).lean()).map((deal) => deal.code)).toEqual(['R-1', 'R-9']);
    });

    test('lists a page, newest first, and walks a cursor', async () => {
      await fresh(
        Array.from({ length: 25 }, (_, n) => ({ code: `R-${n}`, state: 'archived', closedAt: new Date(n * 1000) })),
      );
      const page = await model
        .find({ state: 'archived' }, { code: 1, closedAt: 1 })
        .sort({ closedAt: -1, _id: 1 })
        .skip(10)
        .limit(5)
        .lean();
      expect(page.map((deal) => deal.code)).toEqual(['R-14', 'R-13', 'R-12', 'R-11', 'R-10']);
      let seen = 0;
      for await (const deal of model.find().cursor({ batchSize: 7 })) seen += deal.version;
      expect(seen).toBe(25);
      expect(await model.exists({ code: 'R-3' })).toBeTruthy();
      expect(await model.distinct('state')).toEqual(['archived']);
      expect(await model.estimatedDocumentCount()).toBe(25);
    });

    store.test('know $$NOW in an update of many')('aggregates and updates by pipeline', async () => {
      await fresh([
        { code: 'R-1', value: 5 },
        { code: 'R-2', value: 7 },
      ]);
      await model.updateMany({}, [{ $set: { value: { $add: [{ $max: ['$value', 6] }, 1] }, closedAt: '$$NOW' } }], {
        updatePipeline: true,
      });
      const totals = await model.aggregate([{ $group: { _id: '$state', value: { $sum: '$value' }, n: { $sum: 1 } } }]);
      expect(totals).toEqual([{ _id: 'new', value: 15, n: 2 }]);
      expect(await model.countDocuments({ closedAt: { $lte: new Date() } })).toBe(2);
    });
  });
}
