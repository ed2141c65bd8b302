import type { Profile } from '../domain/profile.js';
import type { ReferralId } from '../domain/referral.js';
import { destinationKey, destinationsOf } from './destinations.js';
import type { CardAddress, CardStore, Destination } from './ports.js';

/** The card that is nearest to a reader: the one in that very channel, else the first on their platform. */
export async function cardNear(
  store: Pick<CardStore, 'cards'>,
  reader: Destination,
  referralId: ReferralId,
  profile: Profile,
): Promise<CardAddress | null> {
  const cards = await store.cards(referralId);
  const same = cards.get(destinationKey(reader));
  if (same) return same;
  const near = destinationsOf(profile)
    .filter(({ platform }) => platform === reader.platform)
    .map((destination) => cards.get(destinationKey(destination)))
    .find((card) => card !== undefined);
  return near ?? null;
}
