import fc from 'fast-check';
import { attend } from '../../src/domain/attend.js';
import { dueNotices } from '../../src/domain/deadlines.js';
import type { Rung } from '../../src/domain/ladders.js';
import type { Profile } from '../../src/domain/profile.js';
import type { Referral } from '../../src/domain/referral.js';
import { nextOpening, type WorkingTime, weekdays } from '../../src/domain/working-time.js';
import { aReferral, profile as base, hours } from '../support/referrals.js';

const tell = [{ to: 'thread' }] as const;
const lifetime = hours(14 * 24);
const when: fc.Arbitrary<Rung['when']> = fc.oneof(
  fc.record({ at: fc.constant('after' as const), ms: fc.integer({ min: 0, max: lifetime - 1 }) }),
  fc.record({ at: fc.constant('before-expiry' as const), ms: fc.integer({ min: 1, max: lifetime }) }),
  fc.record({ at: fc.constant('share' as const), of: fc.double({ min: 0.01, max: 0.99, noNaN: true }) }),
);
const ladder = fc.array(
  when.map((at): Rung => ({ when: at, tell })),
  { minLength: 1, maxLength: 8 },
);
const period = fc.constantFrom(
  { from: '09:00', to: '17:00' },
  { from: '01:30', to: '03:30' },
  { from: '22:00', to: '24:00' },
);
const calendar: fc.Arbitrary<WorkingTime> = fc.record({
  timeZone: fc.constantFrom('Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe'),
  workingHours: fc
    .tuple(...weekdays.map(() => fc.option(period, { nil: null })))
    .map(
      (days) =>
        Object.fromEntries(
          weekdays.map((day, n) => [day, days[n] ? [days[n]] : []]),
        ) as unknown as Profile['workingHours'],
    ),
  holidays: fc.constant([]),
});
/** Around both changes of the clocks in each zone. */
const arrival = fc
  .tuple(
    fc.constantFrom('2026-03-01', '2026-03-22', '2026-03-29', '2026-10-01', '2026-10-25', '2026-11-01'),
    fc.integer({ min: 0, max: hours(72) }),
  )
  .map(([date, ms]) => new Date(new Date(date).getTime() + ms));

function newReferral(createdAt: Date): Referral {
  const after = (ms: number) => new Date(createdAt.getTime() + ms);
  const dates = { receivedAt: createdAt, createdAt, respondBy: after(hours(24)), expiresAt: after(lifetime) };
  return aReferral({ ...dates, urgentUntil: after(hours(72)), history: [] });
}
const profileWith = (time: WorkingTime, normal: readonly Rung[]): Profile => ({
  ...base,
  ...time,
  reminders: { ...base.reminders, normal },
});
const always = weekdays.map((day) => [day, [{ from: '00:00', to: '24:00' }]] as const);
const alwaysOpen: WorkingTime = {
  timeZone: 'Europe/Berlin',
  workingHours: Object.fromEntries(always) as unknown as Profile['workingHours'],
  holidays: [],
};

test('each rung is given exactly once, never before its time, and in order, whatever the calendar', () => {
  fc.assert(
    fc.property(calendar, ladder, arrival, (time, normal, createdAt) => {
      const profile = profileWith(time, normal);
      let referral = newReferral(createdAt);
      let look: Date | null = createdAt;
      let given = 0;
      let last = 0;
      for (let guard = 0; look && guard < 100; guard += 1) {
        const now: Date = look;
        const due = dueNotices(referral, profile, now);
        for (const { at } of due) {
          expect(at <= now).toBe(true);
          expect(at.getTime()).toBeGreaterThanOrEqual(last);
          last = at.getTime();
        }
        given += due.length;
        const attention = attend(referral, profile, now);
        if (attention.kind === 'expire') break;
        if (attention.kind === 'changed') {
          expect(attention.event === null).toBe(due.length === 0);
          referral = attention.next;
        } else expect(attention.look === null || attention.look > now).toBe(true);
        look = attention.look;
      }
      // What would wait for an opening after the expiry is dropped.
      const muchLater = new Date(referral.expiresAt.getTime() + hours(24 * 60));
      const pending = dueNotices(referral, profile, nextOpening(profile, muchLater));
      expect(given + pending.length).toBe(normal.length);
    }),
    { numRuns: 100 },
  );
});

test('whenever somebody looks, and however the clock steps, a rung is given once', () => {
  const looks = fc.array(fc.integer({ min: -hours(1), max: hours(40) }), { minLength: 1, maxLength: 30 });
  fc.assert(
    fc.property(ladder, arrival, looks, (normal, createdAt, steps) => {
      const profile = profileWith(alwaysOpen, normal);
      let referral = newReferral(createdAt);
      let now = createdAt.getTime();
      const left = new Set(normal);
      for (const step of steps) {
        now = Math.max(createdAt.getTime(), now + step);
        if (now >= referral.expiresAt.getTime()) break;
        const due = normal.filter((rung) => left.has(rung) && timeOf(rung, referral) <= now);
        for (const rung of due) left.delete(rung);
        const attention = attend(referral, profile, new Date(now));
        const gave = attention.kind === 'changed' && attention.event !== null;
        expect(gave).toBe(due.length > 0);
        if (attention.kind === 'changed') referral = attention.next;
      }
    }),
    { numRuns: 300 },
  );
});

/** Written independently of the code that decides. */
function timeOf({ when: time }: Rung, { createdAt, expiresAt }: Referral): number {
  const [from, to] = [createdAt.getTime(), expiresAt.getTime()];
  if (time.at === 'after') return from + time.ms;
  if (time.at === 'before-expiry') return to - time.ms;
  return time.at === 'share' ? from + Math.round((to - from) * time.of) : Number.NaN;
}
