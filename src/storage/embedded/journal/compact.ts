import type { Document } from '../values/documents.js';
import type { JournalFile, JournalFiles } from './files.js';
import { encodeChange, encodeFrame, renumbered } from './format.js';
import type { Journal } from './journal.js';
import { readFrames } from './read.js';

/** A collection to be written: its indexes as they are described, and its documents. */
export interface CollectionImage {
  readonly namespace: string;
  readonly indexes: readonly Document[];
  readonly documents: readonly Document[];
}

/** A frame of a fresh journal holds about this much: a few milliseconds' work, between which commands are answered. */
const frameBytes = 128 * 1024;

/** After so much it is synced, so that no single fsync at the end holds up those of the journal in use. */
const syncBytes = 4 * 1024 * 1024;

/** When what was written meanwhile is no more than this, the rest is copied while writers wait. */
const smallRest = 64 * 1024;

/** Writers that outrun the copying wait for it after so many rounds. */
const mostRounds = 8;

export interface Compaction {
  readonly before: number;
  readonly after: number;
  /** How long writers had to wait at the end, in milliseconds. */
  readonly heldMs: number;
}

/** It was asked to stop; nothing has changed. */
export class CompactionStopped extends Error {
  override readonly name = 'CompactionStopped';
}

/**
 * Writes a fresh journal of what there is, while the old one goes on, and puts it in the old one's place.
 *
 * First the image of one moment is written to a file of its own, then what the journal took in since, round by round,
 * until little is left; only for that rest, an fsync and the renaming do writers wait. Until the renaming the old
 * journal is complete, from then on the fresh one is, so that it does not matter when the process is killed.
 *
 * @throws whatever the disk says; the old journal is still in use then
 */
export async function compactJournal(
  journal: Journal,
  takeImage: () => readonly CollectionImage[],
  { files, path, stopping }: { files: JournalFiles; path: string; stopping: () => boolean },
): Promise<Compaction> {
  const freshPath = `${path}.new`;
  const { taken, end } = await journal.snapshot(takeImage);
  await files.remove(freshPath);
  const fresh = new FreshJournal(await files.open(freshPath), stopping);
  let switched = false;
  try {
    await fresh.writeImage(taken);
    let copied = end;
    for (let round = 0; round < mostRounds && journal.end - copied > smallRest; round++) {
      copied = await fresh.copy(journal.file, copied, journal.end);
    }
    await fresh.file.sync();
    return await journal.exclusively(async () => {
      const begun = performance.now();
      const before = journal.end;
      await fresh.copy(journal.file, copied, before);
      await fresh.file.sync();
      await files.rename(freshPath, path);
      switched = true;
      const old = journal.continueIn(fresh.file, fresh.end, fresh.sequence);
      try {
        await files.syncFolderOf(path);
      } catch (error) {
        // Which of the two a power cut would leave is unknown now.
        journal.refuseWrites(error);
        throw error;
      } finally {
        await old.close().catch(() => undefined);
      }
      return { before, after: fresh.end, heldMs: performance.now() - begun };
    });
  } catch (error) {
    if (!switched) {
      await fresh.file.close().catch(() => undefined);
      await files.remove(freshPath).catch(() => undefined);
    }
    throw error;
  }
}

class FreshJournal {
  end = 0;
  sequence = 0n;
  private changes: Buffer[] = [];
  private bytes = 0;
  private unsynced = 0;

  constructor(
    readonly file: JournalFile,
    private readonly stopping: () => boolean,
  ) {}

  /** Writes everything that was there at a moment, and nothing of how it came to be. */
  async writeImage(image: readonly CollectionImage[]): Promise<void> {
    for (const { namespace, indexes, documents } of image) {
      await this.add(encodeChange({ kind: 'create', namespace }));
      for (const spec of indexes) await this.add(encodeChange({ kind: 'create-index', namespace, spec }));
      for (const document of documents) await this.add(encodeChange({ kind: 'put', namespace, document }));
    }
    await this.flush();
  }

  /** Copies the frames of another journal from one offset to another; answers where the last of them ends. */
  async copy(from: JournalFile, start: number, end: number): Promise<number> {
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
    if (this.stopping()) throw new CompactionStopped('the store is closing');
    await this.file.write(bytes, this.end);
    this.end += bytes.length;
    this.unsynced += bytes.length;
    if (this.unsynced < syncBytes) return;
    this.unsynced = 0;
    await this.file.sync();
  }
}
