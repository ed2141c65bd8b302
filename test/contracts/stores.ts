import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { pino } from 'pino';
import { connectStorage, type Storage } from '../../src/storage/connect-storage.js';
import { diskFiles } from '../../src/storage/embedded/journal/files.js';
import { startServer } from '../../src/storage/embedded/server.js';
import { startEmbeddedStore } from '../../src/storage/embedded/start.js';
import { scratchFolder } from '../support/scratch-folder.js';
import { commonStore } from './common-store.js';
import { unindexed } from './unindexed.js';

export interface Engine {
  readonly uri: string;
  close(): Promise<void>;
}

const { TEST_MONGODB_URI: uri, TEST_MONGO } = process.env;

/** The engines that the repositories' contracts run on: the embedded store always, others where they are given. */
export const engines: readonly (readonly [name: string, start: () => Promise<Engine>])[] = [
  ['the embedded store', startRecorded],
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

/**
 * All documents of a database go, but those of the collections to keep; the indexes stay, whose building takes longer
 * than most of the tests.
 */
export async function emptied(database: Storage['database'], kept: readonly string[] = []): Promise<void> {
  for (const collection of await database.collections()) {
    if (!kept.includes(collection.collectionName)) await collection.deleteMany({});
  }
}

/** The embedded store of the whole run, for a database that nobody else uses. */
export function commonEngine(): Engine {
  const uri = process.env[commonStore];
  if (!uri) throw new Error('Jest has not been set up by common-store.ts');
  return { uri, async close() {} };
}

/** An embedded store of one's own, which may be taken away. */
export async function startEmbedded(): Promise<Engine> {
  const dataDir = await scratchFolder('desk-');
  const store = await startEmbeddedStore({ dataDir, port: 0 });
  return {
    uri: store.uri,
    async close() {
      await store.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/**
 * The embedded store in this thread. Every search that is made on it is looked at by the store itself; closing it fails
 * if one of them was served by no index.
 */
async function startRecorded(): Promise<Engine> {
  const dataDir = await scratchFolder('desk-');
  const costly = new Set<string>();
  const server = await startServer({
    dataDir,
    // What a power cut leaves has tests of its own.
    files: { ...diskFiles, open: async (path) => ({ ...(await diskFiles.open(path)), sync: async () => undefined }) },
    address: { port: 0 },
    log: () => undefined,
    onSearch(search) {
      // The jobs have a test of their own; here it is mostly tests that look into their collection.
      if (search.namespace.endsWith('.jobs')) return;
      const found = unindexed(search);
      if (found !== undefined) costly.add(found);
    },
  });
  return {
    uri: `mongodb://127.0.0.1:${server.port}/referral-desk?directConnection=true`,
    async close() {
      await server.close();
      await rm(dataDir, { recursive: true, force: true });
      if (costly.size > 0) throw new Error(`no index served ${[...costly].join(' ')}`);
    },
  };
}
