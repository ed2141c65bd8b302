import type { JournalFile } from '../../../src/storage/embedded/journal/files.js';

/** A file in memory that counts, waits and fails as told. */
export function memoryFile(initial: Uint8Array = Buffer.alloc(0)) {
  let content = Buffer.from(initial);
  let held: Promise<void> | undefined;
  let announceSync: () => void = () => undefined;
  const failures: { step: 'write' | 'sync'; code: string; after: number }[] = [];
  const fail = (step: 'write' | 'sync') => {
    const next = failures[0]?.step === step ? failures.shift() : undefined;
    return next && { ...next, error: Object.assign(new Error(next.code), { code: next.code }) };
  };
  const put = (bytes: Uint8Array, position: number) => {
    const grown = Buffer.alloc(Math.max(content.length, position + bytes.length));
    content.copy(grown);
    grown.set(bytes, position);
    content = grown;
  };
  const file = {
    syncs: 0,
    bytes: () => Buffer.from(content),
    /** Makes the next such step fail; a write after some of its bytes. */
    failNext(step: 'write' | 'sync', code: string, after = 0) {
      failures.push({ step, code, after });
    },
    /** Holds every fsync back until the function that it answers is called. */
    holdSync(): () => void {
      let release: () => void = () => undefined;
      held = new Promise((resolve) => {
        release = resolve;
      });
      return release;
    },
    /** Resolves when an fsync has begun. */
    syncing: () =>
      new Promise<void>((resolve) => {
        announceSync = resolve;
      }),
    async read(position: number, length: number) {
      return Buffer.from(content.subarray(position, position + length));
    },
    async write(bytes: Uint8Array, position: number) {
      const failure = fail('write');
      put(failure ? bytes.subarray(0, failure.after) : bytes, position);
      if (failure) throw failure.error;
    },
    async sync() {
      const failure = fail('sync');
      if (failure) throw failure.error;
      file.syncs++;
      announceSync();
      await held;
    },
    async truncate(length: number) {
      content = Buffer.from(content.subarray(0, length));
    },
    size: async () => content.length,
    close: async () => undefined,
  };
  return file satisfies JournalFile;
}
