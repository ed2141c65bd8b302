import type { Document } from 'mongodb';
import type { Store } from '../store-contract.js';

/** The names of the indexes that a plan reads; empty for a look at every document. */
function indexesOf(plan: Document): string[] {
  const own = plan.stage === 'IDHACK' ? ['_id_'] : plan.indexName === undefined ? [] : [String(plan.indexName)];
  const inner = [plan.queryPlan, plan.inputStage, ...(plan.inputStages ?? [])].filter(Boolean) as Document[];
  return [...own, ...inner.flatMap(indexesOf)];
}

/** Indexes: what they forbid, what they leave out, and that they are used. */
export function indexingContract(store: Store): void {
  describe('indexing', () => {
    test('creates, lists and drops', async () => {
      const collection = await store.collection([{ _id: 1 }]);
      expect(await collection.createIndex({ a: 1, b: -1 }, { name: 'ab', unique: true, sparse: true })).toBe('ab');
      expect(await collection.createIndex({ a: 1, b: -1 }, { name: 'ab', unique: true, sparse: true })).toBe('ab');
      expect(await collection.createIndex({ c: -1 })).toBe('c_-1');
      expect(await collection.indexes()).toMatchObject([
        { name: '_id_', key: { _id: 1 } },
        { name: 'ab', key: { a: 1, b: -1 }, unique: true, sparse: true },
        { name: 'c_-1', key: { c: -1 } },
      ]);
      await collection.dropIndex('ab');
      expect((await collection.indexes()).map((index) => index.name)).toEqual(['_id_', 'c_-1']);
      await collection.dropIndexes();
      expect((await collection.indexes()).map((index) => index.name)).toEqual(['_id_']);
      await expect(collection.dropIndex('ab')).rejects.toThrow();
    });

    store.test('answer errors with the codes of MongoDB')('refuses an index that contradicts another', async () => {
      const collection = await store.collection([{ _id: 1 }]);
      await collection.createIndex({ a: 1 }, { name: 'one' });
      await expect(collection.createIndex({ a: 1 }, { name: 'two' })).rejects.toMatchObject({ code: 85 });
      await expect(collection.createIndex({ b: 1 }, { name: 'one' })).rejects.toMatchObject({ code: 86 });
      await expect(collection.createIndex({ a: 1 }, { name: 'one', unique: true })).rejects.toMatchObject({ code: 86 });
    });

    test('a unique index refuses a second one, and says which key', async () => {
      const collection = await store.collection([{ _id: 1, source: 'pc', key: { external: 'x' } }]);
      await collection.createIndex({ source: 1, 'key.external': 1 }, { unique: true });
      const again = collection.insertOne({ source: 'pc', key: { external: 'x' } });
      const error = await again.catch((thrown) => thrown);
      expect(error).toMatchObject({ code: 11000, keyPattern: { source: 1, 'key.external': 1 } });
      await collection.insertOne({ source: 'pc', key: { external: 'y' } });
      await collection.insertOne({ source: 'csv', key: { external: 'x' } });
      // What was removed or changed makes room.
      await collection.deleteOne({ _id: 1 as never });
      await collection.insertOne({ source: 'pc', key: { external: 'x' } });
    });

    test('null and missing are one value to a unique index', async () => {
      const collection = await store.collection([{ _id: 1 }]);
      await collection.createIndex({ a: 1 }, { unique: true });
      await expect(collection.insertOne({ a: null })).rejects.toMatchObject({ code: 11000 });
    });

    test('a sparse unique index leaves out what has no such field, not null', async () => {
      const collection = await store.collection([{ _id: 1 }, { _id: 2 }, { _id: 3, a: null }]);
      await collection.createIndex({ a: 1 }, { unique: true, sparse: true });
      await collection.insertOne({ _id: 4 as never });
      await expect(collection.insertOne({ a: null })).rejects.toMatchObject({ code: 11000 });
      // Nor may it hide documents from a query.
      expect(await collection.countDocuments({ a: null })).toBe(4);
      expect((await collection.find().sort({ a: 1 }).toArray()).length).toBe(4);
    });

    test('a partial unique index minds only the documents it is about', async () => {
      const collection = await store.collection([{ _id: 1, name: 'n', type: 'single' }]);
      await collection.createIndex({ name: 1 }, { unique: true, partialFilterExpression: { type: 'single' } });
      await collection.insertOne({ name: 'n', type: 'normal' });
      await collection.insertOne({ name: 'n', type: 'normal' });
      await expect(collection.insertOne({ name: 'n', type: 'single' })).rejects.toMatchObject({ code: 11000 });
      await expect(collection.updateMany({}, { $set: { type: 'single' } })).rejects.toMatchObject({ code: 11000 });
      expect(await collection.countDocuments({ name: 'n' })).toBe(3);
    });

    store.test('keep elements unique across documents')(
      'a unique index over elements: once in a document, not in two',
      async () => {
        const collection = await store.collection([{ _id: 1, commands: ['a', 'a', 'b'] }]);
        await collection.createIndex({ commands: 1 }, { unique: true });
        await expect(collection.insertOne({ commands: ['c', 'b'] })).rejects.toMatchObject({ code: 11000 });
        await collection.insertOne({ commands: ['c'] });
      },
    );

    test('is not built over documents that contradict it', async () => {
      const collection = await store.collection([
        { _id: 1, a: 1 },
        { _id: 2, a: 1 },
      ]);
      await expect(collection.createIndex({ a: 1 }, { unique: true })).rejects.toMatchObject({ code: 11000 });
      expect(await collection.indexes()).toHaveLength(1);
    });

    test('a TTL index is accepted and kept', async () => {
      const collection = await store.collection([{ _id: 1, at: new Date() }]);
      await collection.createIndex({ at: 1 }, { expireAfterSeconds: 3600 });
      expect(await collection.indexes()).toMatchObject([{}, { key: { at: 1 }, expireAfterSeconds: 3600 }]);
    });

    describe('are used', () => {
      const find = (filter: Document, sort: Document = {}) => ({ filter, sort });
      store.test('explain with the names of indexes').each<[string, Document, ReturnType<typeof find>, string[]]>([
        ['for one value', { code: 1 }, find({ code: 'R-7' }), ['code_1']],
        ['for several', { code: 1 }, find({ code: { $in: ['R-1', 'R-2'] } }), ['code_1']],
        ['for an id', { code: 1 }, find({ _id: 5 }), ['_id_']],
        ['for elements', { 'outbox.id': 1 }, find({ 'outbox.id': 'o7' }), ['outbox.id_1']],
        ['for a range', { at: 1 }, find({ at: { $lt: 10 } }), ['at_1']],
        [
          'for a value, a range and the order',
          { state: 1, at: 1 },
          find({ state: 's1', at: { $gt: 5 } }, { at: 1 }),
          ['state_1_at_1'],
        ],
        ['backwards', { state: 1, at: 1 }, find({ state: 's1' }, { at: -1 }), ['state_1_at_1']],
      ])('%s', async (_name, key, { filter, sort }, expected) => {
        const documents = Array.from({ length: 1_000 }, (_, n) => ({
          _id: n,
          code: `R-${n}`,
          state: `s${n % 100}`,
          at: n,
          outbox: [{ id: `o${n}` }],
        }));
        const collection = await store.collection(documents);
        await collection.createIndex(key as never);
        const cursor = () => collection.find(filter).sort(sort as never);
        const plan = await cursor().explain('executionStats');
        // One and the same index may be named once a branch.
        expect([...new Set(indexesOf(plan.queryPlanner.winningPlan))]).toEqual(expected);
        expect(plan.executionStats.totalDocsExamined).toBeLessThanOrEqual(plan.executionStats.nReturned);
        const all = documents.filter((document) => expectedMatch(document, filter));
        expect((await cursor().toArray()).length).toBe(all.length);
      });
    });

    test('an index made before and after documents came finds the same', async () => {
      const collection = await store.collection(Array.from({ length: 50 }, (_, n) => ({ _id: n, a: n % 7 })));
      await collection.createIndex({ a: 1 });
      await collection.insertMany(Array.from({ length: 50 }, (_, n) => ({ _id: (n + 50) as never, a: n % 7 })));
      await collection.updateMany({ a: 3 }, { $set: { a: 4 } });
      await collection.deleteMany({ a: 5 });
      const counts = await Promise.all([0, 1, 2, 3, 4, 5, 6].map((a) => collection.countDocuments({ a })));
      expect(counts).toEqual([0, 1, 2, 3, 4, 5, 6].map(expectedCount));
    });
  });
}

/** What the filters of the table above mean. */
function expectedMatch(document: Document, filter: Document): boolean {
  return Object.entries(filter).every(([path, demand]) => {
    const value = path === 'outbox.id' ? document.outbox[0].id : document[path];
    if (typeof demand !== 'object') return value === demand;
    if (demand.$in) return demand.$in.includes(value);
    return demand.$lt !== undefined ? value < demand.$lt : value > demand.$gt;
  });
}

/** How many of 0..49 and again 0..49, by their remainder of 7, after 3 became 4 and 5 went. */
function expectedCount(a: number): number {
  const twice = (remainder: number) => 2 * Math.ceil((50 - remainder) / 7);
  if (a === 3 || a === 5) return 0;
  return a === 4 ? twice(3) + twice(4) : twice(a);
}
