import fc from 'fast-check';
import {
  defaultWorkingHours,
  isOpen,
  lastClosing,
  mornings,
  nextOpening,
  type WorkingTime,
  weekdays,
} from '../../src/domain/working-time.js';

const zones = ['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe'] as const;
const inZone = (timeZone: string, changes: Partial<WorkingTime> = {}): WorkingTime => ({
  timeZone,
  workingHours: defaultWorkingHours,
  holidays: [],
  ...changes,
});
const berlin = inZone('Europe/Berlin');
const at = (text: string) => new Date(text);
const night = { from: '01:30', to: '04:00' };
const always = { from: '00:00', to: '24:00' };
const everyDay = (period: { from: string; to: string }): WorkingTime['workingHours'] => ({
  ...defaultWorkingHours,
  ...Object.fromEntries(weekdays.map((day) => [day, [period]])),
});

describe('working hours', () => {
  const cases: readonly [name: string, moment: string, open: boolean, opens: string][] = [
    ['before the opening', '2026-03-02T07:59:59Z', false, '2026-03-02T08:00:00Z'],
    ['at the opening', '2026-03-02T08:00:00Z', true, '2026-03-02T08:00:00Z'],
    ['inside', '2026-03-02T12:00:00Z', true, '2026-03-03T08:00:00Z'],
    ['at the closing', '2026-03-02T16:00:00Z', false, '2026-03-03T08:00:00Z'],
    ['on Friday evening', '2026-03-06T20:00:00Z', false, '2026-03-09T08:00:00Z'],
    ['on Sunday', '2026-03-08T11:00:00Z', false, '2026-03-09T08:00:00Z'],
    ['the weekend the clocks go forward', '2026-03-28T11:00:00Z', false, '2026-03-30T07:00:00Z'],
    ['the weekend the clocks go back', '2026-10-24T11:00:00Z', false, '2026-10-26T08:00:00Z'],
  ];
  test.each(cases)('%s', (_name, moment, open, opens) => {
    expect({ open: isOpen(berlin, at(moment)), opens: nextOpening(berlin, at(moment)) }).toEqual({
      open,
      opens: at(opens),
    });
  });

  test('a holiday is closed', () => {
    const time = { ...berlin, holidays: ['2026-03-03'] };
    expect(isOpen(time, at('2026-03-03T10:00:00Z'))).toBe(false);
    expect(nextOpening(time, at('2026-03-02T17:00:00Z'))).toEqual(at('2026-03-04T08:00:00Z'));
  });

  test('a year of holidays is looked through, however often, and no further', () => {
    const dates = (count: number) =>
      Array.from({ length: count }, (_, day) => new Date(Date.UTC(2026, 2, 2 + day)).toISOString().slice(0, 10));
    const [monday, endOfTime] = [at('2026-03-02T07:00:00Z'), at('9999-12-31T23:00:00Z')];
    const time = { ...berlin, holidays: dates(360) };
    for (let n = 0; n < 200; n += 1) expect(nextOpening(time, monday)).toEqual(at('2027-02-25T08:00:00Z'));
    expect(mornings(time, monday, endOfTime).next().value).toEqual(at('2027-02-25T08:00:00Z'));
    const closed = { ...berlin, holidays: dates(1_000) };
    expect(nextOpening(closed, monday)).toEqual(monday);
    expect([...mornings(closed, monday, endOfTime)]).toEqual([]);
    const never = inZone('UTC', { workingHours: everyDay({ from: '09:00', to: '09:00' }) });
    expect([...mornings(never, monday, endOfTime)]).toEqual([]);
  });

  test('a lunch break is closed, and the last closing before it counts', () => {
    const monday = [
      { from: '09:00', to: '12:00' },
      { from: '13:00', to: '18:00' },
    ];
    const time = { ...berlin, workingHours: { ...defaultWorkingHours, monday } };
    expect(isOpen(time, at('2026-03-02T11:30:00Z'))).toBe(false);
    expect(nextOpening(time, at('2026-03-02T11:30:00Z'))).toEqual(at('2026-03-02T12:00:00Z'));
    expect(lastClosing(time, at('2026-03-02T11:30:00Z'), at('2026-03-01T00:00:00Z'))).toEqual(
      at('2026-03-02T11:00:00Z'),
    );
  });

  test('the last closing lies after what it is asked to', () => {
    const evening = at('2026-03-02T20:00:00Z');
    expect(lastClosing(berlin, evening, at('2026-03-02T15:59:59Z'))).toEqual(at('2026-03-02T16:00:00Z'));
    expect(lastClosing(berlin, evening, at('2026-03-02T16:00:00Z'))).toBeNull();
    expect(lastClosing(berlin, at('2026-03-08T20:00:00Z'), at('2026-03-02T09:00:00Z'))).toEqual(
      at('2026-03-06T16:00:00Z'),
    );
  });

  test('who never closes is open at every moment, and opens each midnight', () => {
    const time = inZone('Europe/Berlin', { workingHours: everyDay(always) });
    expect(isOpen(time, at('2026-03-28T23:00:00Z'))).toBe(true);
    expect(isOpen(time, at('2026-03-29T01:00:00Z'))).toBe(true);
    expect([...mornings(time, at('2026-03-28T12:00:00Z'), at('2026-03-30T12:00:00Z'))]).toEqual([
      at('2026-03-28T23:00:00Z'),
      at('2026-03-29T22:00:00Z'),
    ]);
  });

  test('a week without a single opening knows no closed hours', () => {
    const time = inZone('UTC', { workingHours: everyDay({ from: '09:00', to: '09:00' }) });
    expect(isOpen(time, at('2026-03-02T03:00:00Z'))).toBe(true);
  });

  test.each([
    // Each zone's own weekend of the change: 02:00-03:00 is skipped, 01:30 comes twice (Lord Howe moves by half an hour).
    ['Europe/Berlin', '2026-03-28T12:00:00Z', '2026-03-29T00:30:00Z'],
    ['Europe/Berlin', '2026-10-24T12:00:00Z', '2026-10-24T23:30:00Z'],
    ['America/New_York', '2026-03-07T12:00:00Z', '2026-03-08T06:30:00Z'],
    ['America/New_York', '2026-10-31T12:00:00Z', '2026-11-01T05:30:00Z'],
    ['Australia/Lord_Howe', '2026-10-03T12:00:00Z', '2026-10-03T15:00:00Z'],
    ['Australia/Lord_Howe', '2026-04-04T12:00:00Z', '2026-04-04T14:30:00Z'],
  ])('in %s a night of %s opens once', (zone, from, opens) => {
    const time = inZone(zone, { workingHours: everyDay(night) });
    const [first, second] = mornings(time, at(from), new Date(at(from).getTime() + 2 * 86_400_000));
    expect(first).toEqual(at(opens));
    expect((second?.getTime() ?? 0) - at(opens).getTime()).toBeGreaterThan(22 * 3_600_000);
  });
});

test('whatever the zone and the day, an opening is open, a closing is not, and both are the nearest', () => {
  const moment = fc.date({ min: at('2026-01-01T00:00:00Z'), max: at('2027-12-31T00:00:00Z'), noInvalidDate: true });
  fc.assert(
    fc.property(moment, fc.constantFrom(...zones), fc.boolean(), (now, zone, nightly) => {
      const time = inZone(zone, nightly ? { workingHours: everyDay(night) } : {});
      const opening = nextOpening(time, now);
      expect(opening >= now).toBe(true);
      expect(isOpen(time, opening)).toBe(true);
      expect(isOpen(time, new Date(opening.getTime() - 1))).toBe(false);
      const closing = lastClosing(time, now, new Date(now.getTime() - 7 * 86_400_000));
      expect(closing && closing <= now && !isOpen(time, closing)).toBe(true);
      expect(closing && isOpen(time, new Date(closing.getTime() - 1))).toBe(true);
      // Nothing opens and closes in between.
      if (!isOpen(time, now) && closing) expect(nextOpening(time, closing)).toEqual(opening);
    }),
    { numRuns: 150 },
  );
});
