import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { openStore } from '../../../src/storage/embedded/open.js';
import { seededRandom } from './seeded-random.js';

const script = fileURLToPath(new URL('./writer-process.js', import.meta.url));
const database = 'referral-desk';

/** What a writer printed before it was killed: its first number, and the highest of each kind of line. */
interface Told {
  readonly first: number;
  try: number;
  state: number;
  added: number;
  removed: number;
}

/** Starts a writing process on a data folder; `lines` yields what it prints. */
export function spawnWriter(dataDir: string, writers: number, smallJournal: number) {
  const child = spawn(process.execPath, [script, dataDir, String(writers), String(smallJournal)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return { child, lines: createInterface({ input: child.stdout })[Symbol.asyncIterator]() };
}

/**
 * Kills a writing process at random points, some of them while it starts, again and again on the same data; after
 * each, everything that it had been told is safe has to be there, whole.
 */
export async function surviveKills(dataDir: string, seed: number, kills: number): Promise<{ acknowledged: number }> {
  const random = seededRandom(seed);
  let acknowledged = 0;
  for (let kill = 0; kill < kills; kill++) {
    const writers = 1 + Math.floor(random() * 8);
    const { child, lines } = spawnWriter(dataDir, writers, 20_000);
    const told = new Map<number, Told>();
    let left = Math.floor(random() ** 2 * 600);
    if (left === 0) child.kill('SIGKILL');
    // What it printed before it died counts, too.
    for (let line = await lines.next(); !line.done; line = await lines.next()) {
      const [word = '', writer = '', n = ''] = line.value.split(' ');
      expect(word).not.toBe('twice');
      if (word !== 'ready') {
        const known = told.get(Number(writer)) ?? { first: Number(n), try: 0, state: 0, added: 0, removed: 0 };
        told.set(Number(writer), { ...known, [word]: Number(n) });
        if (word !== 'try') acknowledged++;
      }
      if (--left === 0) child.kill('SIGKILL');
    }
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    expect(child.signalCode).toBe('SIGKILL');
    try {
      await check(dataDir, told);
    } catch (error) {
      throw new Error(`seed ${seed}, kill ${kill}`, { cause: error });
    }
  }
  return { acknowledged };
}

async function check(dataDir: string, told: ReadonlyMap<number, Told>): Promise<void> {
  const { engine, journal } = await openStore(dataDir);
  try {
    const states = engine.read(`${database}.states`);
    const log = new Set([...engine.read(`${database}.log`).documents()].map((entry) => String(entry._id)));
    const parts = (writer: number, n: number) => ['a', 'b', 'c'].filter((part) => log.has(`${writer}-${n}-${part}`));
    for (const [writer, known] of told) {
      const [state] = engine.find(`${database}.states`, { filter: { _id: writer } });
      const n = Number(state?.n ?? 0);
      expect(n).toBeGreaterThanOrEqual(known.state);
      expect(n).toBeLessThanOrEqual(known.try);
      if (state) expect(state).toMatchObject({ copy: n, code: `${writer}-${n}` });
      for (let each = 1; each <= known.try; each++) {
        // A command of several documents is done wholly or not at all.
        expect([0, 3]).toContain(parts(writer, each).length);
        if (each >= known.first && each <= known.added && each > known.try - 3)
          expect(parts(writer, each)).toHaveLength(3);
        if (each >= known.first - 3 && each <= known.removed) expect(parts(writer, each)).toHaveLength(0);
      }
    }
    const codes = [...states.documents()].map((state) => state.code);
    expect(new Set(codes).size).toBe(codes.length);
    for (const code of codes) {
      const namesake = { _id: 'namesake', code };
      expect(() => engine.insert(`${database}.states`, namesake)).toThrow(/E11000/);
    }
  } finally {
    await journal.close();
  }
}
