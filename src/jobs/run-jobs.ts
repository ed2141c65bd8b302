import { MongoBackend, type MongoBackendConfig } from '@agendajs/mongo-backend';
import { Agenda } from 'agenda';
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
  /** Begins nothing more, and resolves when what is running has ended. */
  stop(): Promise<void>;
}

/** A run ends by itself after this much of its lock's lifetime, so that it is over before another process begins. */
const share = 0.5;

/**
 * Runs jobs by Agenda. Around what it does differently than one expects: its `every()` unlocks a job that runs in
 * another process, so the documents are made here; `stop()` doesn't wait, so the runs are kept here; a run leaves a
 * timer of half its lock's lifetime behind, so locks are short; and it believes this process's clock, so documents
 * that a clock gone wrong has put far ahead are set right by the store's.
 */
export async function startJobs(options: JobsOptions): Promise<RunningJobs> {
  const { database, jobs, clock, logger, scanEveryMs = 1_000, lockMs = 10_000 } = options;
  const collection = database.collection('jobs');
  await prepareJobs(collection, jobs);

  const running = new Set<Promise<unknown>>();
  let stopping = false;
  const agenda = new Agenda({
    backend: new MongoBackend({ mongo: database, collection: collection.collectionName }),
    processEvery: scanEveryMs,
    defaultLockLifetime: lockMs,
    defaultConcurrency: 1,
    defaultLockLimit: 1,
  });
  // The store may be away; Agenda looks again by itself.
  agenda.on('error', (error) => logger.warn({ err: error }, 'Agenda met a fault'));
  for (const job of jobs) {
    agenda.define(job.name, async () => {
      const until = performance.now() + lockMs * share;
      const run = job.run(() => !stopping && performance.now() < until);
      running.add(run);
      try {
        await run;
      } catch (error) {
        logger.warn({ err: error, job: job.name }, 'a job failed: it is tried again at its next time');
      } finally {
        running.delete(run);
      }
    });
  }
  await agenda.ready;
  await agenda.start();
  const healing = setInterval(() => {
    healJobs(collection, jobs, clock.now(), lockMs).catch((error) => {
      logger.warn({ err: error }, 'the jobs were not looked after');
    });
  }, 5 * scanEveryMs).unref();

  return {
    async run(name) {
      const job = jobs.find((one) => one.name === name);
      if (!job) throw new Error(`there is no job ${name}`);
      await job.run(() => !stopping);
    },
    async stop() {
      stopping = true;
      clearInterval(healing);
      await agenda.stop().catch((error: unknown) => logger.warn({ err: error }, 'Agenda did not stop cleanly'));
      await Promise.allSettled(running);
    },
  };
}
