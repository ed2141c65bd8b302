import { MongoBulkWriteError, ObjectId } from 'mongodb';
import type { Store } from '../store-contract.js';

/** Inserting, deleting, bulk writes, and finding and changing in one step. */
export function writingContract(store: Store): void {
  describe('writing', () => {
    test('a second document of one id is refused, by name', async () => {
      const collection = await store.collection([{ _id: 'a', n: 1 }]);
      await expect(collection.insertOne({ _id: 'a' as never })).rejects.toMatchObject({
        code: 11000,
        keyPattern: { _id: 1 },
        keyValue: { _id: 'a' },
      });
      expect(await collection.findOne()).toEqual({ _id: 'a', n: 1 });
    });

    test('an ordered bulk stops at the first error, an unordered one goes on', async () => {
      const collection = await store.collection([{ _id: 2 }]);
      const documents = [{ _id: 1 }, { _id: 2 }, { _id: 3 }] as never[];
      const ordered = await collection.insertMany(documents).catch((error) => error);
      expect(ordered).toBeInstanceOf(MongoBulkWriteError);
      expect(ordered).toMatchObject({ code: 11000, insertedCount: 1 });
      const unordered = await collection.insertMany(documents, { ordered: false }).catch((error) => error);
      expect(unordered.writeErrors.map((error: { index: number }) => error.index)).toEqual([0, 1]);
      expect(await collection.countDocuments()).toBe(3);
    });

    test('a bulk of every kind', async () => {
      const collection = await store.collection([
        { _id: 1, n: 1 },
        { _id: 2, n: 2 },
        { _id: 3, n: 3 },
      ]);
      const result = await collection.bulkWrite([
        { insertOne: { document: { _id: 4, n: 4 } as never } },
        { updateOne: { filter: { _id: 1 } as never, update: { $inc: { n: 10 } } } },
        { updateMany: { filter: { n: { $lt: 5 } }, update: { $set: { small: true } } } },
        { replaceOne: { filter: { _id: 3 } as never, replacement: { n: 33 } } },
        { updateOne: { filter: { _id: 5 } as never, update: { $set: { n: 5 } }, upsert: true } },
        { deleteOne: { filter: { _id: 2 } as never } },
        { deleteMany: { filter: { n: { $gt: 30 } } } },
      ]);
      expect(result).toMatchObject({
        insertedCount: 1,
        matchedCount: 5,
        modifiedCount: 5,
        upsertedCount: 1,
        deletedCount: 2,
        upsertedIds: { 4: 5 },
      });
      expect(await collection.find().sort({ _id: 1 }).toArray()).toEqual([
        { _id: 1, n: 11 },
        { _id: 4, n: 4, small: true },
        { _id: 5, n: 5 },
      ]);
    });

    test('deletes one or all that match', async () => {
      const collection = await store.collection([1, 2, 3, 4].map((n) => ({ _id: n, even: n % 2 === 0 })));
      expect(await collection.deleteOne({ even: true })).toMatchObject({ deletedCount: 1 });
      expect(await collection.deleteMany({ even: false })).toMatchObject({ deletedCount: 2 });
      expect(await collection.countDocuments()).toBe(1);
    });

    test('claims by order, before and after', async () => {
      const collection = await store.collection([
        { _id: 1, due: 3 },
        { _id: 2, due: 1 },
        { _id: 3, due: 2 },
      ]);
      const claim = (returnDocument: 'before' | 'after') =>
        collection.findOneAndUpdate(
          { holder: null },
          { $set: { holder: 'me' } },
          { sort: { due: 1 }, returnDocument, projection: { due: 0 } },
        );
      expect(await claim('after')).toEqual({ _id: 2, holder: 'me' });
      expect(await claim('before')).toEqual({ _id: 3 });
      expect(await claim('after')).toEqual({ _id: 1, holder: 'me' });
      expect(await claim('after')).toBeNull();
    });

    test('says what finding and changing did', async () => {
      const collection = await store.collection([{ _id: 1, n: 1 }]);
      const upserted = await collection.findOneAndUpdate(
        { _id: 2 as never },
        { $set: { n: 2 } },
        { upsert: true, includeResultMetadata: true },
      );
      expect(upserted).toMatchObject({ value: null, lastErrorObject: { n: 1, updatedExisting: false, upserted: 2 } });
      const changed = await collection.findOneAndReplace(
        { _id: 1 as never },
        { n: 9 },
        { includeResultMetadata: true },
      );
      expect(changed).toMatchObject({ value: { _id: 1, n: 1 }, lastErrorObject: { n: 1, updatedExisting: true } });
      expect(await collection.findOneAndDelete({ _id: 1 as never })).toEqual({ _id: 1, n: 9 });
      expect(await collection.findOneAndDelete({ _id: 1 as never })).toBeNull();
    });

    test('of many that name the version they decided on, one wins', async () => {
      const collection = await store.collection([{ _id: 'r', version: 7, by: null }]);
      const outcomes = await Promise.all(
        Array.from({ length: 50 }, (_, n) =>
          collection.updateOne({ _id: 'r' as never, version: 7 }, { $set: { by: n }, $inc: { version: 1 } }),
        ),
      );
      expect(outcomes.filter((outcome) => outcome.modifiedCount === 1)).toHaveLength(1);
      expect(await collection.findOne()).toMatchObject({ version: 8 });
    });

    test('upserts take over what the query fixes', async () => {
      const collection = await store.collection();
      const result = await collection.updateOne(
        { source: 'pc', 'key.external': 'x1', version: { $gt: 1 }, $and: [{ kind: { $eq: 'rfi' } }] },
        { $set: { a: 1 }, $setOnInsert: { first: true } },
        { upsert: true },
      );
      expect(result).toMatchObject({ matchedCount: 0, upsertedCount: 1 });
      expect(result.upsertedId).toBeInstanceOf(ObjectId);
      const { _id, ...document } = (await collection.findOne()) ?? {};
      expect(document).toEqual({ source: 'pc', key: { external: 'x1' }, kind: 'rfi', a: 1, first: true });
      await collection.updateOne(
        { _id: _id as never },
        { $set: { a: 2 }, $setOnInsert: { first: false } },
        { upsert: true },
      );
      expect(await collection.findOne()).toMatchObject({ a: 2, first: true });
    });

    test('a replacement keeps the id and nothing else', async () => {
      const collection = await store.collection([{ _id: 1, a: 1, b: { c: 1 } }]);
      expect(await collection.replaceOne({ a: 1 }, { d: 4 })).toMatchObject({ matchedCount: 1, modifiedCount: 1 });
      expect(await collection.findOne()).toEqual({ _id: 1, d: 4 });
      await collection.replaceOne({ _id: 9 as never, z: 1 }, { d: 5 }, { upsert: true });
      expect(await collection.findOne({ _id: 9 as never })).toEqual({ _id: 9, d: 5 });
    });

    store.test('see that a replacement changes nothing')('a replacement by the same is no change', async () => {
      const collection = await store.collection([{ _id: 1, a: 1 }]);
      expect(await collection.replaceOne({ a: 1 }, { a: 1 })).toMatchObject({ matchedCount: 1, modifiedCount: 0 });
    });

    test('keeps every type as it came', async () => {
      const collection = await store.collection();
      const document = {
        text: 'ünï–😀\u0000end',
        date: new Date(Date.UTC(2026, 1, 3, 4, 5, 6, 789)),
        real: 0.1,
        negative: -0.5,
        large: 2 ** 40,
        nothing: null,
        yes: true,
        bytes: Buffer.from([0, 255, 1]),
        pattern: /a.b/i,
        nested: { deep: [[1, [2]], { x: [] }] },
      };
      await collection.insertOne({ ...document });
      const found = await collection.findOne({}, { projection: { _id: 0 } });
      expect({ ...found, bytes: Buffer.from(found?.bytes.buffer) }).toEqual(document);
    });
  });
}
