import type { Profile } from '../domain/profile.js';
import type { Referral } from '../domain/referral.js';
import { destinationKey, destinationsOf } from './destinations.js';
import type { FoldStore } from './fold-ports.js';
import type { Message } from './messages.js';
import type { CardStore, Clock, DeliveryStore, Destination, Messenger, ProfileStore, ReferralStore } from './ports.js';
import { redrawCards } from './redraw-cards.js';

export interface ReconcilePorts {
  readonly referrals: Pick<ReferralStore, 'list' | 'byId'>;
  readonly profiles: ProfileStore;
  readonly cards: CardStore;
  readonly deliveries: Pick<DeliveryStore, 'addAgain'>;
  readonly folds: Pick<FoldStore, 'privateAbout'>;
  readonly messengers: Readonly<Partial<Record<Destination['platform'], Messenger>>>;
  readonly card: (referral: Referral, profile: Profile) => Message;
  readonly clock: Clock;
  /** Something may be due. */
  readonly poke: () => void;
}

/** Where the round through all open referrals stands. */
export interface Round {
  /** Which of the lists, an inbox and the active deals of each profile. */
  readonly list: number;
  readonly skip: number;
  readonly begunAt: Date;
}

/** Open referrals that one run looks at: each may cost an update, of which Slack allows fifty a minute for everything. */
const pageSize = 10;
/** A round takes at least this long, in milliseconds: touching a card costs a call of the platform. */
const roundMs = 6 * 3_600_000;

/**
 * Looks whether the cards of open referrals are there and show what they should, one page at a time, and lets those that
 * don't be drawn anew. What it asks for goes out after everything else, and within the rate lanes.
 *
 * @param round where to go on; null begins a round
 * @returns where to go on at the next run
 */
export async function reconcileCards(ports: ReconcilePorts, round: Round | null): Promise<Round> {
  const now = ports.clock.now();
  const at = round ?? { list: 0, skip: 0, begunAt: now };
  const profiles = await ports.profiles.all();
  const profile = profiles[Math.floor(at.list / 2)];
  if (!profile) {
    const isOver = now.getTime() - at.begunAt.getTime() >= roundMs || now < at.begunAt;
    return isOver ? { list: 0, skip: 0, begunAt: now } : at;
  }
  const show = { kind: at.list % 2 === 0 ? 'inbox' : 'active' } as const;
  const { items } = await ports.referrals.list({ profileIds: [profile.id], show, skip: at.skip, limit: pageSize });
  for (const referral of items) await reconcileOne(ports, referral, profile);
  if (items.length > 0) ports.poke();
  return items.length === pageSize ? { ...at, skip: at.skip + pageSize } : { ...at, list: at.list + 1, skip: 0 };
}

async function reconcileOne(ports: ReconcilePorts, referral: Referral, profile: Profile): Promise<void> {
  const cards = await ports.cards.cards(referral.id);
  for (const destination of destinationsOf(profile)) {
    const messenger = ports.messengers[destination.platform];
    const card = cards.get(destinationKey(destination));
    if (!messenger || !card) continue;
    const { hash } = messenger.render(ports.card(referral, profile));
    // One that looks right may have been deleted by somebody: only drawing it again tells.
    if (card.hash === hash) await ports.cards.doubt(referral.id, destination, card);
  }
  await redrawCards(ports, referral.id, 2);
}
