import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type Collection, MongoClient } from 'mongodb';
import { backUp } from '../../src/storage/backup.js';
import { openStore } from '../../src/storage/embedded/open.js';
import { type EmbeddedStore, startEmbeddedStore } from '../../src/storage/embedded/start.js';
import { restore } from '../../src/storage/restore.js';

type Numbered = { _id: number; n?: number; filler?: string };

let folder: string;
let dataDir: string;
let running: { store: EmbeddedStore; client: MongoClient } | undefined;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'backup-'));
  dataDir = join(folder, 'data');
});
afterEach(async () => {
  await stop();
  await rm(folder, { recursive: true });
});

async function start(smallJournal = 10_000_000): Promise<Collection<Numbered>> {
  const store = await startEmbeddedStore({ dataDir, smallJournal });
  const client = await MongoClient.connect(store.uri);
  running = { store, client };
  return client.db().collection<Numbered>('c');
}

async function stop(): Promise<void> {
  await running?.client.close();
  await running?.store.close();
  running = undefined;
}

const inOrder = (collection: Collection<Numbered>) => collection.find().sort({ _id: 1 }).toArray();
const file = (name: string) => join(folder, name);

describe('a backup', () => {
  test('made at rest comes back whole, with its indexes, and the data as they were are kept', async () => {
    const first = await start();
    await first.createIndex({ n: 1 }, { unique: true, sparse: true, name: 'n' });
    await first.insertMany([{ _id: 1, n: 10 }, { _id: 2 }]);
    await stop();
    expect(await backUp(dataDir, file('b'))).toMatchObject({ documents: 2 });

    await (await start()).deleteMany({});
    await stop();
    const { keptAt, documents } = await restore(dataDir, file('b'));
    expect(documents).toBe(2);
    const restored = await start();
    expect(await inOrder(restored)).toEqual([{ _id: 1, n: 10 }, { _id: 2 }]);
    await expect(restored.insertOne({ _id: 3, n: 10 })).rejects.toMatchObject({ code: 11000 });
    await stop();

    await restore(dataDir, keptAt ?? '');
    expect(await inOrder(await start())).toEqual([]);
  });

  test('made while the store writes and compacts is the data of one moment', async () => {
    const collection = await start(10_000);
    let last = 0;
    let writing = true;
    const writer = (async () => {
      for (let n = 1; writing; n++) {
        await collection.insertOne({ _id: n, filler: 'x'.repeat(500) });
        await collection.deleteOne({ _id: n - 5 });
        last = n;
      }
    })();
    const backups: { path: string; atLeast: number }[] = [];
    for (let number = 0; number < 2; number++) {
      const target = last + 20;
      while (last < target) await collection.findOne({});
      const path = file(`b${number}`);
      backups.push({ path, atLeast: last });
      await backUp(dataDir, path);
    }
    writing = false;
    await writer;
    await stop();
    for (const { path, atLeast } of backups) {
      await restore(dataDir, path);
      const ids = (await inOrder(await start())).map((one) => one._id);
      await stop();
      // Each state between two writes has the last five documents, or six of them, without a hole.
      const newest = ids.at(-1) as number;
      expect(newest).toBeGreaterThanOrEqual(atLeast);
      expect([5, 6]).toContain(ids.length);
      expect(ids).toEqual(Array.from(ids, (_, i) => newest - ids.length + 1 + i));
    }
  });

  test('overwrites nothing, and nothing is left of one that fails', async () => {
    await start();
    await stop();
    await writeFile(file('taken'), 'mine');
    await expect(backUp(dataDir, file('taken'))).rejects.toThrow('is there already');
    expect(await readFile(file('taken'), 'utf8')).toBe('mine');
    await expect(backUp(join(folder, 'nowhere'), file('b'))).rejects.toThrow('There is no embedded store');
    const journal = join(dataDir, 'store.journal');
    const store = await openStore(dataDir);
    const end = [];
    for (let n = 0; n < 3; n++) {
      store.engine.put('db.c', { _id: n });
      await store.journal.settled();
      end.push(store.journal.end);
    }
    await store.journal.close();
    const bytes = await readFile(journal);
    bytes[(end[0] as number) + 25] = 0xee;
    await writeFile(journal, bytes);
    await expect(backUp(dataDir, file('b'))).rejects.toThrow(`damaged at byte ${end[0]}`);
    expect((await readdir(folder)).sort()).toEqual(['data', 'taken']);
  });
});
