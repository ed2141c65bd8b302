import { access, constants, mkdtemp, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const memory = '/dev/shm';
/** What a run's stores take together, several times over, in bytes: some containers have less. */
const roomWanted = 1024 ** 3;

let parent: Promise<string> | undefined;

/**
 * A new folder for a store whose disk is not what is tested: in memory where that can be had, as each write waits for
 * the disk otherwise. `kill -9` leaves it as it leaves a disk.
 */
export async function scratchFolder(prefix: string): Promise<string> {
  parent ??= inMemory().then((has) => (has ? memory : tmpdir()));
  return mkdtemp(join(await parent, prefix));
}

async function inMemory(): Promise<boolean> {
  try {
    await access(memory, constants.W_OK);
    const { bavail, bsize } = await statfs(memory);
    return bavail * bsize > roomWanted;
  } catch {
    return false;
  }
}
