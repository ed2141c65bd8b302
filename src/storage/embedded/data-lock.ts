import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** Another process holds the data folder. */
export class DataDirLockedError extends Error {
  override readonly name = 'DataDirLockedError';

  constructor(
    readonly dataDir: string,
    /** The holder's process id, if it could be told. */
    readonly pid: number | undefined,
    /** Where the holder's store listens, if it runs one. */
    readonly uri?: string | undefined,
  ) {
    super(
      `The data folder ${dataDir} is in use by ${pid === undefined ? 'another process' : `process ${pid}`}. ` +
        'Stop that process, or set another DATA_DIR.',
    );
  }
}

/** A data folder can't be made or written to. */
export class DataDirUnusableError extends Error {
  override readonly name = 'DataDirUnusableError';

  constructor(dataDir: string, cause: unknown) {
    const { code = String(cause) } = cause as NodeJS.ErrnoException;
    const wanted = 'It has to be a folder that this user may write to; make it one, or set another DATA_DIR.';
    super(`The data folder ${dataDir} can't be used (${code}). ${wanted}`, { cause });
  }
}

export interface DataLock {
  /** Leaves word of where this process's store listens, for those who find the folder taken. */
  announce(uri: string): void;
  release(): void;
}

/**
 * Claims a data folder for this process.
 *
 * Each claimant first leaves a file named after its process and the process's start, then looks for the files of
 * others: one of a living process means that the folder is taken, one of a dead process is cleared away. As no name is
 * ever used twice, clearing can't hit a living claim, whatever was killed when, and a reused process id does not pass
 * for the old process. Two that start at the same moment may both see each other; they step back and try again.
 *
 * @throws DataDirLockedError if another process holds it
 * @throws DataDirUnusableError if this user can't write there
 */
export async function lockDataDir(dataDir: string, describe = describeProcess): Promise<DataLock> {
  const own = lockName(process.pid, describe(process.pid) ?? 'unknown');
  const path = join(dataDir, own);
  for (let attempt = 1; ; attempt++) {
    if (!claim(dataDir, path)) throw new DataDirLockedError(dataDir, process.pid, announced(path));
    const holder = livingHolder(dataDir, own, describe);
    if (holder === undefined) {
      return { announce: (uri) => writeFileSync(path, uri), release: () => rmSync(path, { force: true }) };
    }
    rmSync(path, { force: true });
    if (attempt === 3) throw new DataDirLockedError(dataDir, holder.pid, holder.uri);
    await delay(20 + Math.random() * 80);
  }
}

function claim(dataDir: string, path: string): boolean {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    writeFileSync(path, '', { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    const { code, syscall } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST' && syscall === 'open') return false;
    throw new DataDirUnusableError(dataDir, error);
  }
}

function announced(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8') || undefined;
  } catch {
    // It has just let go.
    return undefined;
  }
}

function livingHolder(dataDir: string, own: string, describe: typeof describeProcess) {
  for (const name of readdirSync(dataDir)) {
    const match = /^lock\.(\d+)\.[0-9a-f]+$/.exec(name);
    if (!match || name === own) continue;
    const pid = Number(match[1]);
    const start = describe(pid);
    if (start !== undefined && lockName(pid, start) === name) return { pid, uri: announced(join(dataDir, name)) };
    rmSync(join(dataDir, name), { force: true });
  }
  return undefined;
}

const lockName = (pid: number, start: string) =>
  `lock.${pid}.${createHash('sha256').update(start).digest('hex').slice(0, 16)}`;

/** What distinguishes a running process from any other that has its id later on; undefined if there is none. */
function describeProcess(pid: number): string | undefined {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return undefined;
  }
  try {
    if (process.platform === 'linux') {
      // The 22nd field is the start in ticks since boot; the name before it may hold spaces and parentheses.
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      // A zombie was killed, and only waits for its parent to notice.
      if (fields[0] === 'Z' || fields[0] === 'X') return undefined;
      return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()} ${fields[19]}`;
    }
    if (process.platform !== 'win32')
      return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)])
        .toString()
        .trim();
  } catch {
    // It died just now, or the system does not tell: then a reused number looks alive, which errs on the safe side.
  }
  // Windows tells the start of a process only through tools that may be missing.
  return 'alive';
}
