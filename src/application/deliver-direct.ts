import { languageOf } from './acquaintances.js';
import { cardNear } from './card-near.js';
import { profileOf } from './deliver-card.js';
import type { DeliveryAttempt } from './delivery-attempt.js';

/** Tells a person privately about an event, with a link to a card on their platform where there is one. */
export async function deliverDirect(attempt: DeliveryAttempt): Promise<void> {
  const { ports, messenger, delivery } = attempt;
  const { person, referralId } = delivery;
  const referral = await ports.referrals.byId(referralId);
  const event = referral?.history.find(({ version }) => version === delivery.version);
  if (!referral || !event || !person) return;
  const profile = await profileOf(ports.profiles, referral);
  const card = await cardNear(ports.cards, delivery.destination, referralId, profile);
  const link = card && (await messenger.link(card));
  const language = (await languageOf(ports.directories, person)) ?? profile.language;
  const message = ports.texts.direct(referral, event, { to: person, link, language, now: ports.clock.now() });
  if (message) await attempt.post(messenger.render(message), 'direct');
}
