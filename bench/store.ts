import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { MongoBackend } from '@agendajs/mongo-backend';
import { type Db, type Document, MongoClient } from 'mongodb';
import { pino } from 'pino';
import { prepareJobs } from '../src/jobs/job-documents.js';
import { backUp } from '../src/storage/backup.js';
import { connectStorage } from '../src/storage/connect-storage.js';
import { startEmbeddedStore } from '../src/storage/embedded/start.js';
import { restore } from '../src/storage/restore.js';
import { aReferral } from '../test/support/referrals.js';
import { mega, print, summary, timed } from './measuring.js';

const count = 100_000;
const database = 'bench-store';
const now = new Date('2026-03-02T12:00:00Z');
const hour = 3_600_000;

/**
 * The store among 100,000 referrals, as many jobs and a tenth of queues of deliveries: what the bot asks all day, inserts,
 * the start, memory, a compaction under way, and how long the bot's own thread was held up. Beside it, in the same
 * run, the engine at TEST_MONGODB_URI, where one is given.
 */
export async function benchStore(): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'bench-store-'));
  try {
    await benchEmbedded(dataDir);
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
  const { TEST_MONGODB_URI: uri } = process.env;
  if (!uri) return print({ engine: 'TEST_MONGODB_URI', skipped: 'not set' });
  await measure('TEST_MONGODB_URI', uri);
}

async function benchEmbedded(dataDir: string): Promise<void> {
  const before = process.memoryUsage().rss;
  const messages: Logged[] = [];
  const log = (fields: unknown, message: unknown) => void messages.push({ message, fields });
  const logger = { info: log, warn: log, error: log } as never;
  let store = await startEmbeddedStore({ dataDir, logger });
  await measure('embedded', store.uri);
  await measureCompaction(store.uri, messages);
  await store.close();
  const journal = (await stat(join(dataDir, 'store.journal'))).size;
  const begun = performance.now();
  store = await startEmbeddedStore({ dataDir });
  const startMs = Math.round(performance.now() - begun);
  print({
    engine: 'embedded',
    what: 'start',
    journalMb: mega(journal),
    startMs,
    rssMb: mega(process.memoryUsage().rss),
  });
  print({ engine: 'embedded', what: 'memory of the process before the store', rssMb: mega(before) });
  await measureHoldUp(store.uri);
  await measureRestore(store.uri, dataDir);
  await store.close();
}

async function measure(engine: string, uri: string): Promise<void> {
  const client = await MongoClient.connect(uri, { maxPoolSize: 32 });
  const db = client.db(database);
  await db.dropDatabase();
  const storage = await connectStorage({ uri, database, logger: pino({ level: 'silent' }) });
  const report = (what: string, result: object) => print({ engine, what, ...result });
  try {
    report('load', await load(db, storage));
    const referrals = db.collection<{ _id: string }>('referrals');
    const code = (n: number) => `C${(n * 7_919) % count}`;
    report('findOne by code', await timed(1_000, (n) => referrals.findOne({ code: code(n) })));
    report('update by code', await timed(300, (n) => referrals.updateOne({ code: code(n) }, { $set: { touched: n } })));
    report('dispatcher: claim, none due', await timed(300, () => storage.deliveries.claim(now, 60_000, [])));
    report('dispatcher: next due', await timed(300, () => storage.deliveries.nextDueAt([])));
    const due = { nextDeadlineAt: { $lte: now } };
    const dueOnes = () => referrals.find(due).sort({ nextDeadlineAt: 1 }).limit(50).toArray();
    report('deadline job: due, none', await timed(300, dueOnes));
    const backend = new MongoBackend({ mongo: db as never, collection: 'jobs' });
    await backend.connect();
    const lock = () => backend.repository.getNextJobToRun('job', now, new Date(now.getTime() - hour), now, {});
    report('Agenda: lock, none due among one name', await timed(engine === 'embedded' ? 300 : 50, lock));
    const inserted = db.collection<Document>('inserted');
    const document = referralDocument(0);
    const insert = (n: number) => inserted.insertOne({ ...document, _id: `i${n}` as never });
    report('insert, 1 client', await timed(1_000, insert));
    report('insert, 32 clients', await timed(6_400, (n) => insert(n + 10_000), 32));
  } finally {
    await storage.close();
    if (engine !== 'embedded') await db.dropDatabase();
    await client.close();
  }
}

/** Fills the collections, whose indexes the repositories have declared. */
async function load(db: Db, storage: Awaited<ReturnType<typeof connectStorage>>) {
  const begun = performance.now();
  const referral = { ...aReferral() };
  await storage.referrals.create(referral, []);
  template = await db.collection('referrals').findOne({});
  await db.collection('referrals').deleteMany({});
  const deadline = { name: 'deadline', partialFilterExpression: { nextDeadlineAt: { $exists: true } } };
  await db.collection('referrals').createIndex({ nextDeadlineAt: 1 }, deadline);
  await prepareJobs(db.collection('jobs') as never, []);
  const indexed = { name: 1, nextRunAt: 1, priority: -1, lockedAt: 1, disabled: 1 } as const;
  await db.collection('jobs').createIndex(indexed, { name: 'findAndLockNextJobIndex' });
  await fill(db, 'referrals', referralDocument);
  await fill(db, 'deliveries', queueDocument, count / 10);
  await fill(db, 'jobs', jobDocument);
  return { documents: 2.1 * count, seconds: Math.round((performance.now() - begun) / 100) / 10 };
}

let template: Document | null = null;
const later = (n: number) => new Date(now.getTime() + hour + n * 1000);

function referralDocument(n: number): Document {
  const source = { name: 'partner-center', externalId: `e${n}` };
  return { ...template, _id: `r${n}`, code: `C${n}`, source, nextDeadlineAt: later(n) };
}

function queueDocument(n: number): Document {
  const waiting = n % 10 === 0;
  return {
    _id: `q${n}`,
    referralId: `r${n}`,
    destination: { platform: 'slack', kind: 'channel', id: 'C0INBOX' },
    target: 'slack:channel:C0INBOX:post',
    status: waiting ? 'waiting' : 'idle',
    items: [],
    ...{ lastSeq: n, priority: 1, since: now, dueAt: later(n), lease: null, attempts: 0, post: null, reason: null },
    revision: 0,
  };
}

function jobDocument(n: number): Document {
  const times = { nextRunAt: later(n), lockedAt: null, lastRunAt: null, lastFinishedAt: null };
  return { name: 'job', type: 'normal', priority: 0, disabled: false, data: { referral: `r${n}` }, ...times };
}

async function fill(db: Db, name: string, document: (n: number) => Document, documents = count): Promise<void> {
  for (let first = 0; first < documents; first += 1_000) {
    await db.collection(name).insertMany(Array.from({ length: 1_000 }, (_, n) => document(first + n)));
  }
}

/** Rewrites data until a compaction begins, then reads and updates one document after the other until it is done. */
async function measureCompaction(uri: string, messages: readonly Logged[]): Promise<void> {
  const client = await MongoClient.connect(uri);
  const referrals = client.db(database).collection('referrals');
  const earlier = messages.length;
  const happened = (text: string) => messages.slice(earlier).find(({ message }) => message === text);
  for (let first = 0; !happened('compacting the journal'); first = (first + 200) % count) {
    const ids = Array.from({ length: 200 }, (_, n) => `r${first + n}`);
    await referrals.updateMany({ _id: { $in: ids as never[] } }, { $inc: { touched: 1 } });
  }
  const waits: Record<'reads' | 'updates', number[]> = { reads: [], updates: [] };
  const repeat = async (kind: keyof typeof waits, run: () => Promise<unknown>) => {
    while (!happened('compacted the journal')) {
      const begun = performance.now();
      await run();
      waits[kind].push(performance.now() - begun);
    }
  };
  await Promise.all([
    repeat('reads', () => referrals.findOne({ code: 'C77' })),
    repeat('updates', () => referrals.updateOne({ code: 'C78' }, { $inc: { touched: 1 } })),
  ]);
  await client.close();
  const compacted = happened('compacted the journal') as { readonly fields: { before: number; after: number } };
  const { before, after, ...times } = compacted.fields;
  const sizes = { beforeMb: mega(before), afterMb: mega(after) };
  const meanwhile = { reads: summary(waits.reads), updates: summary(waits.updates) };
  print({ engine: 'embedded', what: 'compaction', ...sizes, ...times, ...meanwhile });
}

/** Reads one document after the other while a backup of everything is taken and then put in the place of the data. */
async function measureRestore(uri: string, dataDir: string): Promise<void> {
  const client = await MongoClient.connect(uri);
  const referrals = client.db(database).collection('referrals');
  const file = `${dataDir}.backup`;
  const reading = async (work: Promise<unknown>) => {
    const [waits, begun] = [[] as number[], performance.now()];
    let busy = true;
    const done = work.finally(() => {
      busy = false;
    });
    while (busy) {
      const asked = performance.now();
      await referrals.findOne({ code: 'C77' });
      waits.push(performance.now() - asked);
    }
    await done;
    return { ms: Math.round(performance.now() - begun), reads: summary(waits) };
  };
  try {
    print({ engine: 'embedded', what: 'backup while it runs', ...(await reading(backUp(dataDir, file))) });
    print({ engine: 'embedded', what: 'restore while it runs', ...(await reading(restore(dataDir, file))) });
    print({ engine: 'embedded', what: 'memory after that', rssMb: mega(process.memoryUsage().rss) });
  } finally {
    await rm(file, { force: true });
    await client.close();
  }
}

interface Logged {
  readonly message: unknown;
  readonly fields: unknown;
}

/** What this thread notices of a second's work in the store's. */
async function measureHoldUp(uri: string): Promise<void> {
  const client = await MongoClient.connect(uri);
  const referrals = client.db(database).collection('referrals');
  await referrals.findOne({});
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const begun = performance.now();
  await referrals.countDocuments({ 'request.notes': /no such text/ });
  const commandMs = Math.round(performance.now() - begun);
  delay.disable();
  await client.close();
  const heldUpMs = Math.round(delay.max / 1e5) / 10;
  print({ engine: 'embedded', what: 'longest hold-up of this thread during a scan of 100,000', commandMs, heldUpMs });
}
