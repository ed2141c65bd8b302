import { cardNear } from './card-near.js';
import type { DeliveryAttempt } from './delivery-attempt.js';

/** Posts what a day begins with; nothing to say, no digest. */
export async function deliverDigest(attempt: DeliveryAttempt): Promise<void> {
  const { ports, messenger, delivery } = attempt;
  const message = await ports.digest?.(delivery, async ({ id }, profile) => {
    const card = await cardNear(ports.cards, delivery.destination, id, profile);
    return card && messenger.link(card);
  });
  if (message) await attempt.post(messenger.render(message), 'digest');
}
