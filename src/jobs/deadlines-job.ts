import { attendDeadlines, type DeadlinePorts } from '../application/attend-deadlines.js';
import type { Job } from './job.js';

/** Finds what is due by the index, whoever made it due and whatever died since. */
export function deadlinesJob(ports: DeadlinePorts): Job {
  return { name: 'deadlines', everyMs: 3_000, run: (mayGoOn) => attendDeadlines(ports, mayGoOn) };
}
