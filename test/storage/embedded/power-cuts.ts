import { Compactor } from '../../../src/storage/embedded/compactor.js';
import { parseIndexSpec } from '../../../src/storage/embedded/index/spec.js';
import { type OpenStore, openStore } from '../../../src/storage/embedded/open.js';
import { PowerCutDisk } from './power-cut-disk.js';
import { seededRandom } from './seeded-random.js';

const writers = 4;

/** What one writer knows: the last number it was told is safe, and the one it was writing when the power failed. */
interface Known {
  safe: number;
  tried: number;
}

/**
 * Runs writers on a store until the power fails, turns it on again, compares what is there with what was
 * acknowledged, and goes on, `cuts` times. Answers how many of the cuts fell into a compaction.
 */
export async function survivePowerCuts(seed: number, cuts: number): Promise<{ compactions: number }> {
  const random = seededRandom(seed);
  const known: Known[] = Array.from({ length: writers }, () => ({ safe: 0, tried: 0 }));
  let disk = new PowerCutDisk();
  let compactions = 0;
  for (let cut = 0; cut < cuts; cut++) {
    disk.cutAfter(Math.floor(random() * 120));
    const compacted = await runUntilCut(disk, known);
    compactions += compacted;
    disk = disk.afterCut(random);
    // Whatever a cut leaves, and a cut while that is being opened, has to be opened and to hold what was told.
    const store = await openStore('data', { files: disk });
    try {
      check(store, known);
    } catch (error) {
      throw new Error(`seed ${seed}, cut ${cut}`, { cause: error });
    }
    await store.journal.close();
  }
  return { compactions };
}

async function runUntilCut(disk: PowerCutDisk, known: Known[]): Promise<number> {
  let compactions = 0;
  try {
    const store = await openStore('data', { files: disk });
    const log = (_level: string, message: string) => {
      if (message === 'compacted the journal') compactions++;
    };
    const compactor = new Compactor(store, { files: disk, smallJournal: 2_000, log });
    if (!store.engine.read('db.state').indexes.has('code')) {
      store.engine.createIndex('db.state', parseIndexSpec({ key: { code: 1 }, name: 'code', unique: true }));
    }
    await Promise.all(known.map((one, writer) => write(store, writer, one)));
    await compactor.stop();
  } catch {
    // The power is off.
  }
  return compactions;
}

async function write({ engine, journal }: OpenStore, writer: number, known: Known): Promise<never> {
  for (let n = known.safe + 1; ; n++) {
    known.tried = n;
    // Made in one go, so that a cut has to leave all of it or nothing.
    engine.put('db.state', { _id: writer, n, code: `${writer}-${n}`, filler: 'x'.repeat(40) });
    engine.insert('db.log', { _id: `${writer}-${n}` });
    if (n > 3) engine.remove('db.log', { _id: `${writer}-${n - 3}` });
    await journal.settled();
    known.safe = n;
  }
}

function check({ engine }: OpenStore, known: Known[]): void {
  const log = new Set([...engine.read('db.log').documents()].map((document) => document._id));
  const wanted = new Set<string>();
  for (const [writer, one] of known.entries()) {
    const [state] = engine.find('db.state', { filter: { _id: writer } });
    const n = Number(state?.n ?? 0);
    expect([one.safe, one.tried]).toContain(n);
    if (n > 0) {
      expect(engine.find('db.state', { filter: { code: `${writer}-${n}` } })).toEqual([state]);
      const taken = { _id: 'new', code: `${writer}-${n}` };
      expect(() => engine.insert('db.state', taken)).toThrow(/E11000/);
    }
    for (let kept = Math.max(1, n - 2); kept <= n; kept++) wanted.add(`${writer}-${kept}`);
    one.safe = n;
    one.tried = n;
  }
  expect(log).toEqual(wanted);
}
