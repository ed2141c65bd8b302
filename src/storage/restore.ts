import { copyFile, stat } from 'node:fs/promises';
import mongoose from 'mongoose';
import { BackupError, checked, exists } from './backup.js';
import { DataDirLockedError, type DataLock, lockDataDir } from './embedded/data-lock.js';
import { diskFiles } from './embedded/journal/files.js';
import { journalPath } from './embedded/open.js';
import { restoreCommand } from './embedded/server.js';

const { MongoClient, MongoServerError } = mongoose.mongo;

export interface Restored {
  readonly documents: number;
  /** Where the data as they were lie; undefined if there were none. */
  readonly keptAt: string | undefined;
}

/**
 * Puts a backup in the place of a store's data, which are kept beside it. A store that runs is handed the backup and
 * does it itself, between two commands; its clients see it go away and come back.
 *
 * @param source an absolute path
 * @throws BackupError for a file that is no sound backup, DataDirLockedError if the folder is in use, but by no store
 *   that runs; nothing has changed then
 */
export async function restore(dataDir: string, source: string): Promise<Restored> {
  if (!(await exists(source))) throw new BackupError(`There is no file ${source}`);
  if (!(await stat(source)).isFile()) throw new BackupError(`${source} is no file`);
  let lock: DataLock;
  try {
    lock = await lockDataDir(dataDir);
  } catch (error) {
    if (error instanceof DataDirLockedError && error.uri !== undefined) return handOver(error.uri, source);
    throw error;
  }
  try {
    return await replace(journalPath(dataDir), source);
  } finally {
    lock.release();
  }
}

/** At rest: the file itself is put in the place of the journal, which may be damaged. */
async function replace(path: string, source: string): Promise<Restored> {
  const part = `${path}.restoring`;
  try {
    await copyFile(source, part);
    const copy = await diskFiles.open(part);
    await copy.sync();
    await copy.close();
    const { documents } = await checked(part, source);
    const keptAt = (await exists(path)) ? await diskFiles.keep(path) : undefined;
    await diskFiles.rename(part, path);
    await diskFiles.syncFolderOf(path);
    return { documents, keptAt };
  } catch (error) {
    await diskFiles.remove(part);
    await diskFiles.forgetKept(path);
    throw error;
  }
}

async function handOver(uri: string, source: string): Promise<Restored> {
  const client = new MongoClient(uri, { serverSelectionTimeoutMS: 5_000 });
  try {
    const { documents, keptAt } = await client.db('admin').command({ [restoreCommand]: source });
    return { documents, keptAt };
  } catch (error) {
    throw refusal(error, source);
  } finally {
    await client.close();
  }
}

function refusal(error: unknown, source: string): BackupError {
  if (error instanceof MongoServerError) {
    const unknown = 'The desk that runs is of an older version: stop it, and restore again';
    return new BackupError(error.code === 59 ? unknown : error.message, { cause: error });
  }
  const text = `The desk went away before it answered. It holds either its own data or those of ${source}; restore again`;
  return new BackupError(text, { cause: error });
}
