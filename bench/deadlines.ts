import { MongoBackend } from '@agendajs/mongo-backend';
import { Agenda } from 'agenda';
import mongoose from 'mongoose';
import { pino } from 'pino';
import { attendDeadlines } from '../src/application/attend-deadlines.js';
import { defaultReminders } from '../src/domain/ladders.js';
import type { Referral, ReferralId } from '../src/domain/referral.js';
import { connectStorage, type Storage } from '../src/storage/connect-storage.js';
import { referralModel } from '../src/storage/referral-model.js';
import { startEmbedded } from '../test/contracts/stores.js';
import { noLinks } from '../test/fakes/links.js';
import { profileStore } from '../test/fakes/profiles.js';
import { aReferral, hours, later, profile } from '../test/support/referrals.js';
import { print } from './measuring.js';

const due = 100;
const rounds = 9;
/** Referrals whose jobs the alternative schedules and cancels: among 100,000 jobs each cancelling looks at all of them. */
const fewer = 5;
const logger = pino({ level: 'silent' });
/** The moment of every tick: the first rung's time of those that are due. */
const now = later(hours(4));

/**
 * What a tick costs, with 100 due among 1,000 and among 100,000 open referrals (among a million with `--million`), and
 * with none due; on the embedded store, and on TEST_MONGODB_URI where it is set. Sizes take turns in each round, so that
 * whatever else the machine does meets all. Beside it the obvious alternative: one Agenda job a reminder.
 */
export async function benchDeadlines(): Promise<void> {
  const sizes = [1_000, 100_000, ...(process.argv.includes('--million') ? [1_000_000] : [])];
  const uri = process.env.TEST_MONGODB_URI;
  const embedded = await startEmbedded();
  try {
    await onStore('embedded', embedded.uri, sizes);
    if (uri) await onStore('TEST_MONGODB_URI', uri, sizes);
  } finally {
    await embedded.close();
  }
}

async function onStore(store: string, uri: string, sizes: readonly number[]): Promise<void> {
  const desks = [];
  for (const size of sizes) {
    progress(`${store}: ${size} open referrals`);
    desks.push(await prepare(uri, size));
  }
  const ticks = desks.map(() => ({ due: [] as number[], idle: [] as number[] }));
  // The first round warms up, and doesn't count.
  for (let round = 0; round <= rounds; round += 1) {
    progress(`${store}: round ${round} of ${rounds}`);
    // Whoever comes first in one round comes last in the next.
    const order = [...desks.entries()];
    if (round % 2 === 1) order.reverse();
    for (const [index, { storage, makeDue }] of order) {
      await makeDue(round);
      const ms = { due: await timed(() => tick(storage, due)), idle: await timed(() => tick(storage, 0)) };
      if (round === 0) continue;
      ticks[index]?.due.push(ms.due);
      ticks[index]?.idle.push(ms.idle);
    }
  }
  const [base] = ticks;
  for (const [index, size] of sizes.entries()) {
    const mine = ticks[index];
    if (!mine || !base) continue;
    const ms = { due: median(mine.due), idle: median(mine.idle) };
    print({
      store,
      what: 'a tick, median',
      open: size,
      due,
      msDue: ms.due,
      msIdle: ms.idle,
      ratioToFirst: Number((ms.due / median(base.due)).toFixed(2)),
    });
  }
  for (const size of sizes.filter((one) => one <= 100_000)) {
    progress(`${store}: the alternative among ${size} jobs`);
    await onAgenda(store, uri, size);
  }
  for (const { storage } of desks) {
    await storage.database.dropDatabase();
    await storage.close();
  }
}

async function prepare(uri: string, size: number) {
  const database = `bench_deadlines_${size}_${process.pid}`;
  const storage = await connectStorage({ uri, database, logger });
  const connection = await mongoose.createConnection(uri, { dbName: database, autoIndex: false }).asPromise();
  const model = referralModel(connection);
  const batch = 2_000;
  for (let from = 0; from < size; from += batch) {
    const documents = Array.from({ length: Math.min(batch, size - from) }, (_, n) => document(from + n));
    await model.collection.insertMany(documents as never[], { ordered: false });
  }
  await connection.close();
  return {
    storage,
    /** As if their first rung were due now, and nothing had been said. */
    async makeDue(round: number) {
      const ids = Array.from({ length: due }, (_, n) => idOf((n * Math.floor(size / due) + round) % size));
      await storage.database
        .collection('referrals')
        .updateMany(
          { _id: { $in: ids as never[] } },
          { $set: { nextDeadlineAt: now, outbox: [] }, $unset: { reminded: 1, owes: 1 } },
        );
    },
  };
}

const idOf = (n: number) => `bench-${String(n).padStart(7, '0')}`;

/** Whose next deadline is spread over the following days. */
function document(n: number) {
  const { id: _, ...referral }: Referral = aReferral({
    id: idOf(n) as ReferralId,
    code: `B-${n}`,
    source: { name: 'bench', externalId: String(n) },
  });
  return {
    _id: idOf(n),
    ...referral,
    urgent: false,
    closedAt: null,
    cards: {},
    outbox: [],
    held: [],
    sent: [],
    nextDeadlineAt: new Date(now.getTime() + 1 + ((n * 7_919) % (10 * hours(24)))),
  };
}

async function tick(storage: Storage, expected: number): Promise<void> {
  let notices = 0;
  const count = await attendDeadlines({
    deadlines: storage.deadlines,
    referrals: storage.referrals,
    notifyWays: storage.notifyWays,
    profiles: profileStore(profile),
    links: noLinks,
    clock: { now: () => now },
    logger,
    afterCommit: () => {
      notices += 1;
    },
  });
  if (count !== expected || notices !== expected) throw new Error(`${count} looked at, ${notices} notices`);
}

/** One job for each reminder that a referral's ladder holds: what scheduling, cancelling and a tick of 100 cost. */
async function onAgenda(store: string, uri: string, size: number): Promise<void> {
  const perReferral = defaultReminders.normal.length;
  const connection = await mongoose
    .createConnection(uri, { dbName: `bench_agenda_${size}_${process.pid}` })
    .asPromise();
  const db = connection.db;
  if (!db) throw new Error('not connected');
  const backend = new MongoBackend({ mongo: db, collection: 'jobs' });
  const agenda = new Agenda({ backend, processEvery: 50, defaultConcurrency: 20 });
  await agenda.ready;
  const jobs = db.collection('jobs');
  const far = Date.now() + hours(24);
  for (let from = 0; from < size; from += 2_000) {
    const documents = Array.from({ length: Math.min(2_000, size - from) }, (_, n) => ({
      name: 'remind',
      type: 'normal',
      priority: 0,
      lockedAt: null,
      disabled: null,
      nextRunAt: new Date(far + n * 1_000),
      data: { referral: idOf(from + n) },
    }));
    await jobs.insertMany(documents);
  }
  const schedule = await timed(async () => {
    for (let n = 0; n < fewer; n += 1) {
      for (let rung = 0; rung < perReferral; rung += 1) {
        await agenda.schedule(new Date(far + rung), 'remind', { referral: `new-${n}` });
      }
    }
  });
  const cancel = await timed(async () => {
    for (let n = 0; n < fewer; n += 1) await agenda.cancel({ name: 'remind', data: { referral: `new-${n}` } });
  });
  let ran = 0;
  let finished = () => {};
  const all = new Promise<void>((resolve) => {
    finished = resolve;
  });
  agenda.define('remind', async () => {
    ran += 1;
    if (ran === due) finished();
  });
  for (let n = 0; n < due; n += 1) await agenda.schedule(new Date(), 'remind', { referral: `due-${n}` });
  const run = await timed(async () => {
    await agenda.start();
    await all;
  });
  await agenda.stop();
  print({
    store,
    what: 'the alternative: an Agenda job a reminder',
    jobs: size,
    due,
    msTick: run,
    msScheduleEach: Number((schedule / fewer).toFixed(1)),
    msCancelEach: Number((cancel / fewer).toFixed(1)),
  });
  await db.dropDatabase();
  await connection.close();
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const begin = performance.now();
  await work();
  return Number((performance.now() - begin).toFixed(1));
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

/** Beside the figures, which go to standard output. */
function progress(what: string): void {
  process.stderr.write(`${new Date().toISOString()} ${what}\n`);
}
