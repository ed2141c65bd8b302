import { MongoBackend } from '@agendajs/mongo-backend';
import { Agenda } from 'agenda';
import mongoose from 'mongoose';
import { attendDeadlinesOf, type DeadlinePorts } from '../src/application/attend-deadlines.js';
import { defaultReminders } from '../src/domain/ladders.js';
import type { ReferralId } from '../src/domain/referral.js';
import { hours } from '../test/support/referrals.js';
import type { Contender } from './deadlines.js';
import { duration, progress } from './measuring.js';

const name = 'remind';

/**
 * The obvious alternative to deadlines in the referrals' own documents: one Agenda job for each reminder. It has all
 * that its documentation recommends for many jobs of a name, and besides an index on the data that it cancels by; what
 * a job does is what the desk does about one referral that is due. `size` jobs wait for a later time.
 */
export async function agendaAlternative(
  uri: string,
  database: string,
  ports: DeadlinePorts,
  size: number,
): Promise<Contender> {
  const connection = await mongoose.createConnection(uri, { dbName: database }).asPromise();
  const { db } = connection;
  if (!db) throw new Error('not connected');
  const jobs = db.collection('reminder-jobs');
  const later = Date.now() + hours(24);
  const batch = 2_000;
  for (let from = 0; from < size; from += batch) {
    const documents = Array.from({ length: Math.min(batch, size - from) }, (_, n) => waiting(from + n, later));
    await jobs.insertMany(documents, { ordered: false });
  }
  const backend = new MongoBackend({ mongo: db, collection: 'reminder-jobs' });
  const agenda = new Agenda({ backend, defaultConcurrency: 20, removeOnComplete: true });
  let onEnd: (fault?: unknown) => void = () => {};
  agenda.on('error', (fault: unknown) => onEnd(fault));
  await agenda.ready;
  agenda.define(name, async (job) => {
    await attendDeadlinesOf(ports, (job.attrs.data as { referral: ReferralId }).referral);
  });
  agenda.on('complete', () => onEnd());
  await jobs.createIndex({ name: 1, disabled: 1, lockedAt: 1 }, { name: 'findAndLockDeadJobs' });
  // The one above doesn't help where an engine can't conclude a range from `disabled: {$ne: true}`.
  await jobs.createIndex({ name: 1, lockedAt: 1 });
  const cancel = (referral: string) => agenda.cancel({ name, data: { referral } });
  const look = (at: Date) => backend.repository.getNextJobToRun(name, at, new Date(0), undefined, undefined);
  const unaided = await duration(() => cancel('nobody'));
  progress(`one cancelling among ${size} jobs without an index on their data: ${unaided.toFixed(1)} ms`);
  await jobs.createIndex({ name: 1, 'data.referral': 1 });

  return {
    who: 'a job a reminder',
    schedule: (ids) =>
      duration(async () => {
        for (const referral of ids) {
          const rungs = defaultReminders.normal.map((_, n) => new Date(later + n));
          await Promise.all(rungs.map((at) => agenda.schedule(at, name, { referral })));
        }
      }),
    cancel: (ids) =>
      duration(async () => {
        for (const referral of ids) await cancel(referral);
      }),
    async tick(ids) {
      if (ids.length === 0) return duration(() => look(new Date()));
      await Promise.all(ids.map((referral) => agenda.schedule(new Date(), name, { referral })));
      let left = ids.length;
      const all = new Promise<void>((resolve, reject) => {
        onEnd = (fault) => {
          left -= 1;
          if (fault) reject(fault);
          else if (left === 0) resolve();
        };
      });
      const ms = await duration(async () => {
        await agenda.start();
        await all;
      });
      await agenda.stop();
      return ms;
    },
    close: () => connection.close(),
  };
}

/** As Agenda writes it, in bulk: its own interface has none. */
function waiting(n: number, later: number) {
  return {
    name,
    type: 'normal',
    priority: 0,
    nextRunAt: new Date(later + n * 1_000),
    lockedAt: null,
    disabled: null,
    data: { referral: `waiting-${n}` },
  };
}
