import { Compactor } from '../../../src/storage/embedded/compactor.js';
import { parseIndexSpec } from '../../../src/storage/embedded/index/spec.js';
import { type OpenStore, openStore } from '../../../src/storage/embedded/open.js';
import { Restorer } from '../../../src/storage/embedded/restore.js';
import { PowerCutDisk } from './power-cut-disk.js';
import { seededRandom } from './seeded-random.js';

const writers = 3;

/** So many documents only the backup has, and so many only the data before it. */
const filler = 40;

/** What a writer was told is safe, and what it was writing, in the data of one origin. */
interface Known {
  safe: number;
  tried: number;
}

/**
 * Restores a backup into a store that writes and compacts, with the power failing at some step, again and again. After
 * each cut there is the one or the other, whole, with what was acknowledged on it. Answers how often it was which.
 */
export async function surviveRestoreCuts(seed: number, cuts: number): Promise<{ before: number; after: number }> {
  const random = seededRandom(seed);
  const outcomes = { before: 0, after: 0 };
  for (let cut = 0; cut < cuts; cut++) {
    let disk = new PowerCutDisk();
    await prepare('backup', 'after', disk);
    await prepare('data', 'before', disk);
    const known = new Map(['before', 'after'].map((origin) => [origin, Array.from({ length: writers }, nothing)]));
    disk.cutAfter(Math.floor(random() * 130));
    const told = await restoreUntilCut(disk, known, random);
    disk = disk.afterCut(random);
    const store = await openStore('data', { files: disk });
    try {
      const origin = check(store, known);
      if (told) expect(origin).toBe('after');
      outcomes[origin]++;
      // What is kept is another file than the one in use, and nothing is left of an attempt.
      expect(disk.paths.filter((path) => /\.new$/.test(path))).toEqual([]);
      expect(disk.paths.filter((path) => /\.kept-/.test(path)).length).toBe(origin === 'after' ? 1 : 0);
    } catch (error) {
      throw new Error(`seed ${seed}, cut ${cut}`, { cause: error });
    }
    await store.journal.close();
  }
  return outcomes;
}

const nothing = (): Known => ({ safe: 0, tried: 0 });

async function prepare(dataDir: string, origin: string, disk: PowerCutDisk): Promise<void> {
  const { engine, journal } = await openStore(dataDir, { files: disk });
  engine.put('db.origin', { _id: 'origin', origin });
  for (let n = 0; n < filler; n++) engine.put('db.filler', { _id: `${origin}-${n}`, text: 'x'.repeat(100) });
  engine.createIndex('db.state', parseIndexSpec({ key: { code: 1 }, name: 'code', unique: true }));
  await journal.settled();
  await journal.close();
}

/** Whether the restoring was acknowledged. */
async function restoreUntilCut(
  disk: PowerCutDisk,
  known: ReadonlyMap<string, Known[]>,
  random: () => number,
): Promise<boolean> {
  let told = false;
  try {
    const store = await openStore('data', { files: disk });
    const compactor = new Compactor(store, { files: disk, smallJournal: 2_000, log: () => undefined });
    const restorer = new Restorer(store, compactor, disk);
    const writing = Array.from({ length: writers }, (_, writer) => write(store, writer, known));
    const written = Promise.all(writing);
    written.catch(() => 'awaited below; the power may go before');
    for (let pause = Math.floor(random() * 20); pause > 0; pause--) await new Promise(setImmediate);
    const restoring = restorer
      .restore('backup/store.journal', () => undefined)
      .then(() => {
        told = true;
      });
    await Promise.all([restoring, written]);
  } catch {
    // The power is off.
  }
  // Whatever is still under way ends at the dead disk.
  for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate);
  return told;
}

const originOf = ({ engine }: OpenStore) => String(engine.find('db.origin', { filter: { _id: 'origin' } })[0]?.origin);

async function write(store: OpenStore, writer: number, known: ReadonlyMap<string, Known[]>): Promise<never> {
  for (;;) {
    const one = known.get(originOf(store))?.[writer] as Known;
    const n = one.safe + 1;
    one.tried = n;
    store.engine.put('db.state', { _id: writer, n, code: `${writer}-${n}` });
    store.engine.put('db.log', { _id: `${writer}-${n}` });
    try {
      await store.journal.settled();
      one.safe = n;
    } catch (error) {
      // Told that it now deals with other data, it begins anew; anything else is the end.
      if ((error as { code?: unknown }).code !== 91) throw error;
      one.tried = one.safe;
    }
  }
}

function check(store: OpenStore, known: ReadonlyMap<string, Known[]>): 'before' | 'after' {
  const origin = originOf(store) as 'before' | 'after';
  expect(['before', 'after']).toContain(origin);
  const fillers = [...store.engine.read('db.filler').documents()].map(({ _id }) => String(_id));
  expect(fillers).toEqual(Array.from({ length: filler }, (_, n) => `${origin}-${n}`));
  for (const [writer, { safe, tried }] of (known.get(origin) ?? []).entries()) {
    const [state] = store.engine.find('db.state', { filter: { _id: writer } });
    const n = Number(state?.n ?? 0);
    expect([safe, tried]).toContain(n);
    const log = [...store.engine.read('db.log').documents()].filter(({ _id }) => String(_id).startsWith(`${writer}-`));
    expect(log.map(({ _id }) => _id)).toEqual(Array.from({ length: n }, (_, i) => `${writer}-${i + 1}`));
  }
  return origin;
}
