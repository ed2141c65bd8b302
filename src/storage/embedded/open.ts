import { join } from 'node:path';
import { Engine, type Search } from './engine.js';
import { diskFiles, type JournalFile, type JournalFiles } from './journal/files.js';
import { unfinished } from './journal/fresh.js';
import { Journal } from './journal/journal.js';
import { readJournal } from './journal/read.js';
import { finishAtOnce, Replay } from './replay.js';

export interface OpenStore {
  readonly engine: Engine;
  readonly journal: Journal;
  /** The journal's path. */
  readonly path: string;
  /** Bytes behind the last sound record that were dropped: writes that were never acknowledged. */
  readonly dropped: number;
  readonly documents: number;
}

/** Where a data folder keeps its journal. */
export const journalPath = (dataDir: string) => join(dataDir, 'store.journal');

export interface OpenOptions {
  readonly files?: JournalFiles;
  readonly onSearch?: (search: Search) => void;
}

/**
 * Opens the data in a folder: reads the journal and drops a torn last record.
 *
 * @throws JournalDamagedError if the journal is broken before its end
 */
export async function openStore(dataDir: string, options: OpenOptions = {}): Promise<OpenStore> {
  const { files = diskFiles } = options;
  await files.makeFolder(dataDir);
  const path = journalPath(dataDir);
  // What a compaction or a restore left that was cut off.
  await files.remove(unfinished(path));
  await files.forgetKept(path);
  const file = await files.open(path);
  try {
    const replay = new Replay();
    const { end, sequence } = await readJournal(file, path, (change) => replay.apply(change));
    const dropped = (await file.size()) - end;
    if (dropped > 0) await dropTail(file, end, dropped, files, `${path}.torn`);
    const collections = finishAtOnce(replay);
    const documents = [...collections.values()].reduce((sum, collection) => sum + collection.size, 0);
    const journal = new Journal(file, end, sequence);
    const engine = new Engine(journal, options.onSearch);
    engine.adopt(collections);
    return { engine, journal, path, dropped, documents };
  } catch (error) {
    await file.close().catch(() => undefined);
    throw error;
  }
}

/** Cuts a torn record off. Its bytes are kept beside the journal, should somebody want to look at them. */
async function dropTail(file: JournalFile, end: number, length: number, files: JournalFiles, keptAt: string) {
  const kept = await files.open(keptAt);
  await kept.truncate(0);
  await kept.write(await file.read(end, length), 0);
  await kept.close();
  await file.truncate(end);
  await file.sync();
}
