import { createHash } from 'node:crypto';
import { chmodSync, lstatSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createConnection } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join, resolve } from 'node:path';

/** Bytes that a socket's path may have everywhere: macOS allows 104 with the final zero, Linux 108. */
const longestPath = 103;

const fileName = 'store.sock';

/**
 * Where the store of a data folder listens: in a folder that only its owner may enter, beside the data or, where that
 * path would be too long for a socket, in the folder for temporary files.
 */
export function socketPath(dataDir: string, temporary = tmpdir()): string {
  const beside = join(resolve(dataDir), 'socket');
  if (Buffer.byteLength(join(beside, fileName)) <= longestPath) {
    mkdirSync(beside, { recursive: true, mode: 0o700 });
    chmodSync(beside, 0o700);
    return join(beside, fileName);
  }
  const digest = createHash('sha256').update(resolve(dataDir)).digest('hex').slice(0, 16);
  const short = join(temporary, `referral-desk-${userInfo().uid}-${digest}`);
  return join(ownFolder(short) ? short : mkdtempSync(join(temporary, 'referral-desk-')), fileName);
}

/** Makes a folder in a place that others may write to, unless somebody else was there first. */
function ownFolder(path: string): boolean {
  try {
    mkdirSync(path, { mode: 0o700 });
    return true;
  } catch {
    const stat = lstatSync(path);
    return stat.isDirectory() && stat.uid === userInfo().uid && (stat.mode & 0o077) === 0;
  }
}

/** Removes a socket that nobody listens on any more. Answers whether the path is free. */
export async function removeStaleSocket(path: string): Promise<boolean> {
  const alive = await new Promise<boolean>((answer) => {
    const probe = createConnection(path);
    probe.once('connect', () => {
      probe.destroy();
      answer(true);
    });
    probe.once('error', () => answer(false));
  });
  if (!alive) rmSync(path, { force: true });
  return !alive;
}
