import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MongoBackend } from '@agendajs/mongo-backend';
import { Agenda } from 'agenda';
import { type Db, MongoClient } from 'mongodb';
import { healJobs, prepareJobs } from '../../../src/jobs/job-documents.js';
import type { Search } from '../../../src/storage/embedded/engine.js';
import { type Server, startServer } from '../../../src/storage/embedded/server.js';
import { unindexed } from '../../contracts/unindexed.js';

// Every search that Agenda and the desk's jobs make is recorded by the store itself, as those of the repositories are
// while their contracts run (`test/contracts/stores.ts`). The indexes are those that the desk makes, and no others.

let dataDir: string;
let server: Server;
let searches: Search[] = [];
const uri = () => `mongodb://127.0.0.1:${server.port}/?directConnection=true`;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'store-plans-'));
  const onSearch = (search: Search) => void searches.push(search);
  server = await startServer({ dataDir, address: { port: 0 }, log: () => undefined, onSearch });
});
afterAll(async () => {
  await server.close();
  await rm(dataDir, { recursive: true, force: true });
});

describe('the searches of Agenda and of the jobs', () => {
  let client: MongoClient;
  let db: Db;
  beforeAll(async () => {
    client = await MongoClient.connect(uri());
    db = client.db('jobs');
  });
  afterAll(() => client.close());

  const jobs = [{ name: 'deadlines', everyMs: 3_000, run: async () => undefined }];

  async function agendaOn(collection: string): Promise<Agenda> {
    await prepareJobs(db.collection(collection) as never, jobs);
    const agenda = new Agenda({
      backend: new MongoBackend({ mongo: db, collection }),
      processEvery: 10,
      defaultLockLifetime: 400,
    });
    await agenda.ready;
    return agenda;
  }

  test('are served by indexes, from creating a job to cancelling it', async () => {
    searches = [];
    const agenda = await agendaOn('life');
    await healJobs(db.collection('life') as never, jobs, new Date(), 1_000);
    agenda.define('note', async () => undefined, { removeOnComplete: true });
    agenda.define('tick', async () => undefined);
    const completed = new Promise<void>((resolve) => agenda.once('complete:note', () => resolve()));
    await agenda.now('note', { id: 7 });
    await agenda.every('1 hour', 'tick');
    await agenda.create('note', { key: 1 }).unique({ 'data.key': 1 }).schedule(new Date()).save();
    await agenda.start();
    await completed;
    await agenda.queryJobs({ name: 'tick' });
    await agenda.disable({ name: 'tick' });
    await agenda.cancel({ name: 'tick' });
    await agenda.stop();
    expect(searches.length).toBeGreaterThan(11);
    expect(searches.map(unindexed).filter((found) => found !== undefined)).toEqual([]);
  });

  test.each([
    ['none is due', 3_600_000, 0, 4],
    ['all are due', -3_600_000, 0, 4],
    ['the first hundred are due and locked', -3_600_000, 100, 220],
  ])('a lock among 1,000 jobs looks at few of them when %s', async (_name, offset, locked, most) => {
    const agenda = await agendaOn(`many_${locked}_${offset}`);
    const collection = db.collection(`many_${locked}_${offset}`);
    const now = Date.now();
    const job = (n: number) => ({
      ...{ name: 'job', type: 'normal', priority: 0, disabled: false, data: {} },
      nextRunAt: new Date(now + offset + n),
      lockedAt: n < locked ? new Date(now) : null,
    });
    await collection.insertMany(Array.from({ length: 1_000 }, (_, n) => job(n)));
    searches = [];
    const soon = new Date(now);
    const longAgo = new Date(now - 600_000);
    const found = await agenda.db.getNextJobToRun('job', soon, longAgo, soon, { lastModifiedBy: 'test' });
    expect(found === undefined).toBe(offset > 0);
    if (found) expect(found.nextRunAt).toEqual(new Date(now + offset + locked));
    expect(searches).toHaveLength(1);
    expect(searches[0]?.work.examined).toBeLessThanOrEqual(most);
    await agenda.stop();
  });
});
