import { attend } from '../domain/attend.js';
import { concernedByNotices } from '../domain/audience.js';
import { decide } from '../domain/lifecycle.js';
import type { Profile } from '../domain/profile.js';
import type { ReferralId } from '../domain/referral.js';
import type { Logger } from '../logger.js';
import type { DeadlineStore, Due } from './deadline-ports.js';
import type { LinkedPeople } from './linked-people.js';
import type { NotifyStore } from './notify-ports.js';
import { type Clock, type ProfileStore, type ReferralStore, StoreUnavailable } from './ports.js';

export interface DeadlinePorts {
  readonly deadlines: DeadlineStore;
  readonly referrals: Pick<ReferralStore, 'save'>;
  readonly profiles: Pick<ProfileStore, 'byId'>;
  readonly notifyWays: Pick<NotifyStore, 'chosenBy'>;
  readonly clock: Clock;
  readonly links: Pick<LinkedPeople, 'among'>;
  readonly logger: Logger;
  /** Called after something was saved; starts the deliveries, answers at once. */
  readonly afterCommit: (id: ReferralId) => void;
}

/** Referrals that are read at once. */
const pageSize = 100;
/** Of those, how many are attended to at the same time: each waits for the store most of the time. */
const atOnce = 10;
/** When one that could not be looked at is tried again, in milliseconds, so that it stands in nobody's way. */
const afterFault = 5 * 60_000;

/**
 * Looks at every referral that is due, until none is left or `mayGoOn` says no. Costs what is due, however many are
 * open. Safe to run twice and by several processes: whoever writes first wins, and the other finds it done.
 *
 * @returns how many were looked at
 * @throws StoreUnavailable
 */
export async function attendDeadlines(ports: DeadlinePorts, mayGoOn: () => boolean = () => true): Promise<number> {
  let count = 0;
  for (;;) {
    const page = await ports.deadlines.due(ports.clock.now(), pageSize);
    for (let from = 0; from < page.length; from += atOnce) {
      if (!mayGoOn()) return count;
      const some = page.slice(from, from + atOnce);
      await Promise.all(some.map((due) => attendTo(ports, due)));
      count += some.length;
    }
    if (page.length < pageSize) return count;
  }
}

/** The same for one, just after its command. */
export async function attendDeadlinesOf(ports: DeadlinePorts, id: ReferralId): Promise<void> {
  const due = await ports.deadlines.dueOne(id, ports.clock.now());
  if (due) await attendTo(ports, due);
}

async function attendTo(ports: DeadlinePorts, due: Due): Promise<void> {
  try {
    await attendOnce(ports, due);
  } catch (error) {
    if (error instanceof StoreUnavailable) throw error;
    ports.logger.error(
      { err: error, referral: due.referral.id },
      'the deadlines of a referral could not be attended to',
    );
    await ports.deadlines.look(due, new Date(ports.clock.now().getTime() + afterFault));
  }
}

async function attendOnce(ports: DeadlinePorts, due: Due) {
  const { deadlines, referrals, profiles, notifyWays, clock, links, afterCommit } = ports;
  const { referral } = due;
  const profile = await profiles.byId(referral.profileId);
  if (!profile) throw new Error(`the profile ${referral.profileId} is not configured`);
  const now = clock.now();
  const linked = await links.among(concernedByNotices(referral, profile));
  const foreseen = attend(referral, profile, now, linked);
  const told = foreseen.kind === 'changed' ? foreseen.event?.told : undefined;
  const people = told ? [...told.mentioned, ...told.direct] : [];
  const chosen = people.length > 0 ? await notifyWays.chosenBy(people) : null;
  const attention = chosen?.size ? attend(referral, profile, now, linked, chosen) : foreseen;
  if (attention.kind === 'nothing') {
    await deadlines.look(due, attention.look);
    return;
  }
  const saved =
    attention.kind === 'changed'
      ? await deadlines.apply(due, { ...attention, at: now })
      : await expire(referrals, due, profile, now);
  if (saved) afterCommit(referral.id);
}

/** Its command makes it due again, and then there is nothing left to do. */
async function expire(
  referrals: DeadlinePorts['referrals'],
  { referral }: Due,
  { tellCustomer }: Profile,
  now: Date,
): Promise<boolean> {
  const id = `expire:${referral.id}:${referral.version}`;
  const answer = decide(referral, { id, type: 'expire' }, { actor: null, now, undoWindow: 0, tellCustomer });
  if (answer.kind !== 'changed') throw new Error(`what is past its time did not expire: ${answer.kind}`);
  const { next, recorded, effects } = answer;
  return (await referrals.save({ next, event: recorded.event, recorded, effects })) === 'saved';
}
