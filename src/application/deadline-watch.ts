import type { ReferralId } from '../domain/referral.js';
import { attendDeadlinesOf, type DeadlinePorts } from './attend-deadlines.js';

export interface DeadlineWatch {
  /** A referral has just been created or changed: what is due of it goes out at once, not at the next tick. */
  poke(id: ReferralId): void;
  /** Resolves when all that were poked have been looked at. */
  idle(): Promise<void>;
}

/** Looks at deadlines as soon as a command may have moved them. What fails here, the next tick finds. */
export function createDeadlineWatch(ports: DeadlinePorts): DeadlineWatch {
  const waiting = new Set<ReferralId>();
  let working: Promise<void> | null = null;

  async function work(): Promise<void> {
    for (const id of waiting) {
      waiting.delete(id);
      try {
        await attendDeadlinesOf(ports, id);
      } catch (error) {
        ports.logger.warn({ err: error, referral: id }, 'deadlines are left to the next tick');
      }
    }
  }

  return {
    poke(id) {
      waiting.add(id);
      working ??= work().finally(() => {
        working = null;
      });
    },
    async idle() {
      while (working) await working;
    },
  };
}
