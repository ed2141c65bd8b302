import { type ReconcilePorts, type Round, reconcileCards } from '../application/reconcile-cards.js';
import type { Job } from './job.js';

/** A page of open referrals a minute. Where the round stands is this process's own: another begins its own. */
export function reconcileJob(ports: ReconcilePorts): Job {
  let round: Round | null = null;
  return {
    name: 'reconcile',
    everyMs: 60_000,
    async run() {
      round = await reconcileCards(ports, round);
    },
  };
}
