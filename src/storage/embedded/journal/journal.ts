import { StoreError } from '../errors.js';
import type { JournalFile } from './files.js';
import { encodeFrame } from './format.js';

interface Entry {
  readonly bytes: Buffer;
  readonly undo: () => void;
}

/** Changes that become durable together. */
interface Group {
  readonly entries: Entry[];
  readonly settled: Promise<void>;
  resolve(): void;
  reject(error: StoreError): void;
}

/**
 * Appends changes to the journal. What arrives while a frame is being written goes into the next one together, so
 * that many writers share an fsync (group commit). A change that can't be written is undone in memory.
 */
export class Journal {
  private collecting: Group | undefined;
  private writing: Group | undefined;
  private running: Promise<void> | undefined;
  private broken: StoreError | undefined;

  /** @param end where the next frame goes */
  constructor(
    private readonly file: JournalFile,
    private end: number,
    private sequence: bigint,
  ) {}

  /** @throws StoreError when the journal can no longer be trusted; the store then answers no writes until restarted */
  assertWritable(): void {
    if (this.broken) throw this.broken;
  }

  /** Takes a change that has been made in memory. `undo` is called if it does not get to disk. */
  append(bytes: Buffer, undo: () => void): void {
    this.collecting ??= newGroup();
    this.collecting.entries.push({ bytes, undo });
    this.running ??= this.run();
  }

  /**
   * Resolves when every change so far is on disk, so that an answer never tells of something that could still be
   * lost. Rejects with a StoreError if one of them had to be undone.
   */
  async settled(): Promise<void> {
    await (this.collecting ?? this.writing)?.settled;
  }

  /** Waits for what is under way and closes the file. */
  async close(): Promise<void> {
    await this.running;
    await this.file.close();
  }

  private async run(): Promise<void> {
    while (this.collecting) {
      // Let every request that has already arrived join the group.
      await new Promise(setImmediate);
      await this.writeGroup();
    }
    this.running = undefined;
  }

  private async writeGroup(): Promise<void> {
    const group = this.collecting as Group;
    this.collecting = undefined;
    this.writing = group;
    const frame = encodeFrame(
      group.entries.map((entry) => entry.bytes),
      this.sequence + 1n,
    );
    let written = false;
    try {
      await this.file.write(frame, this.end);
      written = true;
      await this.file.sync();
    } catch (error) {
      await this.rollBack(group, error, written);
      return;
    }
    this.end += frame.length;
    this.sequence++;
    this.writing = undefined;
    group.resolve();
  }

  /**
   * Undoes what was not acknowledged, newest first, then removes its traces from the file. After a failed fsync the
   * state of the disk is unknown, so that nothing more is written.
   */
  private async rollBack(group: Group, cause: unknown, syncFailed: boolean): Promise<void> {
    const failure = writeFailure(cause);
    if (syncFailed) this.broken = refusal(failure);
    this.undo(failure, group);
    try {
      await this.file.truncate(this.end);
      await this.file.sync();
    } catch (error) {
      this.broken ??= refusal(writeFailure(error));
    }
    if (this.broken) this.undo(this.broken);
  }

  private undo(failure: StoreError, group?: Group): void {
    const groups = [this.collecting, group].filter((candidate) => candidate !== undefined);
    this.collecting = undefined;
    this.writing = undefined;
    for (const { entries } of groups) for (const entry of entries.reverse()) entry.undo();
    for (const { reject } of groups) reject(failure);
  }
}

function newGroup(): Group {
  const { promise, resolve, reject } = deferred();
  // A group that nobody waits for (unacknowledged writes) may fail without being an unhandled rejection.
  promise.catch(() => undefined);
  return { entries: [], settled: promise, resolve, reject };
}

function deferred() {
  let resolve: () => void = () => undefined;
  let reject: (error: StoreError) => void = () => undefined;
  const promise = new Promise<void>((onResolve, onReject) => {
    resolve = onResolve;
    reject = onReject;
  });
  return { promise, resolve, reject };
}

function writeFailure(cause: unknown): StoreError {
  const code = (cause as NodeJS.ErrnoException).code ?? '';
  const full = code === 'ENOSPC' || code === 'EDQUOT';
  const message = full
    ? 'The disk is full; the write was not made'
    : `Writing the journal failed (${code || String(cause)})`;
  return new StoreError(full ? 14031 : 39, message, {}, { cause });
}

const refusal = (failure: StoreError) =>
  new StoreError(
    39,
    `The store accepts no writes since its journal failed: ${failure.message}`,
    {},
    { cause: failure },
  );
