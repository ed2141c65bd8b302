import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { connectStorage, type Storage } from '../../src/storage/connect-storage.js';
import { startEmbeddedStore } from '../../src/storage/embedded/start.js';

export interface Engine {
  readonly uri: string;
  close(): Promise<void>;
}

const { TEST_MONGODB_URI: uri, TEST_MONGO } = process.env;

/** The engines that the repositories' contracts run on: the embedded store always, others where they are given. */
export const engines: readonly (readonly [name: string, start: () => Promise<Engine>])[] = [
  ['the embedded store', () => startEmbedded()],
  ...(uri ? [['TEST_MONGODB_URI', async () => ({ uri, async close() {} })] as const] : []),
  ...(TEST_MONGO === 'memory-server' ? [['mongod', startMongod] as const] : []),
];

async function startMongod(): Promise<Engine> {
  const { MongoMemoryServer } = await import('mongodb-memory-server');
  const server = await MongoMemoryServer.create();
  return { uri: server.getUri(), close: async () => void (await server.stop()) };
}

export const silent = pino({ level: 'silent' });

/** Connects to a database that nobody else uses. */
export function connectFresh(engine: Engine, database = `t${randomUUID().replaceAll('-', '')}`): Promise<Storage> {
  return connectStorage({ uri: engine.uri, database, logger: silent });
}

/** @param options.port listens on TCP instead of a socket file; 0 takes any free port */
export async function startEmbedded(options: { readonly port?: number } = {}): Promise<Engine> {
  const dataDir = await mkdtemp(join(tmpdir(), 'desk-'));
  const store = await startEmbeddedStore({ dataDir, ...options });
  return {
    uri: store.uri,
    async close() {
      await store.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
