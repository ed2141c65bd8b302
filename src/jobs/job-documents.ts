import type { Job } from './job.js';
import type { Database } from './run-jobs.js';

type Collection = ReturnType<Database['collection']>;

/** MongoDB's code for a duplicate key. */
const duplicateKey = 11_000;

/** One document for each job, however many processes start at once; a job that runs stays locked. */
export async function prepareJobs(collection: Collection, jobs: readonly Job[]): Promise<void> {
  await collection.createIndex(
    { name: 1 },
    { name: 'single', unique: true, partialFilterExpression: { type: 'single' } },
  );
  // Agenda looks for jobs whose lock has expired each time that it looks for one to run; its own index orders by the
  // next run, so that this would read every job of a name.
  await collection.createIndex({ name: 1, lockedAt: 1 }, { name: 'locked' });
  await makeJobs(collection, jobs);
}

async function makeJobs(collection: Collection, jobs: readonly Job[]): Promise<void> {
  for (const { name, everyMs } of jobs) {
    try {
      await collection.updateOne(
        { name, type: 'single' },
        {
          $set: { repeatInterval: String(everyMs) },
          $setOnInsert: { priority: 0, data: {}, nextRunAt: new Date(0), lockedAt: null, disabled: null },
        },
        { upsert: true },
      );
    } catch (error) {
      if ((error as { code?: unknown }).code !== duplicateKey) throw error;
    }
  }
}

/**
 * Makes jobs that are missing, as in an older backup that was restored, and makes jobs run again that a process with
 * another clock has put off, or locked, for longer than they ever should be.
 */
export async function healJobs(collection: Collection, jobs: readonly Job[], now: Date, lockMs: number): Promise<void> {
  await makeJobs(collection, jobs);
  for (const { name, everyMs } of jobs) {
    await collection.updateOne(
      { name, type: 'single', nextRunAt: { $gt: new Date(now.getTime() + 2 * everyMs) } },
      { $set: { nextRunAt: new Date(0) } },
    );
    await collection.updateOne(
      { name, type: 'single', lockedAt: { $gt: new Date(now.getTime() + lockMs) } },
      { $set: { lockedAt: null } },
    );
  }
}
