import { parentPort, workerData } from 'node:worker_threads';
import { type Address, startServer } from './server.js';

/** What the store's thread reports to the thread that started it. */
export type WorkerMessage =
  | { readonly kind: 'listening'; readonly port: number | undefined }
  /** An error keeps its message on its way between threads, not its name. */
  | { readonly kind: 'failed'; readonly error: Error; readonly name: string }
  | {
      readonly kind: 'log';
      readonly level: 'info' | 'warn' | 'error';
      readonly message: string;
      readonly fields: Record<string, unknown>;
    };

export interface WorkerInput {
  readonly dataDir: string;
  readonly address: Address;
  /** A journal below this many bytes is not compacted. */
  readonly smallJournal?: number | undefined;
}

const { dataDir, address, smallJournal } = workerData as WorkerInput;
const report = (message: WorkerMessage) => parentPort?.postMessage(message);

try {
  const log = (level: 'info' | 'warn' | 'error', message: string, fields: Record<string, unknown>) =>
    report({ kind: 'log', level, message, fields });
  const server = await startServer({ dataDir, address, log, ...(smallJournal === undefined ? {} : { smallJournal }) });
  parentPort?.once('message', async () => {
    await server.close();
    parentPort?.close();
  });
  report({ kind: 'listening', port: server.port });
} catch (error) {
  const failure = error instanceof Error ? error : new Error(String(error));
  report({ kind: 'failed', error: failure, name: failure.name });
  parentPort?.close();
}
