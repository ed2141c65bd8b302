import type { BusyStep, ClaimedDelivery, Destination, LeftAlone, NewDelivery } from '../../src/application/ports.js';
import type { ReferralId } from '../../src/domain/referral.js';
import type { Storage } from '../../src/storage/connect-storage.js';
import { anna, later } from '../support/referrals.js';

const channel = (id: string): Destination => ({ platform: 'slack', kind: 'channel', id });
const now = later(0);
const at = (seconds: number) => later(seconds * 1_000);
const lease = 60_000;

/** A card (even `seq`) or a line (odd) of `referral` in channel `C1`. */
function delivery(referral: string, seq: number, overrides: Partial<NewDelivery> = {}): NewDelivery {
  const { destination = channel('C1') } = overrides;
  const version = Math.floor(seq / 2);
  return {
    id: `${referral}:${seq}:${destination.id}`,
    kind: seq % 2 === 0 ? 'card' : 'line',
    referralId: referral as ReferralId,
    version,
    destination,
    person: null,
    orderKey: `${referral}:${destination.id}`,
    seq,
    step: seq === 2 || seq % 2 === 1 ? 'post' : 'update',
    priority: 1,
    dueAt: now,
    ...overrides,
  };
}

/** What every store of deliveries and rate lanes keeps. `connect` gives one on an empty database. */
export function deliveryStoreContract(connect: () => Promise<Storage>): void {
  let storage: Storage;
  beforeEach(async () => {
    storage = await connect();
  });
  const claim = (time = now, leftAlone: readonly LeftAlone[] = []) => storage.deliveries.claim(time, lease, leftAlone);
  const claimed = async (time = now): Promise<ClaimedDelivery> => {
    const found = await claim(time);
    if (!found) throw new Error('the test expects a delivery to claim');
    return found;
  };
  const drain = async (time = now) => {
    const ids: string[] = [];
    for (let found = await claim(time); found; found = await claim(time)) {
      ids.push(found.id);
      await storage.deliveries.done(found);
    }
    return ids;
  };
  const putOff = { countAttempt: true, forgetPost: false, reason: 'test' };

  describe('deliveries', () => {
    test('one that is claimed is given whole, and to nobody else', async () => {
      const one = delivery('r1', 2, { kind: 'direct', person: anna });
      await storage.deliveries.add([one]);
      const found = await claimed();
      expect(found).toStrictEqual({
        ...one,
        attempts: 0,
        post: null,
        lease: expect.any(String),
        leasedUntil: at(60),
      });
      expect(await claim()).toBeNull();
    });

    test('none is claimed before it is due', async () => {
      await storage.deliveries.add([delivery('r1', 2, { dueAt: at(5) })]);
      expect(await claim(at(4))).toBeNull();
      expect(await storage.deliveries.nextDueAt([])).toEqual(at(5));
      expect(await claim(at(5))).not.toBeNull();
    });

    test('adding again adds nothing, not even after it was delivered', async () => {
      const both = [delivery('r1', 2), delivery('r1', 3)];
      await storage.deliveries.add(both);
      await storage.deliveries.add(both);
      expect(await drain()).toEqual(['r1:2:C1', 'r1:3:C1']);
      await storage.deliveries.add(both);
      expect(await drain()).toEqual([]);
      expect(await storage.deliveries.nextDueAt([])).toBeNull();
    });

    test('adding again on purpose adds behind what waits, however often it went out', async () => {
      const again = delivery('r1', 2, { id: 'again' });
      await storage.deliveries.addAgain(again);
      expect(await drain()).toEqual(['again']);
      await storage.deliveries.addAgain(again);
      await storage.deliveries.addAgain(again);
      await storage.deliveries.add([delivery('r1', 3)]);
      const first = await claimed();
      await storage.deliveries.addAgain(again);
      await storage.deliveries.done(first);
      expect(await drain()).toEqual(['r1:3:C1', 'again']);
      await storage.deliveries.add([delivery('r1', 3)]);
      expect(await drain()).toEqual([]);
    });

    test('many processes that add the same add it once', async () => {
      const all = ['r1', 'r2'].flatMap((referral) => [2, 3, 4].map((seq) => delivery(referral, seq)));
      await Promise.all(Array.from({ length: 6 }, () => storage.deliveries.add(all)));
      expect((await drain()).sort()).toEqual(all.map((one) => one.id).sort());
    });

    test('what is added while others add or finish is not lost', async () => {
      await storage.deliveries.add([delivery('r1', 2)]);
      const first = await claimed();
      const more = Array.from({ length: 8 }, (_, n) => delivery('r1', 2, { id: `again ${n}`, version: 9 }));
      await Promise.all([
        storage.deliveries.done(first, 1),
        ...more.map((one) => storage.deliveries.addAgain(one)),
        storage.deliveries.add([delivery('r1', 4)]),
      ]);
      expect((await drain()).sort()).toEqual([...more.map((one) => one.id), 'r1:4:C1'].sort());
    });

    test('those of an order key go out one after the other', async () => {
      await storage.deliveries.add([delivery('r1', 2), delivery('r1', 3)]);
      const first = await claimed();
      expect(first.seq).toBe(2);
      expect(await claim()).toBeNull();
      await storage.deliveries.add([delivery('r1', 4)]);
      expect(await claim()).toBeNull();
      await storage.deliveries.done(first);
      expect((await claimed()).seq).toBe(3);
    });

    test('a line waits as long as the card before it does', async () => {
      await storage.deliveries.add([delivery('r1', 2), delivery('r1', 3)]);
      await storage.deliveries.later(await claimed(), at(30), putOff);
      expect(await claim(at(29))).toBeNull();
      expect((await claimed(at(30))).seq).toBe(2);
    });

    test('urgent before normal before digest, and among equals who waited longest', async () => {
      await storage.deliveries.add([
        delivery('digest', 2, { priority: 2, dueAt: at(-9) }),
        delivery('younger', 2, { dueAt: at(-1) }),
        delivery('older', 2, { dueAt: at(-2) }),
        delivery('urgent', 2, { priority: 0 }),
      ]);
      expect(await drain()).toEqual(['urgent:2:C1', 'older:2:C1', 'younger:2:C1', 'digest:2:C1']);
    });

    test('putting one off does not send it to the end of its class', async () => {
      await storage.deliveries.add([
        delivery('older', 2, { dueAt: at(-2) }),
        delivery('younger', 2, { dueAt: at(-1) }),
      ]);
      await storage.deliveries.later(await claimed(), at(1), putOff);
      expect(await drain(at(1))).toEqual(['older:2:C1', 'younger:2:C1']);
    });

    test('what turned urgent pulls the ones before it along', async () => {
      await storage.deliveries.add([delivery('other', 2, { dueAt: at(-2) }), delivery('r1', 2)]);
      await storage.deliveries.add([delivery('r1', 4, { priority: 0 })]);
      expect(await drain()).toEqual(['r1:2:C1', 'r1:4:C1', 'other:2:C1']);
    });

    test('a card that shows a version has delivered the cards up to it', async () => {
      await storage.deliveries.add([2, 3, 4, 5, 6].map((seq) => delivery('r1', seq)));
      await storage.deliveries.done(await claimed(), 2);
      expect(await drain()).toEqual(['r1:3:C1', 'r1:5:C1', 'r1:6:C1']);
    });

    test('what would take a busy lane is left alone', async () => {
      const busy: BusyStep[] = [{ destination: channel('C1'), step: 'post' }];
      await storage.deliveries.add([
        delivery('r1', 2),
        delivery('r2', 4),
        delivery('r3', 2, { destination: channel('C2') }),
      ]);
      expect((await claim(now, busy))?.id).toBe('r2:4:C1');
      expect((await claim(now, busy))?.id).toBe('r3:2:C2');
      expect(await claim(now, busy)).toBeNull();
      expect((await claim(now))?.id).toBe('r1:2:C1');
    });

    test('the next due time leaves busy lanes alone too', async () => {
      await storage.deliveries.add([
        delivery('r1', 2),
        delivery('r2', 2, { destination: channel('C2'), dueAt: at(7) }),
      ]);
      expect(await storage.deliveries.nextDueAt([{ destination: channel('C1'), step: 'post' }])).toEqual(at(7));
    });

    test('what is for a platform that is left alone is neither claimed nor counted as next', async () => {
      const leftAlone = [{ platform: 'slack' }] as const;
      const elsewhere = { ...channel('19:t'), platform: 'teams' } as const;
      await storage.deliveries.add([
        delivery('r1', 2, { priority: 0 }),
        delivery('r2', 2, { destination: elsewhere, dueAt: at(7) }),
      ]);
      expect(await storage.deliveries.nextDueAt(leftAlone)).toEqual(at(7));
      expect((await claim(at(8), leftAlone))?.id).toBe('r2:2:19:t');
      expect(await claim(at(8), leftAlone)).toBeNull();
      expect((await claim(at(8)))?.id).toBe('r1:2:C1');
    });

    test('every one is claimed once, by however many at once', async () => {
      const all = Array.from({ length: 30 }, (_, n) => delivery(`r${n}`, 2));
      await storage.deliveries.add(all);
      const claims = await Promise.all(Array.from({ length: 40 }, () => claim()));
      const ids = claims.flatMap((found) => (found ? [found.id] : []));
      expect(ids).toHaveLength(new Set(ids).size);
      const rest = await drain();
      expect([...ids, ...rest].sort()).toEqual(all.map((one) => one.id).sort());
    });
  });

  describe('a lease', () => {
    test('that has run out is given to another, and fences its old holder', async () => {
      await storage.deliveries.add([delivery('r1', 2)]);
      const dead = await claimed();
      expect(await claim(at(59))).toBeNull();
      const heir = await claimed(at(60));
      expect(heir.id).toBe(dead.id);

      expect(await storage.deliveries.beginPost(dead, 'n', at(61))).toBe(false);
      await storage.deliveries.done(dead);
      await storage.deliveries.later(dead, at(61), putOff);
      await storage.deliveries.bury(dead, 'test');
      expect(await claim(at(61))).toBeNull();
      expect(await storage.deliveries.beginPost(heir, 'n', at(61))).toBe(true);
    });

    test('a post that was begun is known to the heir, and since when', async () => {
      await storage.deliveries.add([delivery('r1', 2)]);
      const first = await claimed();
      await storage.deliveries.beginPost(first, 'nonce', at(1));
      const second = await claimed(at(60));
      expect(second.post).toStrictEqual({ nonce: 'nonce', startedAt: at(1), since: at(1) });
      await storage.deliveries.beginPost(second, 'nonce', at(70));
      const third = await claimed(at(120));
      expect(third.post).toStrictEqual({ nonce: 'nonce', startedAt: at(70), since: at(1) });
      await storage.deliveries.beginPost(third, 'another', at(130));
      const fourth = await claimed(at(180));
      expect(fourth.post).toStrictEqual({ nonce: 'another', startedAt: at(130), since: at(130) });
    });
  });

  describe('putting off', () => {
    test.each([
      [true, false, 1, 'nonce'],
      [false, true, 0, undefined],
    ])('countAttempt %s, forgetPost %s', async (countAttempt, forgetPost, attempts, nonce) => {
      await storage.deliveries.add([delivery('r1', 2)]);
      const first = await claimed();
      await storage.deliveries.beginPost(first, 'nonce', now);
      await storage.deliveries.later(first, at(5), { countAttempt, forgetPost, reason: 'test' });
      const again = await claimed(at(5));
      expect({ attempts: again.attempts, nonce: again.post?.nonce }).toEqual({ attempts, nonce });
    });

    test('the next of the key starts afresh', async () => {
      await storage.deliveries.add([delivery('r1', 2), delivery('r1', 3)]);
      await storage.deliveries.later(await claimed(), at(5), putOff);
      const first = await claimed(at(5));
      await storage.deliveries.beginPost(first, 'nonce', at(5));
      await storage.deliveries.done(first);
      expect(await claimed(at(5))).toMatchObject({ seq: 3, attempts: 0, post: null });
    });
  });

  describe('what is buried', () => {
    const bury = async (referral: string, destination = channel('C1'), reason = 'channel_not_found') => {
      await storage.deliveries.add([delivery(referral, 2, { destination }), delivery(referral, 3, { destination })]);
      await storage.deliveries.bury(await claimed(), reason);
    };

    test('rests with all behind it, and is counted', async () => {
      await bury('r1');
      await bury('r2');
      await bury('r3', channel('C2'), 'is_archived');
      expect(await claim(at(10_000))).toBeNull();
      expect(await storage.deliveries.nextDueAt([])).toBeNull();
      expect(await storage.deliveries.buried()).toEqual([
        { destination: channel('C1'), reason: 'channel_not_found', count: 4 },
        { destination: channel('C2'), reason: 'is_archived', count: 2 },
      ]);
    });

    test('is due again once its destination is revived', async () => {
      await bury('r1');
      await bury('r2', channel('C2'));
      expect(await storage.deliveries.revive(channel('C1'), at(9))).toBe(1);
      expect(await drain(at(9))).toEqual(['r1:2:C1', 'r1:3:C1']);
      expect(await storage.deliveries.buried()).toHaveLength(1);
    });

    test('gets another try when the referral moves on, in its order', async () => {
      await bury('r1');
      await storage.deliveries.add([delivery('r1', 4, { dueAt: at(3) })]);
      expect(await drain(at(3))).toEqual(['r1:2:C1', 'r1:3:C1', 'r1:4:C1']);
    });

    test('stays buried when an old one is added again', async () => {
      await bury('r1');
      await storage.deliveries.add([delivery('r1', 3)]);
      expect(await claim(at(10))).toBeNull();
    });
  });

  describe('lanes', () => {
    const lane = { key: 'slack:T1:chat.postMessage:C1', intervalMs: 1_000, burst: 3 };
    const take = (seconds: number, of = lane) => storage.lanes.take(of, at(seconds));

    test('give their burst at once, then a step each interval', async () => {
      expect([await take(0), await take(0), await take(0)]).toEqual([null, null, null]);
      expect(await take(0)).toEqual(at(1));
      expect(await take(0.5)).toEqual(at(1));
      expect(await take(1)).toBeNull();
      expect(await take(1)).toEqual(at(2));
      expect([await take(9), await take(9), await take(9)]).toEqual([null, null, null]);
      expect(await take(9)).toEqual(at(10));
    });

    test('are each their own', async () => {
      const other = { ...lane, key: 'other', burst: 1 };
      expect([await take(0, other), await take(0), await take(0, other)]).toEqual([null, null, at(1)]);
    });

    test('wait as long as the platform says, the longest counting', async () => {
      await storage.lanes.hold(lane.key, at(30));
      await storage.lanes.hold(lane.key, at(20));
      expect(await take(29)).toEqual(at(30));
      expect(await take(30)).toBeNull();
    });

    test('what happens to them meanwhile counts: held, taken by another process, gone', async () => {
      expect(await take(0)).toBeNull();
      await storage.lanes.hold(lane.key, at(2));
      expect(await take(1)).toEqual(at(2));
      expect(await take(2)).toBeNull();
      const lanes = storage.database.collection<{ _id: string; spentUntil: Date }>('lanes');
      await lanes.updateOne({ _id: lane.key }, { $set: { spentUntil: at(9) } });
      expect(await take(3)).toEqual(at(7));
      expect(await take(7)).toBeNull();
      await lanes.deleteMany({});
      expect([await take(7), await take(7), await take(7)]).toEqual([null, null, null]);
      expect(await take(7)).toEqual(at(8));
    });

    test('never give the same step twice, however many take at once', async () => {
      const answers = await Promise.all(Array.from({ length: 20 }, () => take(0)));
      expect(answers.filter((answer) => answer === null)).toHaveLength(3);
    });
  });
}
