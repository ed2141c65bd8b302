import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MongoClient } from 'mongodb';
import { backUp } from '../../src/storage/backup.js';
import { openStore } from '../../src/storage/embedded/open.js';
import { startEmbeddedStore } from '../../src/storage/embedded/start.js';
import { restore } from '../../src/storage/restore.js';

let folder: string;
let dataDir: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'backup-'));
  dataDir = join(folder, 'data');
});
afterEach(() => rm(folder, { recursive: true }));

const file = (name: string) => join(folder, name);

describe('a backup', () => {
  test('made while the store writes and compacts is the data of one moment', async () => {
    const store = await startEmbeddedStore({ dataDir, smallJournal: 10_000 });
    const client = await MongoClient.connect(store.uri);
    const collection = client.db().collection<{ _id: number; filler?: string }>('c');
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
    await client.close();
    await store.close();
    for (const { path, atLeast } of backups) {
      await restore(dataDir, path);
      const { engine, journal } = await openStore(dataDir);
      const ids = engine.find('referral-desk.c', { filter: {}, sort: { _id: 1 } }).map((one) => Number(one._id));
      await journal.close();
      // Each state between two writes has the last five documents, or six of them, without a hole.
      const newest = ids.at(-1) as number;
      expect(newest).toBeGreaterThanOrEqual(atLeast);
      expect([5, 6]).toContain(ids.length);
      expect(ids).toEqual(Array.from(ids, (_, i) => newest - ids.length + 1 + i));
    }
  });

  test('overwrites nothing, and nothing is left of one that fails', async () => {
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
    await writeFile(file('taken'), 'mine');
    await expect(backUp(dataDir, file('taken'))).rejects.toThrow('is there already');
    expect(await readFile(file('taken'), 'utf8')).toBe('mine');
    await expect(backUp(dataDir, file('none/b'))).rejects.toThrow(`There is no folder ${file('none')}`);
    const bytes = await readFile(journal);
    bytes[(end[0] as number) + 25] = 0xee;
    await writeFile(journal, bytes);
    await expect(backUp(dataDir, file('b'))).rejects.toThrow(`damaged at byte ${end[0]}`);
    expect((await readdir(folder)).sort()).toEqual(['data', 'taken']);
  });
});
