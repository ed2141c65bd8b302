import type { ReferralId } from '../domain/referral.js';
import { destinationKey } from './destinations.js';
import type { Address, CardStore, Destination, Messenger } from './ports.js';

/**
 * Somebody clicked on a card of ours. One that we don't know of (its post succeeded, but we died before noting it) is
 * ours from now on; one beside another that we know is a late duplicate, and goes.
 *
 * @returns what the card turned out to be
 */
export async function adoptCard(
  ports: { readonly cards: Pick<CardStore, 'cards' | 'setCard'>; readonly messenger: Pick<Messenger, 'remove'> },
  id: ReferralId,
  destination: Destination,
  clicked: Address,
): Promise<'known' | 'adopted' | 'duplicate'> {
  const known = (await ports.cards.cards(id)).get(destinationKey(destination));
  if (known?.channel === clicked.channel && known.id === clicked.id) return 'known';
  if (known) {
    await ports.messenger.remove(clicked);
    return 'duplicate';
  }
  // No hash and no version: the next synchronisation draws it anew.
  await ports.cards.setCard(id, destination, { ...clicked, hash: '', version: 0 });
  return 'adopted';
}
