import type { Profile } from '../domain/profile.js';
import type { HistoryEvent, Referral, ReferralId } from '../domain/referral.js';
import type { Logger } from '../logger.js';
import { destinationKey, destinationsOf } from './destinations.js';
import type { FoldStore } from './fold-ports.js';
import { contactMailbox, customerMailbox } from './mailboxes.js';
import {
  type Clock,
  type DeliveryStore,
  type Destination,
  type NewDelivery,
  type OutboxStore,
  type OwedEffect,
  type Owing,
  type ProfileStore,
  StoreUnavailable,
} from './ports.js';

export interface RelayPorts {
  readonly outbox: OutboxStore;
  readonly deliveries: DeliveryStore;
  readonly folds: FoldStore;
  readonly profiles: ProfileStore;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Referrals that are read at once while catching up. */
const pageSize = 100;

/**
 * Turns what referrals owe into deliveries, and then takes it out of their outboxes: of one referral just after its
 * command, or (without an id) of all that owe something, which catches up after a relay that died half-way. Safe to
 * run twice and by several processes: a delivery that exists or existed is not added again.
 *
 * @throws StoreUnavailable
 */
export async function relayEffects(ports: RelayPorts, referralId?: ReferralId): Promise<void> {
  if (referralId !== undefined) {
    const owing = await ports.outbox.owedBy(referralId, ports.clock.now());
    if (owing) await relay(ports, owing);
    return;
  }
  let page: readonly Owing[];
  let after: ReferralId | undefined;
  do {
    page = await ports.outbox.owing(ports.clock.now(), pageSize, after);
    for (const owing of page) await relay(ports, owing);
    after = page.at(-1)?.referral.id;
  } while (page.length === pageSize);
}

async function relay(ports: RelayPorts, { referral, effects }: Owing): Promise<void> {
  const logger = ports.logger.child({ referral: referral.id });
  try {
    const profile = await ports.profiles.byId(referral.profileId);
    if (!profile) {
      // It stays owed, so that nothing is lost when the profile is back.
      logger.error({ profile: referral.profileId }, 'the profile of a referral is not configured');
      return;
    }
    const now = ports.clock.now();
    await ports.deliveries.add([
      ...effects.flatMap((owed) => deliveriesOf(owed, referral, profile, now)),
      ...(await privateDeliveries(ports, effects, referral, now)),
    ]);
    await ports.outbox.settled(
      referral.id,
      effects.map((owed) => owed.id),
    );
  } catch (error) {
    if (error instanceof StoreUnavailable) throw error;
    // One referral that can't be relayed must not stand in the way of the others.
    logger.error({ err: error }, 'could not relay what a referral owes');
  }
}

/**
 * What was said of a referral in private changes with its cards, behind everything else: where nothing looks different
 * it costs no call of the platform.
 */
export async function privateDeliveries(
  { folds }: { readonly folds: Pick<FoldStore, 'privateAbout'> },
  effects: readonly OwedEffect[],
  referral: Referral,
  now: Date,
): Promise<NewDelivery[]> {
  const owed = effects.findLast(({ effect }) => effect.kind === 'sync-cards');
  if (!owed || owed.version === referral.history[0]?.version) return [];
  const readers = (await folds.privateAbout(referral.id)).flatMap(({ reader }) => reader ?? []);
  const byKey = new Map(readers.map((reader) => [destinationKey(reader), reader]));
  return [...byKey].map(([key, destination]) => ({
    id: `${owed.id}:${key}:private`,
    kind: 'private',
    referralId: referral.id,
    version: owed.version,
    destination,
    person: null,
    // Apart from new messages to the same person, which never wait for an edit.
    orderKey: `${referral.id}:${key}:private`,
    seq: owed.version * 2,
    step: 'update',
    priority: 2,
    dueAt: now,
  }));
}

/** The deliveries that an effect comes to; of one version cards go before lines. */
export function deliveriesOf(owed: OwedEffect, referral: Referral, profile: Profile, now: Date): NewDelivery[] {
  const { effect } = owed;
  const version = effect.kind === 'sync-cards' ? owed.version : effect.version;
  const delivery = (
    destination: Destination,
    own: Pick<NewDelivery, 'kind' | 'person' | 'step' | 'seq'>,
  ): NewDelivery => ({
    id: `${owed.id}:${destinationKey(destination)}`,
    referralId: referral.id,
    version,
    destination,
    orderKey: `${referral.id}:${destinationKey(destination)}`,
    priority: referral.state.urgent ? 0 : 1,
    dueAt: now,
    ...own,
  });
  switch (effect.kind) {
    case 'sync-cards': {
      const step = version === referral.history[0]?.version ? 'post' : 'update';
      return destinationsOf(profile).map((destination) =>
        delivery(destination, { kind: 'card', person: null, step, seq: version * 2 }),
      );
    }
    case 'announce':
      return destinationsOf(profile).map((destination) =>
        delivery(destination, { kind: 'line', person: null, step: 'post', seq: version * 2 + 1 }),
      );
    case 'remind': {
      const event = referral.history.find((one) => one.version === version);
      return event ? reminderDeliveries(event, referral, profile, delivery) : [];
    }
    case 'nudge': {
      const { person } = effect;
      const destination = { platform: person.platform, kind: 'person', id: person.id } as const;
      return [delivery(destination, { kind: 'direct', person, step: 'post', seq: version * 2 })];
    }
    case 'tell-customer':
      return [delivery(customerMailbox, { kind: 'mail', person: null, step: 'post', seq: version * 2 })];
    case 'mail-contacts':
      return profile.mailTo.map((contact) =>
        delivery(contactMailbox(contact), { kind: 'mail', person: null, step: 'post', seq: version * 2 }),
      );
  }
}

type Make = (destination: Destination, own: Pick<NewDelivery, 'kind' | 'person' | 'step' | 'seq'>) => NewDelivery;

/** The line under each card, and the notices in channels and to people, which have an order of their own. */
function reminderDeliveries(event: HistoryEvent, referral: Referral, profile: Profile, make: Make): NewDelivery[] {
  const seq = event.version * 2 + 1;
  const notice = (destination: Destination): NewDelivery => {
    const made = make(destination, { kind: 'notice', person: null, step: 'post', seq });
    return { ...made, id: `${made.id}:notice`, orderKey: `${made.orderKey}:notices` };
  };
  const channels = destinationsOf(profile);
  const { told } = event;
  // An expiry, and an urgency that somebody declared, are announced under the card like any event; that calls nobody.
  const calls = (told?.groups.length ?? 0) + (told?.mentioned.length ?? 0) > 0;
  const isAnnounced = !told || (!calls && event.notice === 'urgent' && referral.state.urgent?.by !== 'customer');
  const lines = isAnnounced
    ? []
    : channels.map((destination) => make(destination, { kind: 'line', person: null, step: 'post', seq }));
  const people = (told?.direct ?? []).map(({ platform, id }) => notice({ platform, kind: 'person', id }));
  return [...lines, ...(told && !told.channel ? [] : channels.map(notice)), ...people];
}
