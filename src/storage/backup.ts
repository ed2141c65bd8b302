import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { dirname } from 'node:path';
import { diskFiles, type JournalFile, type ReadableFile } from './embedded/journal/files.js';
import { walkJournal } from './embedded/journal/walk.js';
import { journalPath } from './embedded/open.js';
import { assertJournal, verifyJournal } from './embedded/tools.js';

/** How much is written at a time, in bytes. */
const writeBytes = 4 * 1024 * 1024;

export interface Backup {
  readonly bytes: number;
  readonly changes: number;
  readonly documents: number;
}

/** A backup can't be made or taken back; the message says why. */
export class BackupError extends Error {
  override readonly name = 'BackupError';
}

/**
 * Copies the data of an embedded store into one file, whether the store runs or not: a journal only ever grows or is
 * replaced whole, so that each of its beginnings is the data of one moment. Every record is checked on its way, and
 * the finished file is read back.
 *
 * @throws NoStoreError if there is nothing to copy, BackupError if the journal is damaged or the file is there already
 */
export async function backUp(dataDir: string, target: string): Promise<Backup> {
  const path = journalPath(dataDir);
  await assertJournal(path);
  if (await exists(target)) throw new BackupError(`${target} is there already; a backup overwrites nothing`);
  if (!(await exists(dirname(target)))) throw new BackupError(`There is no folder ${dirname(target)}`);
  const part = `${target}.part`;
  await diskFiles.remove(part);
  const from = await diskFiles.openToRead(path);
  const to = await diskFiles.open(part);
  try {
    await copySound(path, from, to);
    await to.sync();
  } catch (error) {
    await diskFiles.remove(part);
    throw error;
  } finally {
    await from.close();
    await to.close();
  }
  const made = await checked(part);
  await diskFiles.rename(part, target);
  await diskFiles.syncFolderOf(target);
  return made;
}

/** Copies every record up to the end that the file has now. A torn end is a write that is just being made. */
async function copySound(path: string, from: ReadableFile, to: JournalFile): Promise<void> {
  let written = 0;
  let waiting: Buffer[] = [];
  let bytes = 0;
  const flush = async () => {
    await to.write(Buffer.concat(waiting), written);
    written += bytes;
    waiting = [];
    bytes = 0;
  };
  for await (const record of walkJournal(from, await from.size())) {
    if (record.kind === 'gap') {
      if (record.end === undefined) break;
      const hint = `npm run store -- --data ${dirname(path)} verify tells more`;
      throw new BackupError(`The journal is damaged at byte ${record.offset}: ${hint}`);
    }
    waiting.push(record.bytes);
    bytes += record.bytes.length;
    if (bytes >= writeBytes) await flush();
  }
  await flush();
}

/**
 * @param name what to call it
 * @throws BackupError unless a file is a sound journal to its last byte
 */
export async function checked(path: string, name = path): Promise<Backup> {
  const found = await verifyJournal(path);
  const [gap] = found.gaps;
  if (gap) throw new BackupError(`${name} is no sound backup: it is broken at byte ${gap.offset}`);
  if (found.replayError !== undefined) throw new BackupError(`${name} can't be replayed ${found.replayError}`);
  if (found.size === 0) throw new BackupError(`${name} is empty`);
  const documents = [...found.documents.values()].reduce((sum, count) => sum + count, 0);
  return { bytes: found.size, changes: found.changes, documents };
}

export async function exists(path: string): Promise<boolean> {
  return access(path, constants.F_OK).then(
    () => true,
    () => false,
  );
}
