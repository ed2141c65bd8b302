import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Collection } from './collection.js';
import { Engine } from './engine.js';
import { describeIndex, idIndex } from './index/spec.js';
import { diskFiles, type JournalFile, type JournalFiles } from './journal/files.js';
import { encodeChange, encodeFrame } from './journal/format.js';
import { Journal } from './journal/journal.js';
import { readJournal } from './journal/read.js';

/** A journal below this size is not worth compacting. */
const smallJournal = 8 * 1024 * 1024;

/** A frame of a compacted journal holds about this much. */
const frameBytes = 4 * 1024 * 1024;

export interface OpenStore {
  readonly engine: Engine;
  readonly journal: Journal;
  /** Bytes behind the last sound record that were dropped: writes that were never acknowledged. */
  readonly dropped: number;
  readonly documents: number;
}

/**
 * Opens the data in a folder: reads the journal, drops a torn last record, and starts a fresh journal when most of the
 * old one is history.
 *
 * @throws JournalDamagedError if the journal is broken before its end
 */
export async function openStore(dataDir: string, files: JournalFiles = diskFiles): Promise<OpenStore> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const path = join(dataDir, 'store.journal');
  const fresh = join(dataDir, 'store.journal.new');
  await rm(fresh, { force: true });
  let file = await files.open(path);
  const collections = new Map<string, Collection>();
  try {
    let { end, sequence, changes } = await readJournal(file, path, (change) => Engine.replay(collections, change));
    const dropped = (await file.size()) - end;
    if (dropped > 0) await dropTail(file, end, dropped, files, `${path}.torn`);
    const documents = [...collections.values()].reduce((sum, collection) => sum + collection.size, 0);
    if (end > smallJournal && changes > 2 * documents) {
      await file.close();
      ({ end, sequence } = await compact(collections, files, fresh));
      await files.replace(fresh, path);
      file = await files.open(path);
    }
    const journal = new Journal(file, end, sequence);
    const engine = new Engine(journal);
    engine.adopt(collections);
    return { engine, journal, dropped, documents };
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

/** Writes everything that is there now, and nothing of how it came to be, into a file of its own. */
async function compact(collections: ReadonlyMap<string, Collection>, files: JournalFiles, path: string) {
  const file = await files.open(path);
  const writer = { file, end: 0, sequence: 0n, changes: [] as Buffer[], bytes: 0 };
  for (const [namespace, collection] of collections) {
    await add(writer, encodeChange({ kind: 'create', namespace }));
    for (const { spec } of collection.indexes.values()) {
      if (spec.name === idIndex.name) continue;
      await add(writer, encodeChange({ kind: 'create-index', namespace, spec: describeIndex(spec) }));
    }
    for (const document of collection.all()) await add(writer, encodeChange({ kind: 'put', namespace, document }));
  }
  await flush(writer);
  await file.sync();
  await file.close();
  return { end: writer.end, sequence: writer.sequence };
}

interface Writer {
  readonly file: JournalFile;
  end: number;
  sequence: bigint;
  changes: Buffer[];
  bytes: number;
}

async function add(writer: Writer, change: Buffer): Promise<void> {
  writer.changes.push(change);
  writer.bytes += change.length;
  if (writer.bytes >= frameBytes) await flush(writer);
}

async function flush(writer: Writer): Promise<void> {
  if (writer.changes.length === 0) return;
  writer.sequence++;
  const frame = encodeFrame(writer.changes, writer.sequence);
  await writer.file.write(frame, writer.end);
  writer.end += frame.length;
  writer.changes = [];
  writer.bytes = 0;
}
