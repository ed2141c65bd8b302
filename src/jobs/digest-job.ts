import { type DigestPorts, oweDigests } from '../application/digests.js';
import type { Job } from './job.js';

/** @param poke something may be due */
export function digestJob(ports: DigestPorts, poke: () => void): Job {
  return {
    name: 'digest',
    everyMs: 60_000,
    async run() {
      await oweDigests(ports);
      poke();
    },
  };
}
