import { EventEmitter, once } from 'node:events';
import type { Job } from '../../src/jobs/job.js';
import { healJobs, prepareJobs } from '../../src/jobs/job-documents.js';
import { type RunningJobs, startJobs } from '../../src/jobs/run-jobs.js';
import type { Storage } from '../../src/storage/connect-storage.js';
import { connectFresh, type Engine, engines, silent } from '../contracts/stores.js';

describe.each(engines)('jobs on %s', (_name, startEngine) => {
  let engine: Engine;
  let storage: Storage;
  const started: RunningJobs[] = [];
  beforeAll(async () => {
    engine = await startEngine();
  });
  afterAll(() => engine.close());
  beforeEach(async () => {
    storage = await connectFresh(engine);
  });
  afterEach(async () => {
    for (const jobs of started.splice(0)) await jobs.stop();
    await storage.close();
  });
  const start = async (...jobs: Job[]) => {
    const { database, clock } = storage;
    started.push(await startJobs({ database, jobs, clock, logger: silent, scanEveryMs: 20, lockMs: 400 }));
  };
  const documents = () => storage.database.collection('jobs').find().toArray();

  test('run again and again, and a failure does not end them', async () => {
    const runs = new EventEmitter();
    await start({
      name: 'often',
      everyMs: 30,
      run: async () => {
        runs.emit('run');
        throw new Error('on purpose');
      },
    });
    await once(runs, 'run');
    await once(runs, 'run');
    await once(runs, 'run');
  });

  test('five processes that start at once make one document, and a job that runs stays locked', async () => {
    const jobs = [{ name: 'one', everyMs: 60_000, run: async () => {} }];
    const collection = storage.database.collection('jobs');
    await Promise.all(Array.from({ length: 5 }, () => prepareJobs(collection, jobs)));
    const lockedAt = new Date();
    await collection.updateOne({ name: 'one' }, { $set: { lockedAt } });
    await prepareJobs(collection, jobs);
    expect(await documents()).toMatchObject([{ name: 'one', repeatInterval: '60000', lockedAt }]);
  });

  test('a store that Agenda finds no good ends the start with its reason', async () => {
    const { database } = storage;
    await database.collection('jobs').createIndex({ other: 1 }, { name: 'findAndLockNextJobIndex' });
    await expect(start({ name: 'never', everyMs: 30, run: async () => {} })).rejects.toThrow('findAndLockNextJobIndex');
  });

  test('one whose document is gone, as in an older backup, runs again', async () => {
    const runs = new EventEmitter();
    await start({ name: 'gone', everyMs: 3_600_000, run: async () => void runs.emit('run') });
    await once(runs, 'run');
    await storage.database.collection('jobs').deleteMany({});
    await once(runs, 'run');
  });

  test('stopping waits for what runs, and tells it to come to an end', async () => {
    const runs = new EventEmitter();
    let ended = false;
    await start({
      name: 'long',
      everyMs: 30,
      run: async (mayGoOn) => {
        runs.emit('run');
        while (mayGoOn()) await new Promise((resolve) => setImmediate(resolve));
        ended = true;
      },
    });
    await once(runs, 'run');
    await started.splice(0)[0]?.stop();
    expect(ended).toBe(true);
  });

  test('stopping at once gives back what was just locked, and runs nothing any more', async () => {
    let runs = 0;
    await start({
      name: 'hasty',
      everyMs: 30,
      run: async () => {
        runs += 1;
      },
    });
    // The first question is on its way.
    await started.splice(0)[0]?.stop();
    expect(runs).toBe(0);
    const [document] = await documents();
    expect(document?.lockedAt ?? null).toBeNull();
  });

  test('what a process with a clock ahead put off or locked runs again', async () => {
    const jobs = [{ name: 'late', everyMs: 3_000, run: async () => {} }];
    const collection = storage.database.collection('jobs');
    await prepareJobs(collection, jobs);
    const now = new Date();
    const ahead = new Date(now.getTime() + 3_600_000);
    const soon = new Date(now.getTime() + 3_000);
    await collection.updateOne({ name: 'late' }, { $set: { nextRunAt: soon, lockedAt: now } });
    await healJobs(collection, jobs, now, 400);
    expect(await documents()).toMatchObject([{ nextRunAt: soon, lockedAt: now }]);
    await collection.updateOne({ name: 'late' }, { $set: { nextRunAt: ahead, lockedAt: ahead } });
    await healJobs(collection, jobs, now, 400);
    expect(await documents()).toMatchObject([{ nextRunAt: new Date(0), lockedAt: null }]);
  });
});
