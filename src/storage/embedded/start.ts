import type { Logger } from '../../logger.js';
import { DataDirLockedError, lockDataDir } from './data-lock.js';
import type { Address } from './server.js';
import { removeStaleSocket, socketPath } from './socket-path.js';
import { startThread } from './thread.js';

export interface EmbeddedStoreOptions {
  readonly dataDir: string;
  /** Listens on this port of the loopback interface instead of a Unix domain socket; 0 takes any free one. */
  readonly port?: number;
  /** A journal below this many bytes is not compacted; for tests. */
  readonly smallJournal?: number;
  readonly logger?: Pick<Logger, 'info' | 'warn' | 'error'>;
  /** Called once if the store dies while it is in use. */
  readonly onFailure?: (error: Error) => void;
}

export interface EmbeddedStore {
  /** For the MongoDB driver and Mongoose; names a database. */
  readonly uri: string;
  /** Makes everything under way durable and stops. Connections are closed. */
  close(): Promise<void>;
}

/** The database that the store's URI names. */
export const databaseName = 'referral-desk';

/**
 * Starts the embedded store in a worker thread, so that its work never delays this one.
 *
 * @returns when everything of earlier runs is loaded and it listens
 * @throws DataDirLockedError if another process uses the folder
 * @throws JournalDamagedError if the data on disk is damaged; by its name, as classes don't cross threads
 */
export async function startEmbeddedStore(options: EmbeddedStoreOptions): Promise<EmbeddedStore> {
  const lock = await lockDataDir(options.dataDir);
  try {
    const address = await chooseAddress(options);
    const input = { dataDir: options.dataDir, address, smallJournal: options.smallJournal };
    const thread = await startThread(new URL('./worker.js', import.meta.url), input, {
      onLog: ({ level, fields, message }) => options.logger?.[level](fields, message),
      onExit(failure) {
        lock.release();
        if (failure) options.onFailure?.(failure);
      },
    });
    const uri = uriOf(address, thread.port);
    lock.announce(uri);
    return { uri, close: () => thread.stop() };
  } catch (error) {
    lock.release();
    throw error;
  }
}

async function chooseAddress({ dataDir, port }: EmbeddedStoreOptions): Promise<Address> {
  if (port !== undefined) return { port };
  // Windows has no Unix domain sockets that the driver could use.
  if (process.platform === 'win32') return { port: 0 };
  const socket = socketPath(dataDir);
  if (!(await removeStaleSocket(socket))) throw new DataDirLockedError(dataDir, undefined);
  return { socket };
}

function uriOf(address: Address, port: number | undefined): string {
  const host = 'socket' in address ? encodeURIComponent(address.socket) : `127.0.0.1:${port}`;
  return `mongodb://${host}/${databaseName}?directConnection=true`;
}
