import { digestMessage, oweDigests } from '../../src/application/digests.js';
import { type Round, reconcileCards } from '../../src/application/reconcile-cards.js';
import type { Referral, ReferralId } from '../../src/domain/referral.js';
import type { Storage } from '../../src/storage/connect-storage.js';
import { profileStore } from '../fakes/profiles.js';
import { profile as base, hours, later } from '../support/referrals.js';
import { type TestDesk, texts } from './desk.js';
import { onFreshDesks } from './fresh-desks.js';

const channel = { platform: 'slack', kind: 'channel', id: 'C1' } as const;
const profile = { ...base, slackChannels: ['C1'] };

let storage: Storage;
let desk: TestDesk;
onFreshDesks((fresh, its) => {
  desk = fresh;
  storage = its;
});

/** A dispatcher at work, and what reconciling needs. */
function start() {
  const dispatcher = desk.start();
  const card = (referral: Referral) => texts.card(referral, profile, desk.clock.now());
  const ports = {
    ...storage,
    clock: desk.clock,
    messengers: { slack: desk.messenger },
    profiles: profileStore(profile),
  };
  return { ...ports, card, poke: dispatcher.poke };
}

describe('reconciling', () => {
  const standing = async (id: ReferralId) => (await storage.cards.cards(id)).get('slack-C1');

  test('replaces a deleted card, posts an orphan, and draws a stale one anew', async () => {
    const ports = start();
    const [deleted, orphan, stale] = [await desk.receive(), await desk.receive(), await desk.receive()];
    await desk.pass(5);
    const was = await standing(deleted.id);
    if (was) desk.messenger.delete(was);
    const old = await standing(stale.id);
    await storage.cards.removeCard(orphan.id, channel);
    if (old) await storage.cards.setCard(stale.id, channel, { ...old, hash: 'of long ago' });
    desk.messenger.log.length = 0;

    const round = await reconcileCards(ports, null);
    expect(round).toMatchObject({ list: 1, skip: 0 });
    await desk.pass(10);
    expect(await standing(deleted.id)).not.toEqual(was);
    expect(desk.messenger.log.sort()).toEqual(['post C1 R-1 v1 new', 'post C1 R-2 v1 new', 'update C1 R-3 v1 new']);
  });

  test('goes through all, a page at a time, and then rests', async () => {
    const ports = start();
    for (let n = 0; n < 12; n += 1) await desk.receive();
    await desk.pass(30);
    const rounds: Round[] = [];
    let round: Round | null = null;
    for (let run = 0; run < 5; run += 1) {
      round = await reconcileCards(ports, round);
      rounds.push(round);
    }
    expect(rounds.map(({ list, skip }) => [list, skip])).toEqual([
      [0, 10],
      [1, 0],
      [2, 0],
      [2, 0],
      [2, 0],
    ]);
    const muchLater = { now: () => later(hours(6) + 60_000) };
    expect(await reconcileCards({ ...ports, clock: muchLater }, round)).toMatchObject({ list: 0, skip: 0 });
  });

  test('stands behind whatever else is to be said', async () => {
    const ports = start();
    const first = await desk.receive();
    await desk.pass(5);
    desk.messenger.log.length = 0;
    await reconcileCards({ ...ports, poke: () => {} }, null);
    const [claimed] = await Promise.all([storage.deliveries.claim(desk.clock.now(), 60_000, [])]);
    expect(claimed).toMatchObject({ referralId: first.id, priority: 2 });
  });
});

describe('reconciling beside daily work', () => {
  test('keeps the lanes’ pace, and no new card waits behind the repairs', async () => {
    const ports = start();
    const old: ReferralId[] = [];
    for (let n = 0; n < 20; n += 1) old.push((await desk.receive()).id);
    // Until what they took of the lane has run off.
    await desk.pass(30);
    // All cards are orphans, so that their repairs are posts in the lane of the new ones, one in two seconds.
    for (const id of old) await storage.cards.removeCard(id, channel);
    desk.messenger.pace = { intervalMs: 2_000, burst: 1 };
    desk.messenger.log.length = 0;
    let round: Round | null = null;
    for (let run = 0; run < 2; run += 1) {
      round = await reconcileCards(ports, round);
    }
    const begun = desk.clock.now().getTime();
    const posts: number[] = [];
    const seen = () => desk.messenger.log.length;
    for (let n = 0; n < 5; n += 1) {
      await desk.pass(1);
      const { code } = await desk.receive();
      // Until it stands in the queue.
      await desk.idle();
      const before = seen();
      await desk.pass(3);
      // The next free place in the lane is the new one's.
      expect(desk.messenger.log[before]).toBe(`post C1 ${code} v1 new`);
    }
    await desk.pass(60);
    expect(seen()).toBe(25);
    for (const id of [...desk.messenger.texts('C1').keys()].slice(20)) {
      posts.push(desk.messenger.at({ channel: 'C1', id: String(id + 1).padStart(6, '0') })?.time.getTime() ?? begun);
    }
    const gaps = posts.slice(1).map((time, index) => time - (posts[index] as number));
    expect(gaps).toHaveLength(24);
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(2_000);
  });
});

describe('digests', () => {
  const ports = (now: Date) => ({ ...storage, profiles: profileStore(profile), clock: { now: () => now } });
  /** Tuesday, 09:00 in Berlin; the referral came on Monday. */
  const morning = later(hours(23));

  test('are owed once a morning, by whomever', async () => {
    await desk.receive({}, []);
    await Promise.all([oweDigests(ports(morning)), oweDigests(ports(morning)), oweDigests(ports(morning))]);
    const first = await storage.deliveries.claim(morning, 60_000, []);
    expect(first).toMatchObject({ kind: 'digest', priority: 2, referralId: 'digest:default', version: 20260303 });
    if (first) await storage.deliveries.done(first);
    await oweDigests(ports(later(hours(24))));
    expect(await storage.deliveries.nextDueAt([])).toBeNull();
    await oweDigests(ports(later(hours(47))));
    expect(await storage.deliveries.nextDueAt([])).toEqual(later(hours(47)));
  });

  test('say what waits, on their day only, and nothing where nothing waits', async () => {
    const about = { referralId: 'digest:default', version: 20260303 };
    const linkTo = async ({ code }: { readonly code: string }) => `https://chat.example/${code}`;
    expect(await digestMessage(ports(morning), about, linkTo)).toBeNull();
    await desk.receive({}, []);
    const message = await digestMessage(ports(morning), about, linkTo);
    expect(message).toMatchObject({ kind: 'notice', lines: [{ key: 'digest.title' }, { key: 'digest.due-today' }] });
    expect(JSON.stringify(message)).toContain('"url":"https://chat.example/R-');
    expect(await digestMessage(ports(later(hours(48))), about, linkTo)).toBeNull();
  });

  test('are not owed where a profile wants none', async () => {
    const quiet = { ...profile, reminders: { ...profile.reminders, digest: false } };
    await oweDigests({ ...ports(morning), profiles: profileStore(quiet) });
    expect(await storage.deliveries.nextDueAt([])).toBeNull();
  });
});
