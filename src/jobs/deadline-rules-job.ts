import { type DeadlineRulesPorts, workOutDeadlines } from '../application/work-out-deadlines.js';
import type { Job } from './job.js';

/** Besides at the start: a backup that is restored meanwhile may be of a time with other rules. */
export function deadlineRulesJob(ports: DeadlineRulesPorts): Job {
  return { name: 'deadline-rules', everyMs: 60_000, run: () => workOutDeadlines(ports) };
}
