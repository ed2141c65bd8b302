import { Compactor } from '../../../src/storage/embedded/compactor.js';
import { parseIndexSpec } from '../../../src/storage/embedded/index/spec.js';
import { type OpenStore, openStore } from '../../../src/storage/embedded/open.js';
import { PowerCutDisk, type Step } from './power-cut-disk.js';
import { seededRandom } from './seeded-random.js';

/** What each document was acknowledged to be; null once it was removed. */
type Model = Map<number, string | null>;

const contents = ({ engine }: OpenStore) =>
  new Map([...engine.read('db.c').documents()].map((document) => [document._id as number, document.code as string]));

const present = (model: Model) => new Map([...model].filter(([, code]) => code !== null));

/** Makes random changes, three in a go; each go is acknowledged or refused as a whole. */
async function change(store: OpenStore, model: Model, random: () => number, go: number): Promise<'done' | 'refused'> {
  const next: Model = new Map(model);
  try {
    for (let n = 0; n < 3; n++) {
      const _id = Math.floor(random() * 12);
      if (random() < 0.25) {
        const [document] = store.engine.find('db.c', { filter: { _id } });
        if (document) store.engine.remove('db.c', document);
        next.set(_id, null);
      } else {
        const code = `${_id}-${go}-${n}`;
        store.engine.put('db.c', { _id, code, filler: 'x'.repeat(60) });
        next.set(_id, code);
      }
    }
    await store.journal.settled();
  } catch {
    await store.journal.settled().catch(() => undefined);
    return 'refused';
  }
  for (const [id, code] of next) model.set(id, code);
  return 'done';
}

test.each<[string, readonly Step[], string]>([
  ['writes that fail in part', ['write'], 'ENOSPC'],
  ['anything but an fsync', ['write', 'truncate', 'rename', 'remove', 'open'], 'EIO'],
  ['every kind of step', ['write', 'truncate', 'sync', 'rename', 'syncFolder', 'open', 'remove'], 'EIO'],
])('%s, now and then, lose nothing and leave nothing of what was refused', async (_name, steps, code) => {
  const counts = { done: 0, refused: 0, compacted: 0, failed: 0 };
  for (let seed = 1; seed <= 8; seed++) {
    const random = seededRandom(seed);
    const disk = new PowerCutDisk();
    const model: Model = new Map();
    for (let start = 0; start < 4; start++) {
      const store = await openStore('data', { files: disk });
      // Refused goes, of which an fsync that failed leaves the fate open until the restart, are settled by it.
      for (const [id, found] of contents(store)) model.set(id, found);
      for (const id of model.keys()) if (!contents(store).has(id)) model.set(id, null);
      const log = (level: string, message: string) => {
        if (message === 'compacted the journal') counts.compacted++;
        if (level === 'warn') counts.failed++;
      };
      store.engine.createIndex('db.c', parseIndexSpec({ key: { code: 1 }, name: 'code', unique: true }));
      await store.journal.settled();
      const compactor = new Compactor(store, { files: disk, smallJournal: 3_000, log });
      disk.fault = (step) => (steps.includes(step) && random() < 0.04 ? code : undefined);
      let broken = false;
      for (let go = 0; go < 60; go++) {
        counts[await change(store, model, random, start * 100 + go)]++;
        expect(contents(store)).toEqual(present(model));
      }
      try {
        store.journal.assertWritable();
      } catch {
        broken = true;
      }
      disk.fault = () => undefined;
      await compactor.stop();
      await store.journal.close().catch(() => undefined);
      if (broken) continue;
      const again = await openStore('data', { files: disk });
      expect(contents(again)).toEqual(present(model));
      for (const [_id, taken] of present(model)) {
        expect(again.engine.find('db.c', { filter: { code: taken } })).toMatchObject([{ _id }]);
      }
      await again.journal.close();
    }
  }
  expect(counts.done).toBeGreaterThan(100);
  expect(counts.refused).toBeGreaterThan(10);
  expect(counts.compacted + counts.failed).toBeGreaterThan(5);
});
