import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeIndex, parseIndexSpec } from '../../../src/storage/embedded/index/spec.js';
import { openStore } from '../../../src/storage/embedded/open.js';
import { startServer } from '../../../src/storage/embedded/server.js';

let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'store-open-'));
});
afterEach(async () => {
  await rm(dataDir, { recursive: true });
});

const journalSize = async () => (await stat(join(dataDir, 'store.journal'))).size;

/** A store whose journal holds far more history than data. */
async function writeHistory(): Promise<void> {
  const { engine, journal } = await openStore(dataDir);
  engine.createIndex('db.c', parseIndexSpec({ key: { n: 1 }, name: 'n', unique: true }));
  engine.createIfAbsent('db.empty');
  for (let n = 0; n < 12; n++) engine.put('db.c', { _id: 1, n, filler: 'x'.repeat(1_000_000) });
  engine.put('db.c', { _id: 2, n: 99 });
  await journal.settled();
  await journal.close();
}

async function contents() {
  const { engine, journal } = await openStore(dataDir);
  const collection = engine.read('db.c');
  const found = {
    documents: [...collection.documents()].map(({ _id, n }) => ({ _id, n })),
    indexes: [...collection.indexes.values()].map((index) => describeIndex(index.spec).name),
    namespaces: engine.namespaces(),
  };
  engine.put('db.c', { _id: 3, n: 3 });
  expect(() => engine.put('db.c', { _id: 4, n: 99 })).toThrow('E11000');
  engine.remove('db.c', { _id: 3 });
  await journal.settled();
  await journal.close();
  return found;
}

/** Runs a server on the data until its first compaction. */
async function compactOnce(): Promise<Record<string, unknown>> {
  let compacted: (fields: Record<string, unknown>) => void = () => undefined;
  const done = new Promise<Record<string, unknown>>((resolve) => {
    compacted = resolve;
  });
  const log = (_level: string, message: string, fields: Record<string, unknown>) => {
    if (message === 'compacted the journal') compacted(fields);
  };
  const server = await startServer({ dataDir, address: { port: 0 }, log });
  const fields = await done;
  await server.close();
  return fields;
}

describe('opening a store', () => {
  test('leaves the history behind when it outweighs the data', async () => {
    await writeHistory();
    expect(await journalSize()).toBeGreaterThan(12_000_000);
    const first = await contents();
    expect(await compactOnce()).toMatchObject({ before: expect.any(Number), after: await journalSize() });
    expect(await journalSize()).toBeLessThan(1_100_000);
    expect(first).toEqual({
      documents: [
        { _id: 1, n: 11 },
        { _id: 2, n: 99 },
      ],
      indexes: ['_id_', 'n'],
      namespaces: ['db.c', 'db.empty'],
    });
    expect(await contents()).toEqual(first);
  });

  test('a compaction that was cut off has changed nothing', async () => {
    await writeHistory();
    await writeFile(join(dataDir, 'store.journal.new'), 'the beginning of a fresh jour');
    expect((await contents()).documents).toHaveLength(2);
    expect(await readdir(dataDir)).toEqual(['store.journal']);
  });
});
