import type { JournalFile } from './files.js';
import { type Change, decodeChanges, decodeHeader, headerSize, holdsSoundFrame, isSound } from './format.js';

/** The journal is broken where it must not be: before frames that were written after it. */
export class JournalDamagedError extends Error {
  override readonly name = 'JournalDamagedError';

  constructor(
    readonly path: string,
    readonly offset: number,
  ) {
    super(
      `The store's journal ${path} is damaged at byte ${offset}, and sound records follow. Nothing was changed. ` +
        'Restore the file from a backup.',
    );
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
  file: JournalFile,
  path: string,
  apply: (change: Change) => void,
): Promise<ReadJournal> {
  const size = await file.size();
  let end = 0;
  let sequence = 0n;
  let changes = 0;
  while (end < size) {
    const headerBytes = await file.read(end, headerSize);
    const header = decodeHeader(headerBytes);
    const fits = header && end + headerSize + header.length <= size;
    const body = fits ? await file.read(end + headerSize, header.length) : undefined;
    if (!header || !body || header.sequence !== sequence + 1n || !isSound(header, headerBytes, body)) {
      if (holdsSoundFrame(await file.read(end + 1, size - end - 1), sequence + 1n)) {
        throw new JournalDamagedError(path, end);
      }
      break;
    }
    for (const change of decodeChanges(body)) {
      apply(change);
      changes++;
    }
    sequence = header.sequence;
    end += headerSize + header.length;
  }
  return { end, sequence, changes };
}
