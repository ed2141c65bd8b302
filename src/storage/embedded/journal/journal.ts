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
  /** Called when the group is complete, before anything of the next one is taken. */
  readonly onComplete: (() => void)[];
  /** Where it ends in the file, once it is there. */
  end: number;
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
  private readonly tasks: (() => Promise<void>)[] = [];
  private current: JournalFile;
  private length: number;
  private sequence: bigint;
  /** Called whenever it has grown. */
  onGrown: () => void = () => undefined;

  /** @param end where the next frame goes */
  constructor(file: JournalFile, end: number, sequence: bigint) {
    this.current = file;
    this.length = end;
    this.sequence = sequence;
  }

  /** Where the durable part ends, in bytes. */
  get end(): number {
    return this.length;
  }

  /** What it writes to, to be read only. */
  get file(): JournalFile {
    return this.current;
  }

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

  /**
   * Takes an image of memory at a moment when it holds exactly what the journal holds up to `end`, and answers both
   * once that much is durable.
   *
   * @throws StoreError if changes that the image holds had to be undone
   */
  async snapshot<T>(take: () => T): Promise<{ readonly taken: T; readonly end: number }> {
    const { collecting } = this;
    if (!collecting) {
      const group = this.writing;
      const taken = take();
      const end = this.length;
      if (!group) return { taken, end };
      await group.settled;
      return { taken, end: group.end };
    }
    let taken: { readonly image: T } | undefined;
    collecting.onComplete.push(() => {
      taken = { image: take() };
    });
    await collecting.settled;
    return { taken: (taken as unknown as { readonly image: T }).image, end: collecting.end };
  }

  /** Runs a task while nothing is being written; changes that come meanwhile wait. */
  exclusively<T>(task: () => Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.tasks.push(() => task().then(resolve, reject));
      this.running ??= this.run();
    });
  }

  /** Goes on in another file that holds the same data. To be called while it writes nothing. Answers the old file. */
  continueIn(file: JournalFile, end: number, sequence: bigint): JournalFile {
    const old = this.current;
    this.current = file;
    this.length = end;
    this.sequence = sequence;
    return old;
  }

  /** Undoes and refuses the changes that wait to be written. To be called while it writes nothing. */
  refuseWaiting(reason: StoreError): void {
    this.undo(reason);
  }

  /** Takes no more writes until restarted, and undoes those that wait. */
  refuseWrites(cause: unknown): void {
    this.broken ??= refusal(writeFailure(cause));
    this.undo(this.broken);
  }

  /** Waits for what is under way and closes the file. */
  async close(): Promise<void> {
    await this.running;
    await this.current.close();
  }

  private async run(): Promise<void> {
    while (this.collecting || this.tasks.length > 0) {
      // Let every request that has already arrived join the group.
      await new Promise(setImmediate);
      await this.tasks.shift()?.();
      if (this.collecting) await this.writeGroup();
    }
    this.running = undefined;
  }

  private async writeGroup(): Promise<void> {
    const group = this.collecting as Group;
    this.collecting = undefined;
    this.writing = group;
    for (const complete of group.onComplete) complete();
    const frame = encodeFrame(
      group.entries.map((entry) => entry.bytes),
      this.sequence + 1n,
    );
    let written = false;
    try {
      await this.current.write(frame, this.length);
      written = true;
      await this.current.sync();
    } catch (error) {
      await this.rollBack(group, error, written);
      return;
    }
    this.length += frame.length;
    this.sequence++;
    this.writing = undefined;
    group.end = this.length;
    group.resolve();
    this.onGrown();
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
      await this.current.truncate(this.length);
      await this.current.sync();
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
  return { entries: [], onComplete: [], end: 0, settled: promise, resolve, reject };
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
