import type { Logger } from '../logger.js';
import type { BusySteps } from './busy-steps.js';
import { type DeliveryAttempt, LaneBusy, LeaseLost, NotYet, TooEarlyToSearch } from './delivery-attempt.js';
import type { Pace } from './pace.js';
import {
  type Clock,
  type DeliveryStore,
  type LaneStore,
  type Messenger,
  MessengerError,
  type MessengerProblem,
} from './ports.js';
import { retryDelay } from './retry-delay.js';

export interface FailurePorts {
  readonly deliveries: DeliveryStore;
  readonly lanes: LaneStore;
  readonly clock: Clock;
  readonly busy: BusySteps;
  readonly random: () => number;
  readonly pace: Pick<Pace, 'doubtMs'>;
}

/** What is known of a try that failed. */
export interface FailedTry extends Pick<DeliveryAttempt, 'delivery' | 'forgetPost' | 'step'> {
  readonly messenger: Pick<Messenger, 'lanes'>;
}

/**
 * Decides what becomes of a delivery whose try failed: later, or buried. Nothing is given up because it failed often.
 *
 * @throws StoreUnavailable when it can't be noted; then the lease runs out, and the delivery is tried again
 */
export async function afterFailure(
  ports: FailurePorts,
  attempt: FailedTry,
  error: unknown,
  logger: Logger,
): Promise<void> {
  const { deliveries, busy } = ports;
  const { delivery, forgetPost } = attempt;
  if (error instanceof LeaseLost) return logger.warn('another process may have this delivery by now');
  if (error instanceof LaneBusy) {
    busy.note(delivery.destination, error.step, error.until);
    return deliveries.later(delivery, error.until, { countAttempt: false, forgetPost, reason: 'lane-busy' });
  }
  if (error instanceof TooEarlyToSearch) {
    return deliveries.later(delivery, error.until, { countAttempt: false, forgetPost, reason: 'fate-unknown' });
  }
  if (error instanceof NotYet) {
    return deliveries.later(delivery, error.until, { countAttempt: false, forgetPost, reason: error.reason });
  }
  if (error instanceof MessengerError) return afterProblem(ports, attempt, error.problem, logger);
  // A fault of ours. It is loud, and the delivery waits for the version that mends it.
  logger.error({ err: error }, 'a delivery failed unexpectedly');
  return retry(ports, attempt, 'unexpected');
}

async function afterProblem(
  ports: FailurePorts,
  attempt: FailedTry,
  problem: MessengerProblem,
  logger: Logger,
): Promise<void> {
  const { deliveries, lanes, clock, busy } = ports;
  const { delivery, forgetPost, messenger, step } = attempt;
  const fromNow = (ms: number) => new Date(clock.now().getTime() + ms);
  switch (problem.kind) {
    case 'rate-limited': {
      const until = fromNow(problem.retryAfterMs);
      logger.warn({ step, until }, 'the platform says to wait');
      const [lane] = step ? messenger.lanes(step, delivery.destination) : [];
      if (lane) await lanes.hold(lane.key, until);
      if (step) busy.note(delivery.destination, step, until);
      return deliveries.later(delivery, until, { countAttempt: false, forgetPost, reason: problem.kind });
    }
    case 'fate-unknown': {
      const { reason } = problem;
      logger.warn({ reason }, 'the fate of a post is unknown');
      return deliveries.later(delivery, fromNow(ports.pace.doubtMs), { countAttempt: true, forgetPost, reason });
    }
    case 'impossible':
      return bury(ports, attempt.delivery, problem.reason, logger);
    case 'temporary':
      logger.info({ reason: problem.reason, attempts: delivery.attempts + 1 }, 'a delivery is tried again');
      return retry(ports, attempt, problem.reason);
    case 'message-gone':
      return retry(ports, attempt, problem.kind);
  }
}

function retry({ deliveries, clock, random }: FailurePorts, attempt: FailedTry, reason: string): Promise<void> {
  const { delivery, forgetPost } = attempt;
  const wait = retryDelay(delivery.attempts + 1, random(), delivery.priority === 0);
  const dueAt = new Date(clock.now().getTime() + wait);
  return deliveries.later(delivery, dueAt, { countAttempt: true, forgetPost, reason });
}

/** Lays a delivery aside that can't work as things are; an operator sees it in the log and in `buried`. */
export async function bury(
  { deliveries }: Pick<FailurePorts, 'deliveries'>,
  delivery: FailedTry['delivery'],
  reason: string,
  logger: Logger,
): Promise<void> {
  await deliveries.bury(delivery, reason);
  logger.error({ reason }, 'a delivery is impossible until somebody changes something');
}
