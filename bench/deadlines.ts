import mongoose from 'mongoose';
import { pino } from 'pino';
import { attendDeadlines, attendDeadlinesOf, type DeadlinePorts } from '../src/application/attend-deadlines.js';
import type { Referral, ReferralId } from '../src/domain/referral.js';
import { connectStorage } from '../src/storage/connect-storage.js';
import { referralModel } from '../src/storage/referral-model.js';
import { startEmbedded } from '../test/contracts/stores.js';
import { noLinks } from '../test/fakes/links.js';
import { profileStore } from '../test/fakes/profiles.js';
import { aReferral, hours, later, profile, start } from '../test/support/referrals.js';
import { agendaAlternative } from './deadlines-agenda.js';
import { duration, print, progress, summary, table } from './measuring.js';

const due = 100;
const rounds = 9;
/** The moment of every tick: the first rung's time of those that are due. */
const now = later(hours(4));
const logger = pino({ level: 'silent' });

/** One way to keep deadlines, over the referrals of one database. Times in milliseconds. */
export interface Contender {
  readonly who: string;
  /** What deadlines cost besides the command that creates a referral, and the one that ends its ladders. */
  schedule(ids: readonly ReferralId[]): Promise<number>;
  cancel(ids: readonly ReferralId[]): Promise<number>;
  /** Everything that is due, until it is saved that it was said. */
  tick(ids: readonly ReferralId[]): Promise<number>;
  close(): Promise<void>;
}

/**
 * What deadlines cost with 100 due among 1,000 and among 100,000 open referrals (among a million with `--million`), on
 * the embedded store, and on TEST_MONGODB_URI where it is set. Sizes take turns in each round, and so do the desk and
 * the obvious alternative, so that whatever else the machine does meets all.
 */
export async function benchDeadlines(): Promise<void> {
  const sizes = [1_000, 100_000, ...(process.argv.includes('--million') ? [1_000_000] : [])];
  const uri = process.env.TEST_MONGODB_URI;
  const embedded = await startEmbedded();
  const rows = [];
  try {
    rows.push(...(await onStore('embedded', embedded.uri, sizes)));
    if (uri) rows.push(...(await onStore('TEST_MONGODB_URI', uri, sizes)));
  } finally {
    await embedded.close();
  }
  table(rows);
}

interface Run {
  readonly size: number;
  readonly data: Awaited<ReturnType<typeof prepare>>;
  readonly contender: Contender;
  readonly ticks: number[];
  readonly idle: number[];
  schedule: number;
  cancel: number;
}

async function onStore(store: string, uri: string, sizes: readonly number[]) {
  const runs: Run[] = [];
  for (const size of sizes) {
    progress(`${store}: ${size} open referrals`);
    const data = await prepare(uri, size);
    progress(`${store}: ${size} jobs for the alternative`);
    const contenders = [theDesk(data.ports), await agendaAlternative(uri, data.database, data.ports, size)];
    for (const contender of contenders) {
      runs.push({ size, data, contender, ticks: [], idle: [], schedule: 0, cancel: 0 });
    }
  }
  for (const run of runs) {
    progress(`${store}: ${run.contender.who} among ${run.size}: scheduling and cancelling`);
    // The first one warms up, and doesn't count.
    const [first, ...ids] = await run.data.due(0, 51, start);
    if (first) await run.contender.schedule([first]);
    run.schedule = (await run.contender.schedule(ids)) / ids.length;
    await run.data.due(0, 51, start);
    if (first) await run.contender.cancel([first]);
    run.cancel = (await run.contender.cancel(ids)) / ids.length;
    await run.data.due(0, 51, null);
  }
  // The first round warms up, and doesn't count.
  for (let round = 0; round <= rounds; round += 1) {
    progress(`${store}: round ${round} of ${rounds}`);
    // Whoever comes first in one round comes last in the next.
    for (const run of round % 2 === 1 ? runs.toReversed() : runs) {
      const ms = await run.contender.tick(await run.data.due(round, due, now));
      const idle = await run.contender.tick([]);
      if (round === 0) continue;
      run.ticks.push(ms);
      run.idle.push(idle);
    }
  }
  const rows = runs.map(({ size, contender: { who }, ticks, idle, schedule, cancel }) => {
    const { median } = summary(ticks);
    const base = summary(runs.find((run) => run.contender.who === who)?.ticks ?? []);
    return {
      store,
      who,
      open: size,
      due,
      msTick: median,
      ratio: Number((median / base.median).toFixed(2)),
      msIdle: summary(idle).median,
      msSchedule: Number(schedule.toFixed(2)),
      msCancel: Number(cancel.toFixed(2)),
    };
  });
  for (const row of rows) print(row);
  for (const { contender } of runs) await contender.close();
  for (const { data } of runs) await data.close();
  return rows;
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
    if ((from + batch) % 100_000 === 0) progress(`${from + batch} written`);
  }
  await connection.close();
  const ports: DeadlinePorts = {
    deadlines: storage.deadlines,
    referrals: storage.referrals,
    notifyWays: storage.notifyWays,
    profiles: profileStore(profile),
    links: noLinks,
    clock: { now: () => now },
    logger,
    afterCommit() {},
  };
  let isOpen = true;
  return {
    database,
    ports,
    /** Some of them, as if nothing had been said yet; their first deadline then, or later than all ticks. */
    async due(round: number, count: number, at: Date | null): Promise<ReferralId[]> {
      const ids = Array.from({ length: count }, (_, n) => idOf((n * Math.floor(size / count) + round) % size));
      await storage.database
        .collection('referrals')
        .updateMany(
          { _id: { $in: ids as never[] } },
          { $set: { nextDeadlineAt: at ?? later(hours(24)), outbox: [] }, $unset: { reminded: 1, owes: 1 } },
        );
      return ids;
    },
    async close() {
      if (!isOpen) return;
      isOpen = false;
      await storage.database.dropDatabase();
      await storage.close();
    },
  };
}

const idOf = (n: number) => `bench-${String(n).padStart(7, '0')}` as ReferralId;

/** Whose next deadline is spread over the following days. */
function document(n: number) {
  const { id: _, ...referral }: Referral = aReferral({
    id: idOf(n),
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

/** Each command makes a referral due, and the look that follows finds out when it is due next: there is no more to it. */
function theDesk(ports: DeadlinePorts): Contender {
  const atFirst: DeadlinePorts = { ...ports, clock: { now: () => start } };
  const look = (ids: readonly ReferralId[]) =>
    duration(async () => {
      for (const id of ids) await attendDeadlinesOf(atFirst, id);
    });
  return {
    who: 'the desk',
    schedule: look,
    cancel: look,
    tick: (ids) =>
      duration(async () => {
        const count = await attendDeadlines(ports);
        if (count !== ids.length) throw new Error(`${count} looked at instead of ${ids.length}`);
      }),
    async close() {},
  };
}
