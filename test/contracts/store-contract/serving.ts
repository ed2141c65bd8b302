import { MongoClient } from 'mongodb';
import type { Store } from '../store-contract.js';

/** What drivers ask a server about itself, and cursors. */
export function servingContract(store: Store): void {
  describe('serving', () => {
    test('says who it is, and its time', async () => {
      const before = Date.now();
      const hello = await store.db().admin().command({ hello: 1 });
      expect(hello.isWritablePrimary).toBe(true);
      expect(hello.maxWireVersion).toBeGreaterThanOrEqual(21);
      expect(Math.abs(hello.localTime.getTime() - before)).toBeLessThan(5_000);
      expect(await store.db().admin().ping()).toMatchObject({ ok: 1 });
      expect((await store.db().admin().buildInfo()).version).toMatch(/^\d+\.\d+/);
    });

    test('lists databases and collections', async () => {
      const collection = await store.collection([{ _id: 1 }]);
      const { databases } = await store.db().admin().listDatabases({ nameOnly: true });
      expect(databases.map((database) => database.name)).toContain(store.db().databaseName);
      const found = await store.db().listCollections({ name: collection.collectionName }).toArray();
      expect(found).toMatchObject([{ name: collection.collectionName, type: 'collection' }]);
    });

    test('creates and drops collections', async () => {
      const { collectionName } = await store.collection();
      await store.db().createCollection(collectionName);
      expect(await store.db().listCollections({ name: collectionName }).toArray()).toHaveLength(1);
      expect(await store.db().dropCollection(collectionName)).toBe(true);
      expect(await store.db().listCollections({ name: collectionName }).toArray()).toEqual([]);
    });

    test('drops a database with everything in it', async () => {
      const other = store.client().db(`${store.db().databaseName}_other`);
      await other.collection('a').insertOne({});
      await other.collection('b').insertOne({});
      await other.dropDatabase();
      expect(await other.listCollections().toArray()).toEqual([]);
      expect(await other.collection('a').countDocuments()).toBe(0);
    });

    test('hands out results in the batches asked for', async () => {
      const collection = await store.collection(Array.from({ length: 250 }, (_, n) => ({ _id: n })));
      const commands: string[] = [];
      const watched = await MongoClient.connect(store.uri(), { monitorCommands: true });
      watched.on('commandStarted', (event) => commands.push(event.commandName));
      const ids = await watched
        .db()
        .collection<{ _id: number }>(collection.collectionName)
        .find({}, { batchSize: 100 })
        .sort({ _id: 1 })
        .map((document) => document._id)
        .toArray();
      await watched.close();
      expect(ids).toEqual(Array.from({ length: 250 }, (_, n) => n));
      expect(commands.filter((name) => name === 'getMore').length).toBeGreaterThanOrEqual(2);
    });

    test('a cursor that was closed is gone', async () => {
      const collection = await store.collection(Array.from({ length: 10 }, (_, n) => ({ _id: n })));
      const cursor = collection.find({}, { batchSize: 2 });
      await cursor.next();
      const { id } = cursor;
      await cursor.close();
      const more = store.db().command({ getMore: id, collection: collection.collectionName });
      await expect(more).rejects.toMatchObject({ code: 43 });
    });

    test('sends documents that together exceed a message, one after the other', async () => {
      const big = 'x'.repeat(6_000_000);
      const collection = await store.collection();
      for (let n = 0; n < 4; n++) await collection.insertOne({ n, big });
      const found = await collection.find().sort({ n: 1 }).toArray();
      expect(found.map((document) => [document.n, document.big.length])).toEqual(
        [0, 1, 2, 3].map((n) => [n, 6_000_000]),
      );
    });

    test('a session without a transaction is welcome', async () => {
      const collection = await store.collection();
      await store.client().withSession(async (session) => {
        await collection.insertOne({ _id: 1 as never }, { session });
        expect(await collection.findOne({}, { session })).toEqual({ _id: 1 });
      });
    });

    test('takes the write concerns that one server can honour', async () => {
      const collection = await store.collection();
      await collection.insertOne({ a: 1 }, { writeConcern: { w: 'majority', journal: true, wtimeoutMS: 1_000 } });
      await collection.insertOne({ a: 2 }, { writeConcern: { w: 0 } });
      await collection.insertOne({ a: 3 });
      // The unacknowledged write went another connection's way, perhaps; it is there once it was taken.
      let count = 0;
      for (let attempt = 0; attempt < 200 && count < 3; attempt++) count = await collection.countDocuments();
      expect(count).toBe(3);
    });
  });
}
