import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Decimal128, Long, MongoClient, ObjectId } from 'mongodb';
import { parseIndexSpec } from '../../src/storage/embedded/index/spec.js';
import { openStore } from '../../src/storage/embedded/open.js';
import { migrate, type Progress } from '../../src/storage/migrate.js';
import { type Engine, engines } from '../contracts/stores.js';

const now = new Date('2026-03-01T00:00:00Z');
const count = 1_234;

describe.each(engines)('migrating to %s', (_name, startEngine) => {
  let engine: Engine;
  let client: MongoClient;
  let dataDir: string;
  let uri: string;
  let database: string;
  beforeAll(async () => {
    engine = await startEngine();
    client = await MongoClient.connect(engine.uri);
  });
  afterAll(async () => {
    await client.close();
    await engine.close();
  });
  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'migrate-'));
    database = `m${new ObjectId().toHexString()}`;
    uri = engine.uri.replace(/^(mongodb:\/\/[^/?]+)(\/[^?]*)?/, `$1/${database}`);
    await change(() => undefined);
  });
  afterEach(async () => {
    await client.db(database).dropDatabase();
    await rm(dataDir, { recursive: true });
  });

  /** More than two batches of documents, and another collection. */
  const fill = () =>
    change((put, store) => {
      const spec = parseIndexSpec({ key: { code: 1 }, name: 'code', unique: true });
      store.engine.createIndex('referral-desk.referrals', spec);
      for (let n = 0; n < count; n++)
        put('referrals', { _id: n, code: `c${n}`, nested: { at: new Date(n), list: [n] } });
      put('lanes', { _id: 'key', big: Long.MAX_VALUE, exact: Decimal128.fromString('0.10'), none: null });
    });

  async function change(
    run: (
      put: (name: string, document: Record<string, unknown>) => void,
      store: Awaited<ReturnType<typeof openStore>>,
    ) => void,
  ) {
    const store = await openStore(dataDir);
    run((name, document) => store.engine.put(`referral-desk.${name}`, document), store);
    await store.journal.settled();
    await store.journal.close();
  }

  const target = (name = 'referrals') => client.db(database).collection<{ _id: number | string; code?: string }>(name);

  test('brings over documents and indexes, tells how far it is, and is not done twice', async () => {
    await fill();
    const told: Progress[] = [];
    const outcome = await migrate({ dataDir, uri, now, onProgress: (progress) => void told.push(progress) });
    expect(outcome).toEqual({ collections: 2, documents: count + 1, alreadyThere: 0 });
    expect(await target().countDocuments()).toBe(count);
    expect(await target().findOne({ _id: 7 })).toEqual({ _id: 7, code: 'c7', nested: { at: new Date(7), list: [7] } });
    expect(await target('lanes').findOne()).toEqual({
      _id: 'key',
      big: Long.MAX_VALUE,
      exact: Decimal128.fromString('0.10'),
      none: null,
    });
    expect((await target().indexes()).map(({ name, unique }) => [name, unique])).toEqual([
      ['_id_', undefined],
      ['code', true],
    ]);
    expect(told[0]).toEqual({ step: 'copying', collection: 'referrals', done: 500, of: count });
    expect(told.filter(({ done, of }) => done === of)).toHaveLength(4);
    await expect(migrate({ dataDir, uri, now })).rejects.toThrow(/was filled from an embedded store at 2026-03-01/);
  });

  test('goes on where it was interrupted, with what has changed meanwhile', async () => {
    await fill();
    const interrupted = migrate({
      dataDir,
      uri,
      now,
      onProgress({ done }) {
        if (done === 1_000) throw new Error('the line went dead');
      },
    });
    await expect(interrupted).rejects.toThrow('the line went dead');
    expect(await target().countDocuments()).toBe(1_000);
    await change((put, store) => {
      put('referrals', { _id: 1, code: 'changed' });
      store.engine.remove('referral-desk.referrals', { _id: 2 });
    });
    const outcome = await migrate({ dataDir, uri, now });
    expect(outcome).toEqual({ collections: 2, documents: count, alreadyThere: 998 });
    expect(await target().findOne({ _id: 1 })).toEqual({ _id: 1, code: 'changed' });
    expect(await target().findOne({ _id: 2 })).toBeNull();
    expect(await target().countDocuments()).toBe(count - 1);
  });

  test('says by its host that nobody answers, and keeps the password to itself', async () => {
    const nobody = migrate({ dataDir, uri: 'mongodb://me:secret@127.0.0.1:1/x?serverSelectionTimeoutMS=200', now });
    await expect(nobody).rejects.toThrow(/^No MongoDB answers at 127\.0\.0\.1:1: (?!.*secret)/);
  });

  test('leaves a database alone that holds something else', async () => {
    await target('others').insertOne({ _id: 'mine' });
    await expect(migrate({ dataDir, uri, now })).rejects.toThrow(/holds other data already \(collection "others"\)/);
    expect(await target().countDocuments()).toBe(0);
  });
});
