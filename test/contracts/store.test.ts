import { rm } from 'node:fs/promises';
import { MongoClient } from 'mongodb';
import { startEmbeddedStore } from '../../src/storage/embedded/start.js';
import { scratchFolder } from '../support/scratch-folder.js';
import { type StoreEngine, storeContract } from './store-contract.js';

storeContract('embedded', {
  async start() {
    const dataDir = await scratchFolder('store-contract-');
    const store = await startEmbeddedStore({ dataDir });
    return {
      uri: store.uri,
      async stop() {
        await store.close();
        await rm(dataDir, { recursive: true });
      },
    };
  },
});

const documentDbLacks: NonNullable<StoreEngine['lacks']> = {
  'explain with the names of indexes': 'its plans have a form of their own',
  'answer errors with the codes of MongoDB': 'many are 1 or another code, some commands pass',
  'see that a replacement changes nothing': 'each replacement counts as a change',
  'find decimals in a list': '$in compares a decimal with numbers by type',
  'keep elements unique across documents': 'a unique index on an array holds within one document only',
  'know $$NOW in an update of many': '$$NOW is refused there',
};

const { TEST_MONGODB_URI: uri, TEST_MONGO } = process.env;

if (uri)
  storeContract('TEST_MONGODB_URI', {
    start: async () => ({ uri, stop: async () => undefined }),
    lacks: await gaps(uri),
  });

if (TEST_MONGO === 'memory-server') {
  storeContract('mongod', {
    async start() {
      const { MongoMemoryServer } = await import('mongodb-memory-server');
      const server = await MongoMemoryServer.create();
      return { uri: server.getUri(), stop: async () => void (await server.stop()) };
    },
  });
}

/** What the engine at a URI is known not to do. */
async function gaps(at: string): Promise<NonNullable<StoreEngine['lacks']>> {
  const client = await MongoClient.connect(at, { serverSelectionTimeoutMS: 5_000 });
  try {
    const { setName } = await client.db('admin').command({ hello: 1 });
    const { gitVersion } = await client.db('admin').command({ buildInfo: 1 });
    return {
      ...(setName === undefined ? {} : { 'refuse transactions': 'a replica set has transactions' }),
      ...(gitVersion === 'documentdb' ? documentDbLacks : {}),
    };
  } finally {
    await client.close();
  }
}
