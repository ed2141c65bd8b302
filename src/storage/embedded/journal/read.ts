import { dirname } from 'node:path';
import type { ReadableFile } from './files.js';
import { type Change, decodeChanges, decodeHeader, findSoundFrame, headerSize, isSound } from './format.js';

/** How much of a file is read at a time, in bytes: a journal of many small frames is not read frame by frame. */
const chunkBytes = 1024 * 1024;

/** The journal is broken where it must not be: before frames that were written after it. */
export class JournalDamagedError extends Error {
  override readonly name = 'JournalDamagedError';

  constructor(
    readonly path: string,
    /** Where the first broken frame begins: everything before it is sound. */
    readonly offset: number,
    /** Where the first sound frame after it begins. */
    readonly soundAgainAt: number,
  ) {
    super(
      `The store's journal ${path} is damaged at byte ${offset}, and sound records follow from byte ${soundAgainAt} on. ` +
        'Nothing was changed. Restore a backup (npm run desk -- restore FILE). Without one: look at what there is with ' +
        `"npm run store -- --data ${dirname(path)} dump", and keep what was written before the damage with ` +
        `"npm run store -- --data ${dirname(path)} repair --upto ${offset}".`,
    );
  }
}

export interface Frame {
  readonly offset: number;
  readonly sequence: bigint;
  /** The whole frame. */
  readonly bytes: Buffer;
  /** Its changes. */
  readonly body: Buffer;
}

/** The sound frames from an offset on, in order; ends at `end` or where the next one is broken. */
export async function* readFrames(file: ReadableFile, start: number, end: number): AsyncGenerator<Frame> {
  let chunk: Buffer = Buffer.alloc(0);
  let chunkAt = start;
  const bytesAt = async (at: number, length: number): Promise<Buffer> => {
    if (at + length > chunkAt + chunk.length) {
      chunk = await file.read(at, Math.min(end - at, Math.max(length, chunkBytes)));
      chunkAt = at;
    }
    return chunk.subarray(at - chunkAt, at - chunkAt + length);
  };
  for (let offset = start; offset + headerSize <= end; ) {
    const header = decodeHeader(await bytesAt(offset, headerSize));
    if (!header || offset + headerSize + header.length > end) return;
    const bytes = await bytesAt(offset, headerSize + header.length);
    const body = bytes.subarray(headerSize);
    if (!isSound(header, bytes, body)) return;
    yield { offset, sequence: header.sequence, bytes, body };
    offset += bytes.length;
  }
}

export interface ReadJournal {
  /** Where the last sound frame ends. What lies behind it was never acknowledged. */
  readonly end: number;
  readonly sequence: bigint;
  readonly changes: number;
}

/**
 * Reads a journal from its start and hands on every change.
 *
 * @throws JournalDamagedError if a frame is broken that is not the last one
 */
export async function readJournal(
  file: ReadableFile,
  path: string,
  apply: (change: Change) => void,
): Promise<ReadJournal> {
  const size = await file.size();
  let end = 0;
  let sequence = 0n;
  let changes = 0;
  for await (const frame of readFrames(file, 0, size)) {
    if (frame.sequence !== sequence + 1n) break;
    for (const change of decodeChanges(frame.body)) {
      apply(change);
      changes++;
    }
    sequence = frame.sequence;
    end = frame.offset + frame.bytes.length;
  }
  const next = await soundFrameAfter(file, end, size, sequence + 1n);
  if (next !== undefined) throw new JournalDamagedError(path, end, next);
  return { end, sequence, changes };
}

/** Where a sound frame with a higher number begins, behind the broken one at `end`. */
export async function soundFrameAfter(
  file: ReadableFile,
  end: number,
  size: number,
  sequence: bigint,
): Promise<number | undefined> {
  if (end >= size) return undefined;
  const found = findSoundFrame(await file.read(end + 1, size - end - 1), sequence);
  return found === undefined ? undefined : end + 1 + found;
}
