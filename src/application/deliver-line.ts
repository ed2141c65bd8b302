import { deliverCard, isGone, profileOf } from './deliver-card.js';
import type { DeliveryAttempt } from './delivery-attempt.js';
import { destinationKey } from './destinations.js';

/** Writes one line about an event into the thread of the card; a card that is missing is posted first. */
export async function deliverLine(attempt: DeliveryAttempt): Promise<void> {
  const { ports, messenger, delivery } = attempt;
  const { destination, referralId } = delivery;
  const referral = await ports.referrals.byId(referralId);
  const event = referral?.history.find(({ version }) => version === delivery.version);
  if (!referral || !event) return;
  const message = ports.texts.line(referral, event, await profileOf(ports.profiles, referral));
  if (!message) return;
  const rendered = messenger.render(message);

  const known = (await ports.cards.cards(referralId)).get(destinationKey(destination));
  const card = known ?? (await deliverCard(attempt));
  if (!card) return;
  try {
    await attempt.post(rendered, 'line', card);
  } catch (error) {
    // A card posted just now that is gone again is taken up at the next try.
    if (!isGone(error)) throw error;
    await ports.cards.removeCard(referralId, destination);
    const renewed = await deliverCard(attempt);
    if (renewed) await attempt.post(rendered, 'line', renewed);
  }
}
