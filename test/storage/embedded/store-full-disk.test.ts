import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Collection, MongoClient } from 'mongodb';
import { storageCheck } from '../../../src/health.js';
import { createLogger } from '../../../src/logger.js';
import { connectStorage } from '../../../src/storage/connect-storage.js';
import { type Server, startServer } from '../../../src/storage/embedded/server.js';

const folder = mkdtempSync(join(tmpdir(), 'store-full-'));

/** A real file system of 3 MB, where this process may mount one. */
function mount(): boolean {
  if (process.platform !== 'linux') return false;
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=3m', 'tmpfs', folder], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

const mounted = mount();
const describeMounted = mounted ? describe : describe.skip;
if (!mounted) test.skip('a full disk: mounting a small file system takes root on Linux', () => {});

afterAll(() => {
  if (mounted) execFileSync('umount', [folder]);
  rmSync(folder, { recursive: true, force: true });
});

describeMounted('a disk that is full', () => {
  const dataDir = join(folder, 'data');
  const ballast = join(folder, 'ballast');
  const logged: string[] = [];
  let server: Server;
  let client: MongoClient;
  let collection: Collection<{ _id: number; filler: string }>;

  const start = async () => {
    const log = (_level: string, message: string) => void logged.push(message);
    server = await startServer({ dataDir, address: { port: 0 }, log, smallJournal: 100_000 });
    client = await MongoClient.connect(`mongodb://127.0.0.1:${server.port}/?directConnection=true`);
    collection = client.db('test').collection('c');
  };
  const stop = async () => {
    await client.close();
    await server.close();
  };
  beforeEach(async () => {
    logged.length = 0;
    await start();
  });
  afterEach(async () => {
    await stop();
    await rm(ballast, { force: true });
    await rm(dataDir, { recursive: true, force: true });
  });

  /** Inserts until the disk is full; answers what was acknowledged. */
  async function fill(first: number, size = 20_000): Promise<number[]> {
    const safe: number[] = [];
    for (let _id = first; ; _id++) {
      const error = await collection.insertOne({ _id, filler: 'x'.repeat(size) }).catch((thrown) => thrown);
      if (error instanceof Error) {
        expect(error).toMatchObject({ code: 14031 });
        return safe;
      }
      safe.push(_id);
    }
  }
  const ids = async () => (await collection.find().sort({ _id: 1 }).toArray()).map((one) => one._id);

  test('refuses writes, keeps what it acknowledged, answers reads, and goes on once there is room', async () => {
    writeFileSync(ballast, Buffer.alloc(1_000_000));
    const safe = await fill(0);
    expect(safe.length).toBeGreaterThan(50);
    expect(await ids()).toEqual(safe);
    await stop();
    await start();
    expect(await ids()).toEqual(safe);
    await rm(ballast);
    await collection.insertOne({ _id: -1, filler: '' });
    const more = await fill(1_000);
    expect(await ids()).toEqual([-1, ...safe, ...more]);
    await stop();
    await start();
    expect(await ids()).toEqual([-1, ...safe, ...more]);
  });

  test('the desk is not ready meanwhile, and says why', async () => {
    const storage = await connectStorage({
      uri: `mongodb://127.0.0.1:${server.port}/`,
      database: 'desk',
      logger: createLogger('silent'),
    });
    const check = storageCheck(storage);
    try {
      expect(await check()).toEqual([]);
      writeFileSync(ballast, Buffer.alloc(2_000_000));
      await fill(0);
      await fill(1_000, 100);
      const text = expect.stringContaining('The disk is full');
      expect(await check()).toEqual([{ code: 'store-away', severity: 'error', text }]);
      await rm(ballast);
      expect(await check()).toEqual([]);
    } finally {
      await storage.close();
    }
  });

  test('a compaction that finds no room leaves everything as it was', async () => {
    for (let _id = 0; _id < 40; _id++) await collection.insertOne({ _id, filler: 'x'.repeat(20_000) });
    writeFileSync(ballast, Buffer.alloc(1_500_000));
    // History, until the journal is twice the data and a copy of the data no longer fits.
    let refused: unknown;
    for (let n = 0; refused === undefined && n < 200; n++) {
      const filler = `${n}${'y'.repeat(20_000)}`;
      refused = await collection.updateOne({ _id: n % 40 }, { $set: { filler } }).then(
        () => undefined,
        (error) => error.code,
      );
    }
    expect(refused).toBe(14031);
    const before = await collection.find().sort({ _id: 1 }).toArray();
    expect(before).toHaveLength(40);
    await stop();
    await start();
    expect(await collection.find().sort({ _id: 1 }).toArray()).toEqual(before);
  });
});
