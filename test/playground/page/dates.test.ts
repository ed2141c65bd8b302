import {
  dayDivider,
  formatSlackDate,
  fromLocalDateTime,
  localDateTime,
} from '../../../src/playground/page/slack/mrkdwn/dates.js';

const now = Date.UTC(2026, 10, 23, 12, 0, 0);
const anna = { locale: 'en-US', tz: 'America/New_York', now };
const bruno = { locale: 'fr-FR', tz: 'Europe/Paris', now };
const seconds = (...parts: [number, number, number, number?, number?, number?]) => Date.UTC(...parts) / 1000;

/** Intl puts narrow and no-break spaces where people type plain ones. */
const plain = (text: string | undefined) => text?.replace(/[\u00a0\u202f]/g, ' ');

describe('a date is written for who reads it', () => {
  test.each([
    ['{date_num}', '2026-11-30', '2026-12-01'],
    ['{date}', 'November 30, 2026', '1 décembre 2026'],
    ['{date_short}', 'Nov 30, 2026', '1 déc. 2026'],
    ['{date_long}', 'Monday, November 30, 2026', 'mardi 1 décembre 2026'],
    ['{time}', '6:30 PM', '00:30'],
    ['{time_secs}', '6:30:15 PM', '00:30:15'],
    ['{date_short} / {time}', 'Nov 30, 2026 / 6:30 PM', '1 déc. 2026 / 00:30'],
    ['{ago}', 'in 7 days', 'dans 7 jours'],
  ])('%s', (format, annas, brunos) => {
    const at = seconds(2026, 10, 30, 23, 30, 15);
    expect(plain(formatSlackDate(at, format, anna))).toBe(annas);
    expect(plain(formatSlackDate(at, format, bruno))).toBe(brunos);
  });
});

test.each([
  ['the evening before is yesterday', seconds(2026, 10, 23, 4, 59), 'yesterday'],
  ['midnight in New York begins today', seconds(2026, 10, 23, 5, 0), 'today'],
  ['and ends it', seconds(2026, 10, 24, 4, 59), 'today'],
  ['tomorrow', seconds(2026, 10, 24, 5, 0), 'tomorrow'],
  ['any other day by name', seconds(2026, 10, 26, 12), 'Nov 26, 2026'],
])('pretty dates go by the reader’s calendar: %s', (_name, at, expected) => {
  expect(formatSlackDate(at, '{date_short_pretty}', anna)).toBe(expected);
});

test.each([
  [-30, 'now'],
  [-60, '1 minute ago'],
  [3 * 3600 + 100, 'in 3 hours'],
  [-2 * 86_400, '2 days ago'],
])('{ago} for %d s', (offset, expected) => {
  expect(formatSlackDate(now / 1000 + offset, '{ago}', anna)).toBe(expected);
});

test('an unknown token or an impossible time leaves it to the fallback', () => {
  expect(formatSlackDate(0, '{date} {nope}', anna)).toBeUndefined();
  expect(formatSlackDate(0, '{constructor}', anna)).toBeUndefined();
  expect(formatSlackDate(1e18, '{date}', anna)).toBeUndefined();
});

test('a divider leaves out this year', () => {
  expect(dayDivider(new Date(Date.UTC(2026, 2, 3, 12)), anna)).toBe('Tuesday, March 3');
  expect(dayDivider(new Date(Date.UTC(2025, 2, 3, 12)), anna)).toBe('Monday, March 3, 2025');
});

test.each([
  ['winter', '2026-11-30T09:15', 'Europe/Paris', seconds(2026, 10, 30, 8, 15)],
  ['summer', '2026-07-01T09:15', 'Europe/Paris', seconds(2026, 6, 1, 7, 15)],
  ['just after the clocks change', '2026-03-29T03:30', 'Europe/Paris', seconds(2026, 2, 29, 1, 30)],
  ['west of UTC', '2026-11-30T20:15', 'America/New_York', seconds(2026, 11, 1, 1, 15)],
])('a field’s local time and back: %s', (_name, local, tz, at) => {
  expect(fromLocalDateTime(local, tz)).toBe(at);
  expect(localDateTime(at, tz)).toBe(local);
});
