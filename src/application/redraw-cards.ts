import type { ReferralId } from '../domain/referral.js';
import type { FoldStore } from './fold-ports.js';
import type { Clock, Delivery, DeliveryStore, ProfileStore, ReferralStore } from './ports.js';
import { deliveriesOf, privateDeliveries } from './relay-effects.js';

/**
 * Adds a delivery for each card of a referral, and for what was said of it in private, although nothing is owed: for
 * what may show something else than the referral's present state. One that shows it already costs no call to the platform.
 *
 * @param priority where it isn't the referral's own
 * @throws StoreUnavailable
 */
export async function redrawCards(
  ports: {
    readonly referrals: Pick<ReferralStore, 'byId'>;
    readonly profiles: Pick<ProfileStore, 'byId'>;
    readonly deliveries: Pick<DeliveryStore, 'addAgain'>;
    readonly folds: Pick<FoldStore, 'privateAbout'>;
    readonly clock: Clock;
  },
  id: ReferralId,
  priority?: Delivery['priority'],
): Promise<void> {
  const referral = await ports.referrals.byId(id);
  const profile = referral && (await ports.profiles.byId(referral.profileId));
  if (!referral || !profile) return;
  const { version } = referral;
  const owed = { id: `${id}:${version}:again`, effect: { kind: 'sync-cards' }, version, commandId: null } as const;
  const now = ports.clock.now();
  for (const delivery of await privateDeliveries(ports, [owed], referral, now))
    await ports.deliveries.addAgain(delivery);
  for (const delivery of deliveriesOf(owed, referral, profile, now)) {
    await ports.deliveries.addAgain(priority === undefined ? delivery : { ...delivery, priority });
  }
}
