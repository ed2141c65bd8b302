import type { Document } from '../values/documents.js';
import type { Stored } from '../values/stored.js';
import type { JournalFile, JournalFiles, ReadableFile } from './files.js';
import { encodeChange, encodeFrame, renumbered } from './format.js';
import type { Journal } from './journal.js';
import { readFrames } from './read.js';

/** A collection to be written: its indexes as they are described, and its documents. */
export interface CollectionImage {
  readonly namespace: string;
  readonly indexes: readonly Document[];
  readonly documents: readonly Stored[];
}

export interface FreshOptions {
  readonly files: JournalFiles;
  /** Where the journal in use lies. */
  readonly path: string;
  readonly stopping: () => boolean;
}

/** A frame of a fresh journal holds about this much: a few milliseconds' work, between which commands are answered. */
const frameBytes = 128 * 1024;

/** After so much it is synced, so that no single fsync at the end holds up those of the journal in use. */
const syncBytes = 4 * 1024 * 1024;

/** It was asked to stop; nothing has changed. */
export class RewriteStopped extends Error {
  override readonly name = 'RewriteStopped';
}

/** What is left of one that was cut off. */
export const unfinished = (path: string) => `${path}.new`;

/**
 * Writes a fresh journal beside the one in use. Until it takes over the old one is complete, from then on the fresh one
 * is, so that it does not matter when the process is killed.
 *
 * @param run writes it and lets it take over; if it throws before, nothing has changed
 */
export async function rewrite<T>(options: FreshOptions, run: (fresh: FreshJournal) => Promise<T>): Promise<T> {
  const { files, path } = options;
  await files.remove(unfinished(path));
  const fresh = new FreshJournal(await files.open(unfinished(path)), options);
  try {
    return await run(fresh);
  } catch (error) {
    await fresh.discard();
    throw error;
  }
}

export class FreshJournal {
  end = 0;
  sequence = 0n;
  private changes: Buffer[] = [];
  private bytes = 0;
  private unsynced = 0;

  private inPlace = false;

  constructor(
    private readonly file: JournalFile,
    private readonly options: FreshOptions,
  ) {}

  /** Writes everything that was there at a moment, and nothing of how it came to be. */
  async writeImage(image: readonly CollectionImage[]): Promise<void> {
    for (const { namespace, indexes, documents } of image) {
      await this.add(encodeChange({ kind: 'create', namespace }));
      for (const spec of indexes) await this.add(encodeChange({ kind: 'create-index', namespace, spec }));
      for (const stored of documents) await this.add(encodeChange({ kind: 'put', namespace, stored }));
    }
    await this.flush();
  }

  /** Copies the frames of another journal from one offset to another; answers where the last of them ends. */
  async copy(from: ReadableFile, start: number, end: number): Promise<number> {
    let copied = start;
    let frames: Buffer[] = [];
    let bytes = 0;
    for await (const frame of readFrames(from, start, end)) {
      this.sequence++;
      frames.push(renumbered(frame.bytes, this.sequence));
      bytes += frame.bytes.length;
      copied = frame.offset + frame.bytes.length;
      if (bytes < frameBytes) continue;
      await this.write(Buffer.concat(frames));
      frames = [];
      bytes = 0;
    }
    if (bytes > 0) await this.write(Buffer.concat(frames));
    // What the journal itself wrote and synced is sound, unless the disk is not.
    if (copied !== end) throw new Error(`the journal can't be read back at byte ${copied}`);
    return copied;
  }

  sync(): Promise<void> {
    return this.file.sync();
  }

  /**
   * Puts it in the place of the journal in use, which must write nothing meanwhile.
   *
   * @param onSwitch called in the moment from which on it is the journal
   * @throws whatever the disk says; once it has switched, no more is written until a restart
   */
  async takeOver(journal: Journal, onSwitch: () => void = () => undefined): Promise<void> {
    const { files, path } = this.options;
    await this.file.sync();
    await files.rename(unfinished(path), path);
    this.inPlace = true;
    onSwitch();
    const old = journal.continueIn(this.file, this.end, this.sequence);
    try {
      await files.syncFolderOf(path);
    } catch (error) {
      // Which of the two a power cut would leave is unknown now.
      journal.refuseWrites(error);
      throw error;
    } finally {
      await old.close().catch(() => undefined);
    }
  }

  async discard(): Promise<void> {
    if (this.inPlace) return;
    const { files, path } = this.options;
    await this.file.close().catch(() => undefined);
    await files.remove(unfinished(path)).catch(() => undefined);
  }

  private async add(change: Buffer): Promise<void> {
    this.changes.push(change);
    this.bytes += change.length;
    if (this.bytes >= frameBytes) await this.flush();
  }

  private async flush(): Promise<void> {
    if (this.changes.length === 0) return;
    this.sequence++;
    await this.write(encodeFrame(this.changes, this.sequence));
    this.changes = [];
    this.bytes = 0;
  }

  private async write(bytes: Buffer): Promise<void> {
    if (this.options.stopping()) throw new RewriteStopped('the store is closing');
    await this.file.write(bytes, this.end);
    this.end += bytes.length;
    this.unsynced += bytes.length;
    if (this.unsynced < syncBytes) return;
    this.unsynced = 0;
    await this.file.sync();
  }
}
