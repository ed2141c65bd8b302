import type { Profile } from '../domain/profile.js';
import type { Referral } from '../domain/referral.js';
import type { DeliveryAttempt } from './delivery-attempt.js';
import { destinationKey } from './destinations.js';
import { type CardAddress, MessengerError, type ProfileStore } from './ports.js';

/** Of a card that was found again. */
const unknownLook = { hash: '', version: 0 };

/**
 * Brings the card at the delivery's destination to the referral's present state: posts it where there is none, updates
 * it where it shows something else, and looks again until it shows the latest version.
 *
 * @returns the card as it stands; null when the referral is no more
 */
export async function deliverCard(attempt: DeliveryAttempt): Promise<CardAddress | null> {
  const { ports, messenger, delivery } = attempt;
  const { destination, referralId } = delivery;
  for (;;) {
    const referral = await ports.referrals.byId(referralId);
    if (!referral) return null;
    const profile = await profileOf(ports.profiles, referral);
    const rendered = messenger.render(ports.texts.card(referral, profile, ports.clock.now()));
    const shows = { hash: rendered.hash, version: referral.version };

    let card = (await ports.cards.cards(referralId)).get(destinationKey(destination));
    if (!card) {
      const { address, isAsRendered } = await attempt.post(rendered, 'card');
      card = { ...address, ...(isAsRendered ? shows : unknownLook) };
      await ports.cards.setCard(referralId, destination, card);
      // What it shows may be an older state: it is treated as any card that shows something else.
      if (!isAsRendered) continue;
    } else if (card.hash !== rendered.hash) {
      try {
        await attempt.update(card, rendered);
      } catch (error) {
        if (!isGone(error)) throw error;
        // Somebody deleted it, but the referral goes on: it gets a new one.
        await ports.cards.removeCard(referralId, destination);
        continue;
      }
      card = { ...card, ...shows };
      await ports.cards.setCard(referralId, destination, card);
    }
    const latest = await ports.referrals.byId(referralId);
    if (!latest || latest.version === referral.version) return { ...card, ...shows };
  }
}

/** @throws MessengerError (impossible) when it is not configured any more */
export async function profileOf(profiles: Pick<ProfileStore, 'byId'>, referral: Referral): Promise<Profile> {
  const profile = await profiles.byId(referral.profileId);
  if (!profile) throw new MessengerError({ kind: 'impossible', reason: 'profile-not-configured' });
  return profile;
}

export function isGone(error: unknown): boolean {
  return error instanceof MessengerError && error.problem.kind === 'message-gone';
}
