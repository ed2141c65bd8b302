import { type DigestPorts, oweDigests } from '../../src/application/digests.js';
import { attend } from '../../src/domain/attend.js';
import type { NoticeKind, Referral } from '../../src/domain/referral.js';
import { snoozeUntil } from '../../src/domain/snooze.js';
import { isOpen, type OpenPeriod, type WorkingTime, weekdays } from '../../src/domain/working-time.js';
import { profileStore } from '../fakes/profiles.js';
import { anna, aReferral, profile as base, engagement, hours } from '../support/referrals.js';

/** The Sunday on which a zone's clocks change. */
const changes = [
  ['Europe/Paris', 'forward', '2026-03-29'],
  ['Europe/Paris', 'back', '2026-10-25'],
  ['America/New_York', 'forward', '2026-03-08'],
  ['America/New_York', 'back', '2026-11-01'],
  ['Australia/Sydney', 'forward', '2026-10-04'],
  ['Australia/Sydney', 'back', '2026-04-05'],
] as const;

const tick = 30 * 60_000;
const formatters = new Map<string, Intl.DateTimeFormat>();

/** What a clock on the wall shows, `2026-03-29 09:00`, worked out without the library that the desk uses. */
function wall(zone: string, at: Date): string {
  const known = formatters.get(zone);
  const format = known ?? new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' });
  if (!known) formatters.set(zone, format);
  return format.format(at);
}

/** The first moment at which the clock on the wall shows that. */
function moment(zone: string, shown: string): Date {
  const around = Date.parse(`${shown.replace(' ', 'T')}Z`);
  for (let at = around - hours(15); at <= around + hours(15); at += tick) {
    if (wall(zone, new Date(at)) === shown) return new Date(at);
  }
  throw new Error(`no clock in ${zone} ever shows ${shown}`);
}

/** The date so many days from another. */
const day = (date: string, days: number) => new Date(Date.parse(date) + days * hours(24)).toISOString().slice(0, 10);

const everyDay = (period: OpenPeriod): WorkingTime['workingHours'] =>
  Object.fromEntries(weekdays.map((name) => [name, [period]])) as unknown as WorkingTime['workingHours'];
const daily = everyDay({ from: '09:00', to: '17:00' });
const profileIn = (timeZone: string) => ({ ...base, timeZone, workingHours: daily });

/** Looks at a referral each hour; each notice with the time on the wall at which it is given. */
function given(referral: Referral, profile: typeof base, from: Date, until: Date): [string, NoticeKind | undefined][] {
  const all: [string, NoticeKind | undefined][] = [];
  let current = referral;
  for (let at = from.getTime(); at <= until.getTime(); at += hours(1)) {
    const attention = attend(current, profile, new Date(at));
    if (attention.kind !== 'changed') continue;
    current = attention.next;
    if (attention.event) all.push([wall(profile.timeZone, new Date(at)), attention.event.notice]);
  }
  return all;
}

function received(createdAt: Date, changed: Partial<Referral> = {}): Referral {
  const after = (ms: number) => new Date(createdAt.getTime() + ms);
  return aReferral({
    receivedAt: createdAt,
    createdAt,
    respondBy: after(hours(24)),
    expiresAt: after(hours(14 * 24)),
    urgentUntil: after(hours(72)),
    history: [{ type: 'received', at: createdAt, version: 1, by: null, fields: [], commandId: null }],
    ...changed,
  });
}

describe.each(changes)('in %s, when the clocks go %s', (zone, direction, sunday) => {
  const profile = profileIn(zone);
  const at = (date: string, time: string) => moment(zone, `${date} ${time}`);
  const [saturday, monday, tuesday] = [day(sunday, -1), day(sunday, 1), day(sunday, 2)];

  test('the day is an hour shorter or longer', () => {
    const length = at(monday, '00:00').getTime() - at(sunday, '00:00').getTime();
    expect(length).toBe(hours(direction === 'forward' ? 23 : 25));
  });

  test('“still waiting” comes each working morning at its opening, once', () => {
    const friday = day(sunday, -2);
    const reminders = { ...profile.reminders, normal: [{ when: { at: 'mornings', afterMs: 0 }, tell: [] }] } as const;
    const from = at(friday, '10:00');
    expect(given(received(from), { ...profile, reminders }, from, at(tuesday, '18:00'))).toEqual(
      [saturday, sunday, monday, tuesday].map((date) => [`${date} 09:00`, 'still-waiting']),
    );
  });

  test('a warning that falls into the night is given at the last closing, a passed goal at the opening', () => {
    const tell = [{ to: 'thread' }] as const;
    const normal = [
      { when: { at: 'after', ms: hours(12) }, tell },
      { when: { at: 'after', ms: hours(16) }, tell },
    ] as const;
    const from = at(saturday, '13:00');
    const referral = received(from, { respondBy: new Date(from.getTime() + hours(16)) });
    const reminders = { ...profile.reminders, normal };
    expect(given(referral, { ...profile, reminders }, from, at(tuesday, '00:00'))).toEqual([
      [`${saturday} 17:00`, 'waiting'],
      [`${sunday} 09:00`, 'goal-passed'],
    ]);
  });

  test('a rung of real time is not moved by the change', () => {
    const normal = [{ when: { at: 'after', ms: hours(24) }, tell: [{ to: 'thread' }] }] as const;
    const from = at(saturday, '12:00');
    const reminders = { ...profile.reminders, normal };
    expect(given(received(from), { ...profile, reminders }, from, at(tuesday, '00:00'))).toEqual([
      [`${sunday} ${direction === 'forward' ? '13:00' : '11:00'}`, 'goal-passed'],
    ]);
  });

  test('“tomorrow morning” and “Monday” are the local opening', () => {
    for (const time of ['00:00', '12:00', '23:30']) {
      const now = at(saturday, time);
      expect(wall(zone, snoozeUntil('tomorrow', profile, now))).toBe(`${sunday} 09:00`);
      expect(wall(zone, snoozeUntil('monday', profile, now))).toBe(`${monday} 09:00`);
    }
    for (const time of ['00:00', '05:00', '23:30']) {
      expect(wall(zone, snoozeUntil('tomorrow', profile, at(sunday, time)))).toBe(`${monday} 09:00`);
    }
  });

  test('the digest is owed from the local opening on, once a day', async () => {
    const owed = new Map<string, string>();
    let now = at(saturday, '00:00');
    const ports: DigestPorts = {
      referrals: { list: async () => ({ items: [], total: 0 }) },
      profiles: profileStore({ ...profile, slackChannels: ['C1'] }),
      deliveries: {
        async add(deliveries) {
          for (const { id } of deliveries) if (!owed.has(id)) owed.set(id, wall(zone, now));
        },
      },
      clock: { now: () => now },
    };
    for (const end = at(tuesday, '23:30'); now <= end; now = new Date(now.getTime() + tick)) await oweDigests(ports);
    expect([...owed.values()]).toEqual([saturday, sunday, monday, tuesday].map((date) => `${date} 09:00`));
  });

  test('“won or lost?” is asked again a week later at the local opening, once', () => {
    const friday = day(sunday, -2);
    const deal = received(at(day(sunday, -20), '10:00'), {
      state: {
        kind: 'active',
        owner: anna,
        urgent: null,
        accepted: { by: anna, at: at(day(sunday, -20), '10:00') },
        engagement: { ...engagement, purchaseDate: day(friday, -1) },
      },
    });
    expect(given(deal, profile, at(friday, '00:00'), at(day(friday, 8), '00:00'))).toEqual([
      [`${friday} 09:00`, 'deal-due'],
      [`${day(friday, 7)} 09:00`, 'deal-due'],
    ]);
  });

  test.each([
    ['09:00', '17:00'],
    // The night of the change lasts an hour less, or more.
    ['00:00', '06:00'],
  ])('%s to %s is open by the clock on the wall, and closed otherwise', (from, to) => {
    const time = { ...profile, workingHours: everyDay({ from, to }) };
    const wrong: string[] = [];
    for (let now = at(saturday, '00:00'); now < at(tuesday, '00:00'); now = new Date(now.getTime() + tick)) {
      const shown = wall(zone, now).slice(11);
      if (isOpen(time, now) !== (shown >= from && shown < to)) wrong.push(wall(zone, now));
    }
    expect(wrong).toEqual([]);
  });
});
