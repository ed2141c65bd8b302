import { expect } from '@jest/globals';
import { attendDeadlines } from '../../src/application/attend-deadlines.js';
import type { Profile } from '../../src/domain/profile.js';
import type { ReferralId } from '../../src/domain/referral.js';
import { connectStorage, type Storage } from '../../src/storage/connect-storage.js';
import { type Engine, silent } from '../contracts/stores.js';
import { noLinks } from '../fakes/links.js';
import { profileStore } from '../fakes/profiles.js';
import { aReferral, profile as base, hours, later } from '../support/referrals.js';

const tell = [{ to: 'thread' }] as const;
const profile: Profile = {
  ...base,
  reminders: {
    ...base.reminders,
    normal: [
      { when: { at: 'after', ms: hours(1) }, tell },
      { when: { at: 'after', ms: hours(3) }, tell },
    ],
  },
};

/** Each with a connection of its own, all attending to the same deadlines at the same time. */
async function processes(engine: Engine, number: number): Promise<Storage[]> {
  const database = `several_${number}`;
  return Promise.all(
    Array.from({ length: number }, () => connectStorage({ uri: engine.uri, database, logger: silent })),
  );
}

/**
 * Several processes on one store, their clocks an hour apart, attend to the same deadlines at the same time: each notice
 * is given once, and none is lost.
 */
export async function attendTogether(engine: Engine, number: number, count: number): Promise<void> {
  const storages = await processes(engine, number);
  const [first] = storages as [Storage, ...Storage[]];
  const ids = Array.from({ length: count }, (_, n) => `f-${number}-${n}` as ReferralId);
  for (let from = 0; from < count; from += 50) {
    const some = ids.slice(from, from + 50);
    await Promise.all(
      some.map((id) => first.referrals.create(aReferral({ id, code: id, source: { name: 'f', externalId: id } }), [])),
    );
  }
  const committed = new Map<string, number>();
  const attend = (time: Date) =>
    Promise.all(
      storages.map((storage, index) =>
        attendDeadlines({
          deadlines: storage.deadlines,
          referrals: storage.referrals,
          notifyWays: storage.notifyWays,
          profiles: profileStore(profile),
          links: noLinks,
          clock: { now: () => new Date(time.getTime() + (index % 2) * hours(1)) },
          logger: silent,
          afterCommit: (id) => committed.set(id, (committed.get(id) ?? 0) + 1),
        }),
      ),
    );
  // Somebody's clock reaches each rung an hour before the others'; then all pass it.
  for (const hour of [0, 0.5, 1, 1.5, 2, 2.5, 3, 3.5]) await attend(later(hours(hour)));
  expect(committed.size).toBe(count);
  expect([...committed.values()].every((times) => times === 2)).toBe(true);
  for (const id of ids) {
    const found = await first.referrals.byId(id);
    expect(found?.history.filter(({ type }) => type === 'reminded')).toHaveLength(2);
  }
  await Promise.all(storages.map((storage) => storage.close()));
}
