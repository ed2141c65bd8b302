import type { Person } from '../domain/people.js';
import type { Logger } from '../logger.js';
import { afterFailure, bury } from './after-failure.js';
import type { BusySteps } from './busy-steps.js';
import { deliverCard } from './deliver-card.js';
import { deliverDigest } from './deliver-digest.js';
import { deliverDirect } from './deliver-direct.js';
import { deliverLine } from './deliver-line.js';
import { deliverMail } from './deliver-mail.js';
import { deliverNotice } from './deliver-notice.js';
import { deliverPrivate } from './deliver-private.js';
import { type AttemptPorts, DeliveryAttempt } from './delivery-attempt.js';
import type { Mailer } from './mail.js';
import { MailAttempt } from './mail-attempt.js';
import { type ClaimedDelivery, type DeliveryStore, type Messenger, StoreUnavailable } from './ports.js';

export interface TryPorts extends AttemptPorts {
  readonly deliveries: DeliveryStore;
  readonly messengers: Readonly<Partial<Record<Person['platform'], Messenger>>>;
  /** Absent: no e-mail can be sent. */
  readonly mailer?: Mailer;
  readonly logger: Logger;
  /** From 0 up to 1, for the spread of retries. */
  readonly random: () => number;
}

/** One try of a delivery, and what follows from it. Throws only what the store does. */
export async function tryDelivery(ports: TryPorts, busy: BusySteps, delivery: ClaimedDelivery): Promise<void> {
  const { deliveries, logger } = ports;
  const { destination, referralId, kind } = delivery;
  const log = logger.child({ delivery: delivery.id, referral: referralId, kind, to: destination.id });
  const attempt = attemptAt(ports, delivery);
  if (typeof attempt === 'string') return bury(ports, delivery, attempt, log);
  try {
    await deliveries.done(delivery, await deliver(attempt));
    log.debug('delivered');
  } catch (error) {
    if (error instanceof StoreUnavailable) throw error;
    await afterFailure({ ...ports, busy }, attempt, error, log);
  }
}

/** A try with what serves the destination; a reason where nothing does. */
function attemptAt(ports: TryPorts, delivery: ClaimedDelivery): DeliveryAttempt | MailAttempt | string {
  const { platform } = delivery.destination;
  if (platform === 'mail') {
    return ports.mailer ? new MailAttempt(ports, ports.mailer, delivery) : 'mail-not-configured';
  }
  const messenger = ports.messengers[platform];
  return messenger ? new DeliveryAttempt(ports, messenger, delivery) : 'platform-not-connected';
}

/** @returns the version that a card now shows */
async function deliver(attempt: DeliveryAttempt | MailAttempt): Promise<number | undefined> {
  if (attempt instanceof MailAttempt) await deliverMail(attempt);
  else if (attempt.delivery.kind === 'card') return (await deliverCard(attempt))?.version;
  else if (attempt.delivery.kind === 'line') await deliverLine(attempt);
  else if (attempt.delivery.kind === 'direct') await deliverDirect(attempt);
  else if (attempt.delivery.kind === 'notice') await deliverNotice(attempt);
  else if (attempt.delivery.kind === 'private') await deliverPrivate(attempt);
  else if (attempt.delivery.kind === 'digest') await deliverDigest(attempt);
  return undefined;
}
