import type { ReadableFile } from './files.js';
import { type Frame, readFrames, soundFrameAfter } from './read.js';

/** A stretch of a journal that can't be read. */
export interface Gap {
  readonly kind: 'gap';
  readonly offset: number;
  /** Where sound records begin again; undefined for a torn end, which was never acknowledged. */
  readonly end: number | undefined;
  readonly why: 'broken' | 'out of order';
}

/** Every sound frame of a journal in order, and the gaps between them; damage is stepped over, not an end. */
export async function* walkJournal(
  file: ReadableFile,
  size: number,
): AsyncGenerator<({ readonly kind: 'frame' } & Frame) | Gap> {
  let sequence = 0n;
  for (let at = 0; at < size; ) {
    for await (const frame of readFrames(file, at, size)) {
      if (frame.sequence !== sequence + 1n) yield { kind: 'gap', offset: at, end: at, why: 'out of order' };
      yield { kind: 'frame', ...frame };
      sequence = frame.sequence;
      at = frame.offset + frame.bytes.length;
    }
    if (at >= size) return;
    const end = await soundFrameAfter(file, at, size, sequence);
    yield { kind: 'gap', offset: at, end, why: 'broken' };
    if (end === undefined) return;
    at = end;
    // The frames that were lost had numbers, too.
    sequence = await sequenceBefore(file, end, size);
  }
}

async function sequenceBefore(file: ReadableFile, at: number, size: number): Promise<bigint> {
  for await (const frame of readFrames(file, at, size)) return frame.sequence - 1n;
  return 0n;
}
