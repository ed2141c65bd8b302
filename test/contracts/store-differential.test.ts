import { rm } from 'node:fs/promises';
import { MongoClient } from 'mongodb';
import { type EmbeddedStore, startEmbeddedStore } from '../../src/storage/embedded/start.js';
import { seededRandom } from '../storage/embedded/seeded-random.js';
import { runs } from '../support/runs.js';
import { scratchFolder } from '../support/scratch-folder.js';
import { compareEngines } from './store-differential.js';

const { TEST_MONGODB_URI: uri, DIFFERENTIAL_SEED } = process.env;
const describeGiven = uri ? describe : describe.skip;
if (!uri) test.skip('the embedded store and TEST_MONGODB_URI answer alike: none is given', () => {});

describeGiven('the embedded store and TEST_MONGODB_URI', () => {
  let dataDir: string;
  let store: EmbeddedStore;
  let ours: MongoClient;
  let theirs: MongoClient;
  const database = `differential_${process.pid}`;
  beforeAll(async () => {
    dataDir = await scratchFolder('differential-');
    store = await startEmbeddedStore({ dataDir });
    ours = await MongoClient.connect(store.uri);
    theirs = await MongoClient.connect(uri ?? '');
  });
  afterAll(async () => {
    await theirs.db(database).dropDatabase();
    await Promise.all([ours.close(), theirs.close()]);
    await store.close();
    await rm(dataDir, { recursive: true });
  });

  test('answer thousands of random commands alike', async () => {
    const seed = Number(DIFFERENTIAL_SEED ?? 1);
    const { numRuns: rounds } = runs(40);
    const random = seededRandom(seed);
    const differences: unknown[] = [];
    let total = 0;
    for (let round = 0; round < rounds; round++) {
      const collections = [ours, theirs].map((client) => client.db(database).collection(`c${round}`));
      const { compared, difference } = await compareEngines(collections as never, random);
      total += compared;
      if (difference !== undefined) differences.push(difference);
    }
    process.stdout.write(`${total} commands compared, seed ${seed}\n`);
    expect(differences).toEqual([]);
  }, 900_000);
});
