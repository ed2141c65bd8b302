import type { DeliveryAttempt } from './delivery-attempt.js';

/** Posts what a day begins with; nothing to say, no digest. */
export async function deliverDigest(attempt: DeliveryAttempt): Promise<void> {
  const message = await attempt.ports.digest?.(attempt.delivery);
  if (message) await attempt.post(attempt.messenger.render(message), 'digest');
}
