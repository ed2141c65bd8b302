import { chmod } from 'node:fs/promises';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { Cursors } from './commands/cursors.js';
import { errorReply, runCommand } from './commands/run-command.js';
import { Compactor } from './compactor.js';
import type { Search } from './engine.js';
import type { StoreError } from './errors.js';
import type { JournalFiles } from './journal/files.js';
import { openStore } from './open.js';
import { sweepExpired, sweepInterval } from './ttl.js';
import type { Document } from './values/documents.js';
import { serveConnection } from './wire/connection.js';
import type { Request } from './wire/messages.js';

/** Where to listen: a Unix domain socket, or a port of the loopback interface (0: any free one). */
export type Address = { readonly socket: string } | { readonly port: number };

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
  const context = { engine, cursors: new Cursors(now), now, startedAt: now() };

  const answer = async ({ command }: Request): Promise<Document> => {
    if (command instanceof Error) return errorReply(command);
    const reply = runCommand(command, context);
    try {
      await journal.settled();
      return reply;
    } catch (error) {
      log('error', 'a write was undone, as it could not be made durable', { reason: (error as StoreError).message });
      return errorReply(error);
    }
  };

  let closing = false;
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true, allowHalfOpen: true }, (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    serveConnection(socket, answer, (error) => {
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
      await journal.settled().catch(() => undefined);
      for (const socket of sockets) socket.destroy();
      await closed;
      await compactor.stop();
      await journal.close();
    },
  };
}
