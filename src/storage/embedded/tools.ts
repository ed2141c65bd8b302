import { access, constants } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Collection } from './collection.js';
import { diskFiles, keepCopy } from './journal/files.js';
import { type Change, decodeChanges } from './journal/format.js';
import { type Gap, walkJournal } from './journal/walk.js';
import { journalPath } from './open.js';
import { finishInTurns, Replay } from './replay.js';
import type { Document } from './values/documents.js';
import { decodeDocument } from './values/stored.js';

// What a person does with a journal while nothing runs on it. Whoever calls these holds the data folder's lock.

export interface Verification {
  readonly path: string;
  readonly size: number;
  readonly frames: number;
  readonly changes: number;
  /** Documents by namespace, as far as everything before the first gap tells. */
  readonly documents: ReadonlyMap<string, number>;
  readonly gaps: readonly Gap[];
  /** Frames behind the first gap: what a repair would drop. */
  readonly framesBehind: number;
  /** Why the changes can't be replayed although each record is sound. */
  readonly replayError: string | undefined;
}

export const verifyStore = (dataDir: string) => verifyJournal(journalPath(dataDir));

/** Reads a whole journal, compares every checksum and replays every change up to the first gap. Changes nothing. */
export async function verifyJournal(path: string): Promise<Verification> {
  const replay = new Replay();
  const gaps: Gap[] = [];
  let [frames, changes, framesBehind] = [0, 0, 0];
  let replayError: string | undefined;
  const size = await eachRecord(path, async (record) => {
    if (record.kind === 'gap') {
      gaps.push(record);
      return;
    }
    if (gaps.length > 0) {
      framesBehind++;
      return;
    }
    frames++;
    for (const change of decodeChanges(record.body)) {
      changes++;
      try {
        // A start reads of a document only what it has to.
        if (change.kind === 'put') decodeDocument(change.stored);
        replay.apply(change);
      } catch (error) {
        replayError ??= `at byte ${record.offset}: ${error instanceof Error ? error.message : String(error)}`;
      }
    }
  });
  let collections = new Map<string, Collection>();
  try {
    collections = await finishInTurns(replay);
  } catch (error) {
    replayError ??= `to their end: ${error instanceof Error ? error.message : String(error)}`;
  }
  const documents = new Map([...collections].map(([namespace, { size: count }]) => [namespace, count]));
  return { path, size, frames, changes, documents, gaps, framesBehind, replayError };
}

/** Where a journal can't be cut. */
export class NoSuchBoundary extends Error {
  override readonly name = 'NoSuchBoundary';
}

/**
 * Keeps what a journal holds before an offset and drops the rest. The journal as it was is kept beside it.
 *
 * @param upto where a record begins or the last sound one ends, as `verifyStore` and the error at the start tell it
 * @returns where the old journal was put
 * @throws NoSuchBoundary if no record begins there, or damage lies before it
 */
export async function repairStore(dataDir: string, upto: number): Promise<{ readonly keptAt: string }> {
  const path = journalPath(dataDir);
  let boundary = upto === 0;
  let firstGap: number | undefined;
  await eachRecord(path, async (record) => {
    if (record.kind === 'gap') firstGap ??= record.offset;
    else if (record.offset + record.bytes.length === upto) boundary = true;
  });
  if (firstGap !== undefined && upto > firstGap) {
    throw new NoSuchBoundary(`${path} is damaged at byte ${firstGap}, which lies before ${upto}`);
  }
  if (!boundary) throw new NoSuchBoundary(`no record of ${path} ends at byte ${upto}`);
  const keptAt = await keepCopy(path);
  const file = await diskFiles.open(path);
  try {
    await file.truncate(upto);
    await file.sync();
  } finally {
    await file.close();
  }
  return { keptAt };
}

/** A change as a journal holds it, or a gap in it. */
export type DumpedRecord = Gap | { readonly kind: 'change'; readonly offset: number; readonly change: DumpedChange };

type DumpedChange =
  | Exclude<Change, { kind: 'put' }>
  | { readonly kind: 'put'; readonly namespace: string; readonly document: Document };

const dumped = (change: Change): DumpedChange =>
  change.kind === 'put'
    ? { kind: change.kind, namespace: change.namespace, document: decodeDocument(change.stored) }
    : change;

/** Every change of a journal in order, those behind damage too; the next when the last was taken. */
export async function dumpStore(dataDir: string, write: (record: DumpedRecord) => Promise<void>): Promise<void> {
  await eachRecord(journalPath(dataDir), async (record) => {
    if (record.kind === 'gap') return write(record);
    for (const change of decodeChanges(record.body)) {
      await write({ kind: 'change', offset: record.offset, change: dumped(change) });
    }
  });
}

/** A folder holds no store. */
export class NoStoreError extends Error {
  override readonly name = 'NoStoreError';
}

/** @throws NoStoreError, before anything is made in a folder that was mistyped */
export async function assertJournal(path: string): Promise<void> {
  try {
    await access(path, constants.R_OK);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const message =
      code === 'EACCES' || code === 'EPERM'
        ? `This user may not read the store in ${dirname(path)}. Run this as the user that the desk runs as`
        : `There is no embedded store in ${dirname(path)}`;
    throw new NoStoreError(message, { cause: error });
  }
}

type JournalRecord = ReturnType<typeof walkJournal> extends AsyncGenerator<infer R> ? R : never;

async function eachRecord(path: string, visit: (record: JournalRecord) => Promise<void>): Promise<number> {
  await assertJournal(path);
  const file = await diskFiles.openToRead(path);
  try {
    const size = await file.size();
    for await (const record of walkJournal(file, size)) await visit(record);
    return size;
  } finally {
    await file.close();
  }
}
