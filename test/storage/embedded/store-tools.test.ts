import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore } from '../../../src/storage/embedded/open.js';
import { type DumpedRecord, dumpStore, repairStore, verifyStore } from '../../../src/storage/embedded/tools.js';
import { describeVerification } from '../../../src/storage/store-report.js';

let dataDir: string;
let journal: string;
/** Where each record ends. */
let ends: number[];

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'store-tools-'));
  journal = join(dataDir, 'store.journal');
  ends = [0];
  const store = await openStore(dataDir);
  for (let n = 1; n <= 5; n++) {
    store.engine.put('db.c', { _id: n, text: `number ${n}` });
    await store.journal.settled();
    ends.push(store.journal.end);
  }
  await store.journal.close();
});
afterEach(async () => {
  await rm(dataDir, { recursive: true });
});

const end = (record: number) => ends[record] as number;

async function damage(offset: number): Promise<void> {
  const bytes = await readFile(journal);
  bytes[offset] = (bytes[offset] as number) ^ 0x20;
  await writeFile(journal, bytes);
}

async function dumped(): Promise<DumpedRecord[]> {
  const records: DumpedRecord[] = [];
  await dumpStore(dataDir, async (record) => void records.push(record));
  return records;
}

const idsIn = (records: readonly DumpedRecord[]) =>
  records.map((one) => (one.kind === 'gap' ? 'gap' : 'document' in one.change ? one.change.document._id : '-'));

async function ids(): Promise<unknown[]> {
  const store = await openStore(dataDir);
  const found = [...store.engine.read('db.c').documents()].map((one) => one._id);
  await store.journal.close();
  return found;
}

describe('a sound journal', () => {
  test('is verified, with what it holds', async () => {
    const found = await verifyStore(dataDir);
    expect(found).toMatchObject({ size: end(5), frames: 5, changes: 6, gaps: [], replayError: undefined });
    expect(describeVerification(found)).toEqual([
      `${journal}: ${end(5)} bytes, 5 sound records with 6 changes`,
      '  db.c: 5 documents',
      'Sound.',
    ]);
  });

  test('is dumped change by change', async () => {
    expect(idsIn(await dumped())).toEqual(['-', 1, 2, 3, 4, 5]);
  });

  test('a torn end is told and left to the next start', async () => {
    await writeFile(journal, (await readFile(journal)).subarray(0, -3));
    const found = await verifyStore(dataDir);
    expect(found).toMatchObject({ frames: 4, gaps: [{ offset: end(4), end: undefined }] });
    expect(describeVerification(found).at(-1)).toContain('The next start drops it.');
    expect(await ids()).toEqual([1, 2, 3, 4]);
  });
});

describe('a journal damaged in the middle', () => {
  beforeEach(() => damage(end(2) + 30));

  test('stops the start with the file, the offset and what to do', async () => {
    await expect(openStore(dataDir)).rejects.toMatchObject({
      name: 'JournalDamagedError',
      offset: end(2),
      soundAgainAt: end(3),
      message: expect.stringMatching(
        new RegExp(`store\\.journal is damaged at byte ${end(2)}.* restore FILE.*dump.*repair --upto ${end(2)}`),
      ),
    });
  });

  test('is told with what a repair keeps and drops', async () => {
    const found = await verifyStore(dataDir);
    expect(found).toMatchObject({ frames: 2, framesBehind: 2, gaps: [{ offset: end(2), end: end(3), why: 'broken' }] });
    const text = describeVerification(found).join('\n');
    expect(text).toContain(`DAMAGED at byte ${end(2)} (broken); sound records go on at byte ${end(3)}, 2 of them.`);
    expect(text).toContain(`repair --upto ${end(2)}`);
  });

  test('is dumped on both sides of the damage', async () => {
    expect(idsIn(await dumped())).toEqual(['-', 1, 2, 'gap', 4, 5]);
  });

  test('is cut where it is told to, and kept as it was', async () => {
    const before = await readFile(journal);
    const { keptAt } = await repairStore(dataDir, end(2));
    expect(await ids()).toEqual([1, 2]);
    expect(await readFile(keptAt)).toEqual(before);
    // The numbers of later records go on behind the cut.
    const store = await openStore(dataDir);
    store.engine.put('db.c', { _id: 9 });
    await store.journal.settled();
    await store.journal.close();
    expect(await ids()).toEqual([1, 2, 9]);
    expect((await repairStore(dataDir, end(1))).keptAt).not.toBe(keptAt);
    expect(await ids()).toEqual([1]);
  });

  test.each([
    ['in the middle of a record', () => end(1) + 1, /no record .* ends at byte/],
    ['behind the damage', () => end(3), /damaged at byte \d+, which lies before/],
    ['beyond the end', () => end(5) + 1, /lies before/],
  ])('is not cut %s', async (_name, offset, message) => {
    const before = await readFile(journal);
    await expect(repairStore(dataDir, offset())).rejects.toThrow(message);
    expect(await readFile(journal)).toEqual(before);
  });
});

test('a record that was cut out is told as out of order', async () => {
  const bytes = await readFile(journal);
  await writeFile(journal, Buffer.concat([bytes.subarray(0, end(1)), bytes.subarray(end(2))]));
  const found = await verifyStore(dataDir);
  expect(found.gaps).toEqual([{ kind: 'gap', offset: end(1), end: end(1), why: 'out of order' }]);
  await expect(openStore(dataDir)).rejects.toMatchObject({ offset: end(1) });
  await repairStore(dataDir, end(1));
  expect(await ids()).toEqual([1]);
});

test('where there is no journal, nothing is made', async () => {
  await rm(journal);
  await expect(verifyStore(dataDir)).rejects.toThrow(`There is no embedded store in ${dataDir}`);
  await expect(repairStore(dataDir, 0)).rejects.toThrow(`There is no embedded store in ${dataDir}`);
});
