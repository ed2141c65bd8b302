import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Collection, MongoClient } from 'mongodb';
import { type EmbeddedStore, startEmbeddedStore } from '../../../src/storage/embedded/start.js';
import { spawnWriter } from './kills.js';

let dataDir: string;
let stores: EmbeddedStore[];
let children: ChildProcess[];

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'store-'));
  stores = [];
  children = [];
});

afterEach(async () => {
  for (const child of children) {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
  }
  await Promise.all(stores.map((store) => store.close()));
  await rm(dataDir, { recursive: true, force: true });
});

async function start(options: Partial<Parameters<typeof startEmbeddedStore>[0]> = {}): Promise<EmbeddedStore> {
  const store = await startEmbeddedStore({ dataDir, ...options });
  stores.push(store);
  return store;
}

async function using<T>(uri: string, run: (collection: Collection<{ _id: number; doubled?: number }>) => Promise<T>) {
  const client = await MongoClient.connect(uri, { serverSelectionTimeoutMS: 2_000 });
  try {
    return await run(client.db().collection('writes'));
  } finally {
    await client.close();
  }
}

function spawnLocker() {
  const spawned = spawnWriter(dataDir, 1, 1_000_000);
  children.push(spawned.child);
  return spawned;
}

describe('the embedded store', () => {
  test('keeps everything from one start to the next', async () => {
    const first = await start();
    await using(first.uri, async (collection) => {
      await collection.insertMany([{ _id: 1 }, { _id: 2 }, { _id: 3 }]);
      await collection.createIndex({ doubled: 1 }, { unique: true, sparse: true });
      await collection.updateOne({ _id: 2 }, { $set: { doubled: 4 } });
      await collection.deleteOne({ _id: 3 });
    });
    await first.close();
    const second = await start();
    await using(second.uri, async (collection) => {
      expect(await collection.find().sort({ _id: 1 }).toArray()).toEqual([{ _id: 1 }, { _id: 2, doubled: 4 }]);
      await expect(collection.insertOne({ _id: 4, doubled: 4 })).rejects.toMatchObject({ code: 11000 });
    });
  });

  test('is reachable by its own user only, and not through the network', async () => {
    const { uri } = await start();
    const path = decodeURIComponent(/^mongodb:\/\/([^/]+)\//.exec(uri)?.[1] ?? '');
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect((await stat(dirname(path))).mode & 0o777).toBe(0o700);
  });

  test('listens on loopback when a port is asked for', async () => {
    const { uri } = await start({ port: 0 });
    expect(uri).toMatch(/^mongodb:\/\/127\.0\.0\.1:\d+\/referral-desk\?directConnection=true$/);
    expect(await using(uri, (collection) => collection.countDocuments())).toBe(0);
  });

  test('finds a shorter place for its socket when the folder’s path is too long', async () => {
    const { uri } = await start({ dataDir: join(dataDir, 'x'.repeat(90)) });
    const path = decodeURIComponent(/^mongodb:\/\/([^/]+)\//.exec(uri)?.[1] ?? '');
    expect(path.length).toBeLessThan(104);
    expect((await stat(dirname(path))).mode & 0o777).toBe(0o700);
    expect(await using(uri, (collection) => collection.countDocuments())).toBe(0);
    await rm(dirname(path), { recursive: true });
  });

  test('refuses a folder that another process uses, by its number, and takes it once that is killed', async () => {
    const { child, lines } = spawnLocker();
    await lines.next();
    await expect(start()).rejects.toMatchObject({ name: 'DataDirLockedError', pid: child.pid });
    child.kill('SIGKILL');
    await once(child, 'exit');
    await start();
  });

  test('refuses a folder that this process uses already', async () => {
    await start();
    await expect(start()).rejects.toMatchObject({ name: 'DataDirLockedError', pid: process.pid });
  });

  test.each(['a file', 'below a file'])('says that a folder can’t be used which is %s', async (what) => {
    const file = join(dataDir, 'file');
    await writeFile(file, 'mine');
    const wrong = what === 'a file' ? file : join(file, 'data');
    const refusal = start({ dataDir: wrong });
    await expect(refusal).rejects.toThrow(/^The data folder .*file.* can't be used \(E\w+\).* set another DATA_DIR/);
    expect(await readFile(file, 'utf8')).toBe('mine');
  });

  test('is not kept out by the lock of a process whose number was used again', async () => {
    await writeFile(join(dataDir, `lock.${process.ppid}.0123456789abcdef`), '');
    await start();
    expect((await readdir(dataDir)).filter((name) => name.startsWith('lock.'))).toHaveLength(1);
  });

  test('says what is wrong with damaged data, and leaves it alone', async () => {
    await writeFile(join(dataDir, 'store.journal'), 'this is no journal');
    // Nothing in it was ever acknowledged; it is put aside.
    const empty = await start();
    await using(empty.uri, async (collection) => {
      for (let n = 0; n < 3; n++) await collection.insertOne({ _id: n });
    });
    await empty.close();
    expect(await readFile(join(dataDir, 'store.journal.torn'), 'utf8')).toBe('this is no journal');
    const journal = join(dataDir, 'store.journal');
    const damaged = await readFile(journal);
    damaged[30] = (damaged[30] as number) ^ 1;
    await writeFile(journal, damaged);
    await expect(start()).rejects.toMatchObject({
      name: 'JournalDamagedError',
      message: expect.stringMatching(/store\.journal is damaged at byte 0/),
    });
    expect(await readFile(journal)).toEqual(damaged);
    expect((await readdir(dataDir)).filter((name) => name.startsWith('lock.'))).toEqual([]);
  });
});
