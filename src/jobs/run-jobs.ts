import { MongoBackend, type MongoBackendConfig } from '@agendajs/mongo-backend';
import { Agenda, type AgendaBackend, Job as AgendaJob } from 'agenda';
import type { Clock } from '../application/ports.js';
import type { Logger } from '../logger.js';
import type { Job } from './job.js';
import { healJobs, prepareJobs } from './job-documents.js';

export type Database = Extract<MongoBackendConfig, { mongo: unknown }>['mongo'];

export interface JobsOptions {
  readonly database: Database;
  readonly jobs: readonly Job[];
  readonly clock: Clock;
  readonly logger: Logger;
  /** For tests; both in milliseconds. */
  readonly scanEveryMs?: number;
  readonly lockMs?: number;
}

export interface RunningJobs {
  /** Runs one of them now, besides its own times: a job does no harm when it runs twice. */
  run(name: string): Promise<void>;
  /** Begins nothing more, and resolves when what is running has ended and nothing of it is left behind. */
  stop(): Promise<void>;
}

/** A run ends by itself after this much of its lock's lifetime, so that it is over before another process begins. */
const share = 0.5;
/** The documents are set right once in so many scans. */
const healEvery = 5;

/**
 * Runs jobs by Agenda: its store locks them, its jobs keep the books of their runs. When to look is decided here instead
 * of by `Agenda.start()`, whose processor locks jobs ahead of their time, doesn't wait for runs when it stops, and
 * leaves behind a timer of half a lock's lifetime for each run, which keeps a process alive. Its `every()` unlocks a
 * job that runs in another process, so the documents are made here as well; and a job's next time is counted by this
 * process's clock, so documents that a clock gone wrong has put far ahead are set right by the store's.
 *
 * @throws when the store is away
 */
export async function startJobs(options: JobsOptions): Promise<RunningJobs> {
  const { database, jobs, clock, logger, scanEveryMs = 1_000, lockMs = 10_000 } = options;
  const collection = database.collection('jobs');
  await prepareJobs(collection, jobs);
  const agenda = new Agenda({ backend: await connected(database, collection.collectionName) });

  /** By name, from asking whether it is due until its run is in the books. */
  const busy = new Map<string, Promise<void>>();
  let stopping = false;
  for (const job of jobs) {
    agenda.define(job.name, async () => {
      const until = performance.now() + lockMs * share;
      try {
        await job.run(() => !stopping && performance.now() < until);
      } catch (error) {
        logger.warn({ err: error, job: job.name }, 'a job failed: it is tried again at its next time');
      }
    });
  }

  async function runIfDue(name: string): Promise<void> {
    const now = clock.now();
    const found = await agenda.db.getNextJobToRun(name, now, new Date(now.getTime() - lockMs), now, undefined);
    if (!found) return;
    if (stopping) await agenda.db.unlockJob(found);
    else await new AgendaJob(agenda, found, true).run();
  }

  /** One at a time by name; the store may be away, and the next scan tries again. */
  function begin(name: string, work: () => Promise<void>): void {
    if (busy.has(name)) return;
    const done = work()
      .catch((error: unknown) => logger.warn({ err: error, job: name }, 'a job could not be looked at'))
      .finally(() => busy.delete(name));
    busy.set(name, done);
  }

  let scans = 0;
  function scan(): void {
    for (const { name } of jobs) begin(name, () => runIfDue(name));
    scans += 1;
    if (scans % healEvery === 0) begin('(healing)', () => healJobs(collection, jobs, clock.now(), lockMs));
  }
  scan();
  const scanning = setInterval(scan, scanEveryMs);

  return {
    async run(name) {
      const job = jobs.find((one) => one.name === name);
      if (!job) throw new Error(`there is no job ${name}`);
      await job.run(() => !stopping);
    },
    async stop() {
      stopping = true;
      clearInterval(scanning);
      await Promise.all(busy.values());
    },
  };
}

/** Agenda connects its backend without catching what goes wrong, so it gets one that is connected already. */
async function connected(database: Database, collection: string): Promise<AgendaBackend> {
  const backend = new MongoBackend({ mongo: database, collection });
  await backend.connect();
  const { name, repository } = backend;
  return { name, repository, ownsConnection: false, connect: async () => {}, disconnect: async () => {} };
}
