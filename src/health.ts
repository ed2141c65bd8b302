import { Router } from 'express';
import { customerMailbox } from './application/mailboxes.js';
import { StoreUnavailable } from './application/ports.js';
import { deskTexts } from './locales/operator.js';
import type { Logger } from './logger.js';
import type { Storage } from './storage/connect-storage.js';

/** One thing that keeps the desk from working, in words for whoever runs it. */
export interface HealthProblem {
  readonly code: string;
  readonly severity: 'error' | 'warning';
  readonly text: string;
}
export type HealthCheck = () => Promise<readonly HealthProblem[]>;

/**
 * `/healthz`: the process lives. `/readyz`: everything it needs is there; 503 with what is wrong and what to do about
 * it where something isn't (warnings alone don't make it unready).
 */
export function healthRouter(checks: ReadonlySet<HealthCheck>): Router {
  const router = Router();
  router.get('/healthz', (_request, response) => {
    response.json({ status: 'ok' });
  });
  router.get('/readyz', async (_request, response) => {
    const problems = (await Promise.all([...checks].map((check) => check()))).flat();
    const ready = problems.every((problem) => problem.severity !== 'error');
    response
      .status(ready ? 200 : 503)
      .set('Cache-Control', 'no-store')
      .json({ status: ready ? 'ready' : 'not ready', problems });
  });
  return router;
}

/** Writes what a check finds to the log, as at the start. */
export async function logProblems(check: HealthCheck, logger: Logger): Promise<void> {
  for (const { severity, code, text } of await check()) logger[severity === 'error' ? 'error' : 'warn']({ code }, text);
}

/** Whether the store answers, and what can't be delivered as things are. */
export function storageCheck(storage: Storage): HealthCheck {
  return async () => {
    try {
      await storage.ping();
      const buried = await storage.deliveries.buried();
      // A customer's address that doesn't work is in the log: nobody here can mend it.
      const mendable = buried.filter(({ destination }) => destination.id !== customerMailbox.id);
      return mendable.map(({ destination, reason, count }) => ({
        code: 'deliveries-impossible',
        severity: 'warning',
        text:
          destination.platform === 'mail'
            ? deskTexts.mailRefused(count, reason)
            : deskTexts.buried(destination.id, count, reason),
      }));
    } catch (error) {
      if (!(error instanceof StoreUnavailable)) throw error;
      return [{ code: 'store-away', severity: 'error', text: deskTexts.storeAway(error.message) }];
    }
  };
}
