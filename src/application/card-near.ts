import type { Profile } from '../domain/profile.js';
import { destinationKey, destinationsOf } from './destinations.js';
import type { CardAddress, Destination } from './ports.js';

/** Of a referral's cards (by destination key) the one that is nearest to a reader: the one in that very channel, else the first on their platform. */
export function cardNear(
  cards: ReadonlyMap<string, CardAddress>,
  reader: Destination,
  profile: Profile,
): CardAddress | null {
  const same = cards.get(destinationKey(reader));
  if (same) return same;
  const near = destinationsOf(profile)
    .filter(({ platform }) => platform === reader.platform)
    .map((destination) => cards.get(destinationKey(destination)))
    .find((card) => card !== undefined);
  return near ?? null;
}
