import { copyFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Collection, MongoClient, MongoServerError } from 'mongodb';
import { startJobs } from '../../src/jobs/run-jobs.js';
import { backUp } from '../../src/storage/backup.js';
import { connectStorage } from '../../src/storage/connect-storage.js';
import { lockDataDir } from '../../src/storage/embedded/data-lock.js';
import { parseIndexSpec } from '../../src/storage/embedded/index/spec.js';
import { diskFiles } from '../../src/storage/embedded/journal/files.js';
import { openStore } from '../../src/storage/embedded/open.js';
import { type EmbeddedStore, startEmbeddedStore } from '../../src/storage/embedded/start.js';
import { restore } from '../../src/storage/restore.js';
import { silent } from '../contracts/stores.js';
import { aReferral } from '../support/referrals.js';

const namespace = 'referral-desk.c';

let folder: string;
const data = () => join(folder, 'data');
const backup = () => join(folder, 'backup');

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'restore-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** Puts documents into a store that is at rest; answers the ids of all that are there. */
async function stored(dataDir: string, ids: readonly number[] = [], indexed = false): Promise<unknown[]> {
  const { engine, journal } = await openStore(dataDir);
  const spec = parseIndexSpec({ key: { n: 1 }, name: 'n', unique: true, sparse: true });
  if (indexed) engine.createIndex(namespace, spec);
  for (const _id of ids) engine.put(namespace, { _id, n: -_id });
  const all = [...engine.read(namespace).documents()].map(({ _id }) => _id);
  const unique = engine.read(namespace).indexes.has('n');
  await journal.close();
  return unique ? [...all, 'unique'] : all;
}

/** Each way to break a backup. */
const spoilt: [string, (whole: Buffer) => Buffer][] = [
  ['that was cut off', (whole) => whole.subarray(0, -1)],
  ['with a flipped bit', (whole) => Buffer.from(whole.map((byte, i) => (i === 40 ? byte ^ 1 : byte)))],
  ['that is something else', () => Buffer.from('PK\u0003\u0004 a holiday photo')],
  ['that is empty', () => Buffer.alloc(0)],
];

describe('restoring at rest', () => {
  test('brings everything back, indexes too, and keeps the data as they were', async () => {
    await stored(data(), [1, 2], true);
    expect(await backUp(data(), backup())).toMatchObject({ documents: 2 });
    await stored(data(), [3]);
    const { keptAt, documents } = await restore(data(), backup());
    expect(documents).toBe(2);
    expect(await stored(data())).toEqual([1, 2, 'unique']);
    await restore(data(), keptAt ?? '');
    expect(await stored(data())).toEqual([1, 2, 3, 'unique']);
  });

  test('into an empty folder makes a store', async () => {
    await stored(data(), [1]);
    await backUp(data(), backup());
    await rm(data(), { recursive: true });
    expect((await restore(data(), backup())).keptAt).toBeUndefined();
    expect(await stored(data())).toEqual([1]);
  });

  test.each(spoilt)('a file %s is refused by its name, and the data stay', async (_name, spoil) => {
    await stored(data(), [1]);
    await backUp(data(), backup());
    await writeFile(backup(), spoil(await readFile(backup())));
    await expect(restore(data(), backup())).rejects.toThrow(backup());
    expect(await readdir(data())).toEqual(['store.journal']);
    expect(await stored(data())).toEqual([1]);
  });

  test('is refused while somebody uses the folder without a store to hand it to', async () => {
    await stored(data(), [1]);
    await backUp(data(), backup());
    const lock = await lockDataDir(data());
    await expect(restore(data(), backup())).rejects.toMatchObject({ name: 'DataDirLockedError', pid: process.pid });
    lock.release();
  });

  test('a name that one which was killed gave to the journal is taken away at the next start', async () => {
    await stored(data(), [1]);
    const kept = await diskFiles.keep(join(data(), 'store.journal'));
    await copyFile(kept, join(data(), 'store.journal.kept-7'));
    expect(await stored(data())).toEqual([1]);
    expect(await readdir(data())).toEqual(['store.journal', 'store.journal.kept-7']);
  });
});

describe('restoring while the store runs', () => {
  let store: EmbeddedStore;
  let client: MongoClient;
  let collection: Collection<{ _id: number; n?: number }>;
  let dataDir: string;
  const ids = async () => (await collection.find().sort({ _id: 1 }).toArray()).map(({ _id }) => _id);

  /** A connection of before a restore is told of it once. */
  const beTold = () =>
    client
      .db()
      .command({ ping: 1 })
      .catch(() => undefined);

  // One store for all: each test makes of its data what it needs.
  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'restore-running-'));
    store = await startEmbeddedStore({ dataDir, smallJournal: 20_000 });
    client = await MongoClient.connect(store.uri);
  });
  afterAll(async () => {
    await client.close();
    await store.close();
    await rm(dataDir, { recursive: true });
  });
  beforeEach(async () => {
    await beTold();
    await client.db().dropDatabase();
    collection = client.db().collection('c');
    await collection.insertMany([{ _id: 1 }, { _id: 2 }]);
    await backUp(dataDir, backup());
  });

  test('puts the backup in the place of the data, keeps these, and lasts', async () => {
    await collection.insertOne({ _id: 3 });
    const { documents, keptAt } = await restore(dataDir, backup());
    expect(documents).toBe(2);
    expect(await ids()).toEqual([1, 2]);
    await collection.insertOne({ _id: 4 });
    // What lies on the disk is what a start would find.
    const now = join(folder, 'now');
    await backUp(dataDir, now);
    await restore(data(), now);
    expect(await stored(data())).toEqual([1, 2, 4]);
    await restore(data(), keptAt ?? '');
    expect(await stored(data())).toEqual([1, 2, 3]);
  });

  test('cursors from before are gone, and a connection from before is told once', async () => {
    await collection.insertMany(Array.from({ length: 10 }, (_, n) => ({ _id: 10 + n })));
    const one = await MongoClient.connect(store.uri, { maxPoolSize: 1, retryReads: false });
    const cursor = one.db().collection('c').find().batchSize(2);
    await cursor.next();
    await cursor.next();
    await restore(dataDir, backup());
    await expect(one.db().collection('c').countDocuments()).rejects.toMatchObject({ code: 91 });
    await expect(cursor.next()).rejects.toMatchObject({ code: 43 });
    expect(await one.db().collection('c').countDocuments()).toBe(2);
    await one.close();
  });

  test('indexes that the running desk needs and an older backup lacks are made in it', async () => {
    await collection.createIndex({ n: 1 }, { unique: true, sparse: true, name: 'n' });
    await client.db().collection('newer').createIndex({ a: 1 });
    await restore(dataDir, backup());
    await beTold();
    await collection.insertOne({ _id: 3, n: 7 });
    await expect(collection.insertOne({ _id: 4, n: 7 })).rejects.toMatchObject({ code: 11000 });
    expect(await client.db().collection('newer').indexes()).toHaveLength(2);
  });

  test('a backup that does not fit such an index is refused, and the data stay', async () => {
    await collection.updateMany({}, { $set: { n: 1 } });
    const twice = join(folder, 'twice');
    await backUp(dataDir, twice);
    await collection.updateOne({ _id: 2 }, { $set: { n: 2 } });
    await collection.createIndex({ n: 1 }, { unique: true, name: 'n' });
    await expect(restore(dataDir, twice)).rejects.toThrow(/twice does not fit an index that the desk needs: E11000/);
    expect(await collection.findOne({ _id: 2 })).toEqual({ _id: 2, n: 2 });
  });

  test.each(spoilt)('a file %s is refused by its name, and the data stay', async (_name, spoil) => {
    await collection.insertOne({ _id: 3 });
    const before = await readdir(dataDir);
    await writeFile(backup(), spoil(await readFile(backup())));
    await expect(restore(dataDir, backup())).rejects.toMatchObject({
      name: 'BackupError',
      message: expect.stringContaining(backup()),
    });
    expect(await readdir(dataDir)).toEqual(before);
    expect(await ids()).toEqual([1, 2, 3]);
  });

  test('a folder is no file', async () => {
    await expect(restore(dataDir, folder)).rejects.toThrow('is no file');
  });

  test('writers meanwhile are answered with the data of one time, or told to ask again', async () => {
    const both = client.db().collection<{ _id: string; n: number }>('both');
    await both.insertMany([
      { _id: 'a', n: 0 },
      { _id: 'b', n: 0 },
    ]);
    const before = join(folder, 'before');
    await backUp(dataDir, before);
    let done = false;
    const told = new Set<unknown>();
    const writer = async () => {
      while (!done) {
        try {
          await both.bulkWrite(
            ['a', 'b'].map((_id) => ({ updateOne: { filter: { _id }, update: { $inc: { n: 1 } } } })),
          );
          const [a, b] = await both.find().sort({ _id: 1 }).toArray();
          expect(a?.n).toBe(b?.n);
        } catch (error) {
          // The driver then clears its pool, and tells so those of its callers who wait for a connection.
          told.add(error instanceof MongoServerError ? error.code : (error as Error).name);
        }
      }
    };
    const writers = [writer(), writer(), writer()];
    // Where a read is the first to be told, the driver repeats it by itself, and the writers hear nothing that time.
    for (let n = 0; n < 4 || !told.has(91); n++) await restore(dataDir, before);
    done = true;
    await Promise.all(writers);
    expect([91, 'MongoPoolClearedError']).toEqual(expect.arrayContaining([...told]));
  });

  test('a desk goes on: its repositories, and its jobs though the backup has none', async () => {
    const storage = await connectStorage({ uri: store.uri, database: 'desk', logger: silent });
    const referral = aReferral();
    await storage.referrals.create(referral, []);
    const before = join(folder, 'before');
    await backUp(dataDir, before);
    const other = aReferral({ id: 'other', code: 'R-22222', source: { name: 'manual', externalId: 'other' } } as never);
    await storage.referrals.create(other, []);
    let ran: () => void = () => undefined;
    const run = () => new Promise<void>((resolve) => (ran = resolve));
    const first = run();
    const jobs = await startJobs({
      ...{ database: storage.database, clock: storage.clock, logger: silent, scanEveryMs: 20, lockMs: 400 },
      jobs: [{ name: 'one', everyMs: 3_600_000, run: async () => ran() }],
    });
    await first;
    const again = run();
    await restore(dataDir, before);
    await again;
    expect(await storage.referrals.byId(referral.id)).toEqual(referral);
    expect(await storage.referrals.byId(other.id)).toBeNull();
    await jobs.stop();
    await storage.close();
  });
});
