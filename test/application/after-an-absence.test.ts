import { MessengerError } from '../../src/application/ports.js';
import type { Rung } from '../../src/domain/ladders.js';
import type { Profile } from '../../src/domain/profile.js';
import type { ReferralId } from '../../src/domain/referral.js';
import type { Storage } from '../../src/storage/connect-storage.js';
import { profile as base, engagement, hours } from '../support/referrals.js';
import type { TestDesk } from './desk.js';
import { onFreshDesks } from './fresh-desks.js';

let desk: TestDesk;
let storage: Storage;
onFreshDesks((fresh, its) => {
  desk = fresh;
  storage = its;
});

const rung = (after: number): Rung => ({ when: { at: 'after', ms: hours(after) }, tell: [{ to: 'channel' }] });
/** A week without any period knows no closed hours. */
const profile: Partial<Profile> = {
  workingHours: { ...base.workingHours, monday: [], tuesday: [], wednesday: [], thursday: [], friday: [] },
  reminders: { ...base.reminders, normal: [1, 2, 3, 30, 60].map(rung) },
};
const notices = () => desk.messenger.texts('C1').filter((text) => text.includes('notice.'));
const said = async (id: ReferralId) =>
  (await storage.referrals.byId(id))?.history.flatMap((event) => (event.type === 'reminded' ? [event.notice] : []));

describe('while the desk was down', () => {
  test('several rungs went by: the most pressing is said, once; what came to an end is said as that', async () => {
    const first = desk.start({ profile });
    const open = await desk.receive();
    const expiring = await desk.receive({ expiresAt: new Date(desk.clock.now().getTime() + hours(26)) });
    const answered = await desk.receive();
    await desk.pass(1);
    await desk.command(answered.id, { id: 'a', type: 'accept', engagement });
    await desk.pass(1);
    await first.stop();
    await desk.clock.advance(hours(31));

    desk.start({ profile });
    for (let looks = 0; looks < 3; looks += 1) {
      await desk.attend(profile);
      await desk.pass(61);
    }
    // 1, 2, 3 and 30 h are one; the next one is the one at 60 h.
    expect(await said(open.id)).toEqual(['goal-passed']);
    expect(await said(expiring.id)).toEqual([]);
    expect((await storage.referrals.byId(expiring.id))?.state).toMatchObject({ kind: 'archived', outcome: 'expired' });
    expect(await said(answered.id)).toEqual([]);
    const given = notices().join(', ');
    expect(given.match(/R-1 /g)).toHaveLength(1);
    expect(given.match(/R-2 /g)).toHaveLength(1);
    expect(given).not.toContain('R-3 ');
    desk.clock.leap(desk.clock.now().getTime() + hours(30));
    await desk.attend(profile);
    expect(await said(open.id)).toHaveLength(2);
  });

  test('a reminder that was decided but not given is dropped where somebody answered meanwhile', async () => {
    const first = desk.start({ profile });
    const { id } = await desk.receive();
    await desk.pass(1);
    await first.stop();
    await desk.clock.advance(hours(1));
    await desk.attend(profile);
    await desk.command(id, { id: 'a', type: 'accept', engagement });
    desk.start({ profile });
    await desk.pass(200);
    expect(notices()).toEqual([]);
  });
});

describe('while the platform was away', () => {
  test('several rungs went by: the last of them is said, once', async () => {
    // As long apart as the longest wait between two tries, twice.
    const profile = { reminders: { ...base.reminders, normal: [1, 2, 3].map((n) => rung(n / 6)) } };
    desk.start({ profile });
    const { id } = await desk.receive();
    await desk.pass(1);
    const { post } = desk.messenger;
    desk.messenger.post = async () => {
      throw new MessengerError({ kind: 'temporary', reason: 'no connection' });
    };
    for (let n = 1; n <= 3; n += 1) {
      await desk.pass(600);
      await desk.attend(profile);
    }
    expect(await said(id)).toEqual(['waiting', 'waiting', 'waiting']);
    desk.messenger.post = post;
    await desk.pass(600);
    expect(notices()).toEqual(['R-1 notice.waiting']);
    expect(await storage.deliveries.nextDueAt([])).toBeNull();
  });
});

describe('a clock that steps back and forth an hour', () => {
  test('each rung of each ladder once, none lost', async () => {
    desk.start({ profile });
    const ids: ReferralId[] = [];
    for (let n = 0; n < 4; n += 1) ids.push((await desk.receive()).id);
    await desk.pass(10);
    const begin = desk.clock.now().getTime();
    for (const quarter of Array.from({ length: 16 }, (_, n) => n + 1)) {
      for (const ahead of [0, 1, -1, 1, 0]) {
        desk.clock.leap(begin + hours(quarter / 4 + ahead));
        await desk.attend(profile);
        await desk.pass(5);
      }
    }
    desk.clock.leap(begin + hours(5));
    await desk.attend(profile);
    await desk.pass(120);
    for (const id of ids) expect(await said(id)).toEqual(['waiting', 'waiting', 'waiting']);
    const given = notices().join(', ');
    for (const id of ids) {
      const code = (await storage.referrals.byId(id))?.code;
      expect({ code, given: given.split(`${code} `).length - 1 }).toEqual({ code, given: 3 });
    }
    expect(await storage.deliveries.nextDueAt([])).toBeNull();
  });
});
