import type { Profile } from '../domain/profile.js';
import type { ReferralId } from '../domain/referral.js';
import { languageOf } from './acquaintances.js';
import { profileOf } from './deliver-card.js';
import type { AttemptPorts, DeliveryAttempt } from './delivery-attempt.js';
import { destinationKey, destinationsOf } from './destinations.js';
import type { CardAddress, Destination } from './ports.js';

/** Tells a person privately about an event, with a link to a card on their platform where there is one. */
export async function deliverDirect(attempt: DeliveryAttempt): Promise<void> {
  const { ports, messenger, delivery } = attempt;
  const { person, referralId } = delivery;
  const referral = await ports.referrals.byId(referralId);
  const event = referral?.history.find(({ version }) => version === delivery.version);
  if (!referral || !event || !person) return;
  const profile = await profileOf(ports.profiles, referral);
  const card = await cardOn(ports.cards, person.platform, referralId, profile);
  const link = card && (await messenger.link(card));
  const language = (await languageOf(ports.directories, person)) ?? profile.language;
  const message = ports.texts.direct(referral, event, { to: person, link, language });
  if (message) await attempt.post(messenger.render(message), 'direct');
}

/** A card of a referral on a platform, in the profile's first channel that has one. */
export async function cardOn(
  store: AttemptPorts['cards'],
  platform: Destination['platform'],
  referralId: ReferralId,
  profile: Profile,
): Promise<CardAddress | null> {
  const cards = await store.cards(referralId);
  const near = destinationsOf(profile)
    .filter((destination) => destination.platform === platform)
    .map((destination) => cards.get(destinationKey(destination)))
    .find((card) => card !== undefined);
  return near ?? null;
}
