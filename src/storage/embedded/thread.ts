import { Worker } from 'node:worker_threads';
import type { WorkerInput, WorkerMessage } from './worker.js';

export interface ThreadEvents {
  onLog(message: Extract<WorkerMessage, { kind: 'log' }>): void;
  /** The thread is gone, whatever the reason; an error unless it was asked to stop or never came up. */
  onExit(failure: Error | undefined): void;
}

export interface StoreThread {
  readonly port: number | undefined;
  stop(): Promise<void>;
}

/**
 * Runs the store's script in a worker thread.
 *
 * @returns when it listens
 * @throws what it failed with, if it did not come up
 */
export async function startThread(script: URL, input: WorkerInput, events: ThreadEvents): Promise<StoreThread> {
  const worker = new Worker(script, { workerData: input });
  let listening = false;
  let stopping = false;
  let failure: Error | undefined;
  worker.on('error', (error) => {
    failure = error instanceof Error ? error : new Error(String(error));
  });
  const exited = new Promise<Error>((resolve) => {
    worker.on('exit', (code) => {
      const reason = failure ?? new Error(`the embedded store stopped with exit code ${code}`);
      events.onExit(listening && !stopping ? reason : undefined);
      resolve(reason);
    });
  });
  const port = await new Promise<number | undefined>((resolve, reject) => {
    worker.on('message', (message: WorkerMessage) => {
      if (message.kind === 'log') events.onLog(message);
      else if (message.kind === 'failed') failure = Object.assign(message.error, { name: message.name });
      else {
        listening = true;
        resolve(message.port);
      }
    });
    exited.then(reject);
  });
  return {
    port,
    async stop() {
      if (stopping) return;
      stopping = true;
      worker.postMessage('stop');
      await exited;
    },
  };
}
