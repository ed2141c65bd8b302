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
    const found = await ports.cards.withReferral(referralId);
    if (!found) return null;
    const { referral, cards } = found;
    const profile = await profileOf(ports.profiles, referral);
    const rendered = messenger.render(ports.texts.card(referral, profile, ports.clock.now()));
    const shows = { hash: rendered.hash, version: referral.version };

    const known = cards.get(destinationKey(destination));
    if (known?.hash === rendered.hash) return { ...known, ...shows };
    let card: CardAddress;
    if (!known) {
      const { address, isAsRendered } = await attempt.post(rendered, 'card');
      // What it shows may be an older state: it is treated as any card that shows something else.
      if (!isAsRendered) {
        await ports.cards.setCard(referralId, destination, { ...address, ...unknownLook });
        continue;
      }
      card = { ...address, ...shows };
    } else {
      try {
        await attempt.update(known, rendered);
      } catch (error) {
        if (!isGone(error)) throw error;
        // Somebody deleted it, but the referral goes on: it gets a new one.
        await ports.cards.removeCard(referralId, destination);
        continue;
      }
      card = { ...known, ...shows };
    }
    const latest = await ports.cards.setCard(referralId, destination, card);
    if (latest === null || latest === referral.version) return card;
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
