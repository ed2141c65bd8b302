import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { backUp } from '../../../src/storage/backup.js';
import { type OpenStore, openStore } from '../../../src/storage/embedded/open.js';
import { restore } from '../../../src/storage/restore.js';
import { spawnWriter } from './kills.js';
import { seededRandom } from './seeded-random.js';

const documents = 2_000;
const namespace = 'referral-desk.filler';

/**
 * Kills a writing process at random moments while it is handed a backup. Afterwards there is the backup or what was there
 * before, whole; where the restoring was acknowledged it is the backup. Answers how often it was which.
 */
export async function surviveRestoreKills(folder: string, seed: number, kills: number) {
  const random = seededRandom(seed);
  const outcomes = { before: 0, after: 0 };
  const dataDir = join(folder, 'data');
  const backup = join(folder, 'backup');
  await fill(join(folder, 'other'), 'after');
  await backUp(join(folder, 'other'), backup);
  /** How long a restoring takes here, in milliseconds: killed in time, some are cut off and some are not. */
  let usual = 100;
  for (let kill = 0; kill < kills; kill++) {
    await rm(dataDir, { recursive: true, force: true });
    await fill(dataDir, 'before');
    const { child, lines } = spawnWriter(dataDir, 4, 20_000);
    for (let line = 0; line < 30; line++) await lines.next();
    const begun = performance.now();
    const restoring = restore(dataDir, backup).then(
      () => performance.now() - begun,
      () => undefined,
    );
    await Promise.race([restoring, pause(random() * 1.5 * usual)]);
    child.kill('SIGKILL');
    const took = await restoring;
    usual = took ?? usual;
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    expect(child.signalCode).toBe('SIGKILL');
    const store = await openStore(dataDir);
    try {
      const origin = check(store);
      if (took !== undefined) expect(origin).toBe('after');
      outcomes[origin]++;
    } catch (error) {
      throw new Error(`seed ${seed}, kill ${kill}`, { cause: error });
    } finally {
      await store.journal.close();
    }
  }
  return outcomes;
}

async function fill(dataDir: string, origin: string): Promise<void> {
  const { engine, journal } = await openStore(dataDir);
  for (let n = 0; n < documents; n++) engine.put(namespace, { _id: n, origin, text: 'x'.repeat(200) });
  await journal.settled();
  await journal.close();
}

function check({ engine }: OpenStore): 'before' | 'after' {
  const found = [...engine.read(namespace).documents()];
  const [origin, ...others] = new Set(found.map((one) => one.origin as 'before' | 'after'));
  expect(found).toHaveLength(documents);
  expect(others).toEqual([]);
  expect(['before', 'after']).toContain(origin);
  return origin as 'before' | 'after';
}
