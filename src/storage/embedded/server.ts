import { chmod } from 'node:fs/promises';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { isAbsolute } from 'node:path';
import { Cursors } from './commands/cursors.js';
import { errorReply, runCommand } from './commands/run-command.js';
import { Compactor } from './compactor.js';
import type { Search } from './engine.js';
import { StoreError } from './errors.js';
import type { JournalFiles } from './journal/files.js';
import { openStore } from './open.js';
import { Restorer, replacedByBackup } from './restore.js';
import { sweepExpired, sweepInterval } from './ttl.js';
import type { Document } from './values/documents.js';
import { serveConnection } from './wire/connection.js';
import type { Request } from './wire/messages.js';

/** Where to listen: a Unix domain socket, or a port of the loopback interface (0: any free one). */
export type Address = { readonly socket: string } | { readonly port: number };

/** The command by which a running store is handed a backup: the file's path, as the store's process sees it. */
export const restoreCommand = 'restoreFrom';

export interface ServerOptions {
  readonly dataDir: string;
  readonly address: Address;
  readonly log: (level: 'info' | 'warn' | 'error', message: string, fields: Record<string, unknown>) => void;
  readonly now?: () => Date;
  readonly files?: JournalFiles;
  /** Told of every search of a command. */
  readonly onSearch?: (search: Search) => void;
  /** A journal below this many bytes is not worth compacting. */
  readonly smallJournal?: number;
}

export interface Server {
  /** The port, when it listens on one. */
  readonly port: number | undefined;
  /** Stops listening, lets what is under way become durable, and closes the journal. */
  close(): Promise<void>;
}

/** Opens the data and serves it; resolves when it listens. */
export async function startServer(options: ServerOptions): Promise<Server> {
  const { log, now = () => new Date() } = options;
  const store = await openStore(options.dataDir, options);
  const { engine, journal, dropped, documents } = store;
  if (dropped > 0) log('warn', 'dropped a torn record at the end of the journal', { bytes: dropped });
  log('info', 'embedded store opened', { documents });
  const compactor = new Compactor(store, options);
  const restorer = new Restorer(store, compactor, options.files);
  const context = { engine, cursors: new Cursors(now), now, startedAt: now() };

  /** How many backups have taken the place of the data, and how many had when a connection last asked for something. */
  let replaced = 0;
  const asked = new WeakMap<Socket, number>();

  /** The one command that is not MongoDB's, and that lasts: a file takes the place of the data. */
  const restore = async (source: unknown, asker: Socket): Promise<Document> => {
    try {
      if (typeof source !== 'string' || !isAbsolute(source))
        throw new StoreError(2, 'restoreFrom takes an absolute path');
      const restored = await restorer.restore(source, () => {
        replaced++;
        context.cursors.closeAll();
      });
      asked.set(asker, replaced);
      log('warn', 'a backup has taken the place of the data', { source, ...restored });
      return { ...restored, ok: 1 };
    } catch (error) {
      log('warn', 'a backup was not restored', { source, reason: (error as Error).message });
      return errorReply(error);
    }
  };

  /**
   * Whether a connection has to be told that it now deals with other data: once, so that nobody goes on with what was
   * read before. By the code of a server that shuts down: drivers then throw their connections away and look for it anew.
   * Closing them instead can leave the driver for Node waiting for a heartbeat that never ends.
   */
  const isNews = (asker: Socket): boolean => {
    const known = asked.get(asker) ?? replaced;
    asked.set(asker, replaced);
    return known !== replaced;
  };

  const answer = async ({ command }: Request, asker: Socket): Promise<Document> => {
    if (command instanceof Error) return errorReply(command);
    const [name = ''] = Object.keys(command);
    if (name === restoreCommand) return restore(command[restoreCommand], asker);
    const greets = /^(hello|ismaster)$/i.test(name);
    // A cursor that is gone is news by itself.
    if (!greets && name !== 'getMore' && isNews(asker)) return errorReply(replacedByBackup());
    const reply = runCommand(command, context);
    try {
      await journal.settled();
      return !greets && reply.ok === 1 && isNews(asker) ? errorReply(replacedByBackup()) : reply;
    } catch (error) {
      asked.set(asker, replaced);
      log('error', 'a write was undone, as it could not be made durable', { reason: (error as StoreError).message });
      return errorReply(error);
    }
  };

  let closing = false;
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true, allowHalfOpen: true }, (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    const answerHere = (request: Request) => answer(request, socket);
    serveConnection(socket, answerHere, (error) => {
      const code = (error as NodeJS.ErrnoException).code;
      // Clients come and go; only what is no ordinary end of a connection is worth a line.
      if (code !== 'ECONNRESET' && code !== 'EPIPE') log('warn', 'closed a connection', { reason: String(error) });
    });
  });
  const sweep = setInterval(() => {
    context.cursors.closeIdle();
    sweepExpired(engine, now(), () => closing).catch((error) => {
      log('error', 'removing expired documents failed', { reason: String(error) });
    });
  }, sweepInterval);
  sweep.unref();

  const { address } = options;
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(
        'socket' in address ? { path: address.socket } : { port: address.port, host: '127.0.0.1' },
        resolve,
      );
    });
    if ('socket' in address) await chmod(address.socket, 0o600);
  } catch (error) {
    clearInterval(sweep);
    await compactor.stop();
    await journal.close();
    throw error;
  }
  const listening = server.address() as AddressInfo | string | null;
  return {
    port: listening !== null && typeof listening === 'object' ? listening.port : undefined,
    async close() {
      closing = true;
      clearInterval(sweep);
      const closed = new Promise((resolve) => server.close(resolve));
      await restorer.stop();
      await journal.settled().catch(() => undefined);
      for (const socket of sockets) socket.destroy();
      await closed;
      await compactor.stop();
      await journal.close();
    },
  };
}
