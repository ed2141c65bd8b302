import { deliverFold } from './deliver-notice.js';
import type { DeliveryAttempt } from './delivery-attempt.js';

/** Tells a person privately about an event, with a link to a card on their platform where there is one. */
export async function deliverDirect(attempt: DeliveryAttempt): Promise<void> {
  const { id, destination } = attempt.delivery;
  // A message of its own: what somebody does for a person should reach them, and an edit reaches nobody.
  await deliverFold(attempt, { key: `direct:${id}`, reader: destination }, 0);
}
