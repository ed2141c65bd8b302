import { Collection } from './collection.js';
import type { Compactor } from './compactor.js';
import type { Engine } from './engine.js';
import { StoreError } from './errors.js';
import { imageOf } from './image.js';
import { type IndexSpec, idIndex, sameKeys, sameSpec } from './index/spec.js';
import { diskFiles, type JournalFiles, type ReadableFile } from './journal/files.js';
import { decodeChanges } from './journal/format.js';
import { RewriteStopped, rewrite } from './journal/fresh.js';
import { readFrames } from './journal/read.js';
import type { OpenStore } from './open.js';
import { finishInTurns, Replay } from './replay.js';

/** Commands are answered after so much of a backup was read, in bytes. */
const turnBytes = 256 * 1024;

export interface Restored {
  readonly documents: number;
  /** Where the data as they were lie. */
  readonly keptAt: string;
}

/**
 * Puts backups in the place of a running store's data.
 *
 * A backup is read, checked and written anew beside the journal while commands are answered. Then, between two
 * commands, it takes the place of the data, in memory and on the disk: a renaming, so that whoever is killed at any
 * point starts again with the one or the other, whole. Indexes that the running desk has declared and an older backup
 * lacks are made in it, as the desk relies on them.
 */
export class Restorer {
  private running: Promise<Restored> | undefined;
  private stopping = false;

  constructor(
    private readonly store: Pick<OpenStore, 'engine' | 'journal' | 'path'>,
    private readonly compactor: Compactor,
    private readonly files: JournalFiles = diskFiles,
  ) {}

  /**
   * @param onSwitch called in the moment from which on the backup is what there is; what was asked before must get no
   *   answer after
   * @throws StoreError if it can't be taken; the data are as they were then
   */
  async restore(source: string, onSwitch: () => void): Promise<Restored> {
    if (this.running) throw new StoreError(117, 'Another backup is being restored');
    if (this.stopping) throw closing();
    this.running = this.replace(source, onSwitch);
    try {
      return await this.running;
    } catch (error) {
      throw error instanceof RewriteStopped ? closing() : error;
    } finally {
      this.running = undefined;
    }
  }

  /** Gives up what is under way, unless it has happened already. */
  async stop(): Promise<void> {
    this.stopping = true;
    await this.running?.catch(() => undefined);
  }

  private async replace(source: string, onSwitch: () => void): Promise<Restored> {
    const { engine, journal, path } = this.store;
    const collections = await this.read(source);
    await this.compactor.stop();
    try {
      addIndexes(collections, engine, source);
      const options = { files: this.files, path, stopping: () => this.stopping };
      return await rewrite(options, async (fresh) => {
        await fresh.writeImage(imageOf(collections.values()));
        await fresh.sync();
        return journal.exclusively(async () => {
          const keptAt = await this.files.keep(path);
          let switched = false;
          try {
            await fresh.takeOver(journal, () => {
              switched = true;
              journal.refuseWaiting(replacedByBackup());
              engine.adopt(collections);
              onSwitch();
            });
          } catch (error) {
            if (!switched) await this.files.remove(keptAt).catch(() => undefined);
            throw error;
          }
          return { documents: [...collections.values()].reduce((sum, { size }) => sum + size, 0), keptAt };
        });
      });
    } finally {
      this.compactor.goOn();
    }
  }

  private async read(source: string): Promise<Map<string, Collection>> {
    try {
      const file = await this.files.openToRead(source);
      try {
        return await readBackup(file, source, () => this.stopping);
      } finally {
        await file.close();
      }
    } catch (error) {
      if (error instanceof StoreError) throw error;
      const { code = String(error) } = error as NodeJS.ErrnoException;
      throw new StoreError(38, `The desk's process can't read ${source} (${code})`, {}, { cause: error });
    }
  }
}

/** What those are told who asked for something before, and get an answer after. */
export const replacedByBackup = () => new StoreError(91, 'A backup has taken the place of the data');

const closing = () => new StoreError(91, 'The store is closing');

/** @throws StoreError unless the file is sound to its last byte */
async function readBackup(file: ReadableFile, path: string, stopping: () => boolean) {
  const replay = new Replay();
  const assertOpen = () => {
    if (stopping()) throw closing();
  };
  const size = await file.size();
  let [end, sequence, turn] = [0, 0n, 0];
  for await (const frame of readFrames(file, 0, size)) {
    if (frame.sequence !== sequence + 1n) break;
    try {
      for (const change of decodeChanges(frame.body)) replay.apply(change);
    } catch (error) {
      throw unfit(`${path} can't be replayed at byte ${frame.offset}`, error);
    }
    sequence = frame.sequence;
    end = frame.offset + frame.bytes.length;
    if (end - turn < turnBytes) continue;
    turn = end;
    await new Promise(setImmediate);
    assertOpen();
  }
  if (size === 0) throw new StoreError(2, `${path} is empty`);
  if (end < size) throw new StoreError(2, `${path} is no sound backup: it is broken at byte ${end}`);
  try {
    return await finishInTurns(replay, assertOpen);
  } catch (error) {
    throw stopping() ? closing() : unfit(`${path} can't be replayed`, error);
  }
}

/** Why a backup can't be taken. */
function unfit(failure: string, cause: unknown): StoreError {
  return new StoreError(2, `${failure}: ${cause instanceof Error ? cause.message : String(cause)}`, {}, { cause });
}

/** Makes the indexes of the running store in what was read. What is there under the same name or keys gives way. */
function addIndexes(collections: Map<string, Collection>, engine: Engine, source: string): void {
  for (const { namespace, indexes } of engine.all()) {
    const collection = collections.get(namespace) ?? new Collection(namespace);
    collections.set(namespace, collection);
    for (const { spec } of indexes.values()) {
      if (spec.name !== idIndex.name) addIndex(collection, spec, source);
    }
  }
}

function addIndex(collection: Collection, spec: IndexSpec, source: string): void {
  for (const { spec: there } of [...collection.indexes.values()]) {
    if (sameSpec(there, spec)) return;
    if (there.name === spec.name || sameKeys(there, spec)) collection.dropIndex(there.name);
  }
  try {
    collection.addIndex(spec);
  } catch (error) {
    throw unfit(`${source} does not fit an index that the desk needs`, error);
  }
}
