import { profileOf } from './deliver-card.js';
import type { DeliveryAttempt } from './delivery-attempt.js';
import { destinationKey, destinationsOf } from './destinations.js';
import type { Address } from './ports.js';

/** Tells a person privately about an event, with a link to a card on their platform where there is one. */
export async function deliverDirect(attempt: DeliveryAttempt): Promise<void> {
  const { ports, messenger, delivery } = attempt;
  const { person, referralId } = delivery;
  const referral = await ports.referrals.byId(referralId);
  const event = referral?.history.find(({ version }) => version === delivery.version);
  if (!referral || !event || !person) return;
  const profile = await profileOf(ports.profiles, referral);

  const cards = await ports.cards.cards(referralId);
  const near = destinationsOf(profile)
    .filter(({ platform }) => platform === person.platform)
    .map((destination) => cards.get(destinationKey(destination)))
    .find((card) => card !== undefined);
  const card: Address | null = near ? { channel: near.channel, id: near.id } : null;
  const message = await ports.texts.direct(referral, event, profile, { to: person, card });
  if (message) await attempt.post(messenger.render(message), 'direct');
}
