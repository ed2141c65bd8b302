import { DateTime } from 'luxon';
import type { LocalDate } from './money.js';

/** In Luxon's order: Monday is 1. */
export const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
export type Weekday = (typeof weekdays)[number];

/** Wall-clock times `HH:MM`; `24:00` is the end of the day. */
export interface OpenPeriod {
  readonly from: string;
  readonly to: string;
}

/** When the people of a profile work. */
export interface WorkingTime {
  /** IANA zone. */
  readonly timeZone: string;
  /** Of each day the periods, earliest first, none touching another. */
  readonly workingHours: Readonly<Record<Weekday, readonly OpenPeriod[]>>;
  readonly holidays: readonly LocalDate[];
}

interface Span {
  readonly opens: number;
  readonly closes: number;
}

/** A day of the calendar, whatever zone it is lived in: as many as have passed since 1970-01-01. */
type Day = number;

/** Days to look ahead for an opening. */
const longestClosure = 366;

/**
 * Whether somebody works at that moment. A period includes its first moment and excludes its last. A week without any
 * period knows no closed hours.
 */
export function isOpen(time: WorkingTime, at: Date): boolean {
  const ms = at.getTime();
  const here = spansOf(time, dayOf(time, at));
  return here.some(({ opens, closes }) => opens <= ms && ms < closes) || neverOpens(time);
}

function neverOpens({ workingHours }: WorkingTime): boolean {
  return weekdays.every((day) => workingHours[day].every(({ from, to }) => from >= to));
}

/** `at` itself while somebody works, else the next opening. */
export function whenOpen(time: WorkingTime, at: Date): Date {
  return isOpen(time, at) ? at : nextOpening(time, at);
}

/** The first opening at or after `at`; `at` itself where there is none within a year (every day a holiday). */
export function nextOpening(time: WorkingTime, at: Date): Date {
  const span = nextSpan(time, at);
  return span === null ? at : new Date(span.opens);
}

/** The last closing at or before `at` of a period that was open for some time after `after`; null where there is none. */
export function lastClosing(time: WorkingTime, at: Date, after: Date): Date | null {
  const first = dayOf(time, after);
  for (let day = dayOf(time, at); day >= first; day -= 1) {
    const closed = spansOf(time, day).findLast(({ closes }) => closes <= at.getTime());
    if (closed) return closed.closes > after.getTime() ? new Date(closed.closes) : null;
  }
  return null;
}

/** The first openings of the working days, those after `after` and up to `until`, in order. */
export function* mornings(time: WorkingTime, after: Date, until: Date): Generator<Date> {
  const last = dayOf(time, until);
  let closedSince = dayOf(time, after);
  for (let day = closedSince; day <= last && day - closedSince <= longestClosure; day += 1) {
    const [first] = spansOf(time, day);
    if (first) closedSince = day;
    if (!first || first.opens <= after.getTime()) continue;
    if (first.opens > until.getTime()) return;
    yield new Date(first.opens);
  }
}

/** The calendar date at that moment. */
export function localDate(time: Pick<WorkingTime, 'timeZone'>, at: Date): LocalDate {
  return localDay(time, at).toISODate() ?? '';
}

/** The first moment of a calendar date. */
export function startOfDate(time: Pick<WorkingTime, 'timeZone'>, date: LocalDate): Date {
  return DateTime.fromISO(date, { zone: time.timeZone }).startOf('day').toJSDate();
}

/** The first moment of the day `days` after that of `at`. */
export function startOfDayAfter(time: Pick<WorkingTime, 'timeZone'>, at: Date, days: number): Date {
  return localDay(time, at).plus({ days }).startOf('day').toJSDate();
}

/** Days from that of `at` to the next Monday, 1 to 7. */
export function daysToMonday(time: Pick<WorkingTime, 'timeZone'>, at: Date): number {
  return 8 - localDay(time, at).weekday;
}

function nextSpan(time: WorkingTime, at: Date): Span | null {
  if (neverOpens(time)) return null;
  const today = dayOf(time, at);
  for (let day = today; day <= today + longestClosure; day += 1) {
    const next = spansOf(time, day).find(({ opens }) => opens >= at.getTime());
    if (next) return next;
  }
  return null;
}

function localDay({ timeZone }: Pick<WorkingTime, 'timeZone'>, at: Date): DateTime {
  return DateTime.fromJSDate(at, { zone: timeZone }).startOf('day');
}

const dayMs = 86_400_000;

function dayOf({ timeZone }: WorkingTime, at: Date): Day {
  const { year, month, day } = DateTime.fromJSDate(at, { zone: timeZone });
  return Date.UTC(year, month - 1, day) / dayMs;
}

/** What is known of a profile's days. Working one out costs so much that a year of closed days would be felt. */
interface Calendar {
  readonly holidays: ReadonlySet<LocalDate>;
  readonly spans: Map<Day, readonly Span[]>;
}
const calendars = new WeakMap<WorkingTime, Calendar>();
/** Days that a calendar remembers. */
const mostDays = 2_000;

/** The open periods of a day as moments. */
function spansOf(time: WorkingTime, day: Day): readonly Span[] {
  let calendar = calendars.get(time);
  if (!calendar) {
    calendar = { holidays: new Set(time.holidays), spans: new Map() };
    calendars.set(time, calendar);
  }
  let spans = calendar.spans.get(day);
  if (!spans) {
    spans = workedOut(time, calendar.holidays, day);
    if (calendar.spans.size >= mostDays) calendar.spans.clear();
    calendar.spans.set(day, spans);
  }
  return spans;
}

/** A wall-clock time that daylight saving skips is the moment right after. */
function workedOut({ timeZone, workingHours }: WorkingTime, holidays: Calendar['holidays'], of: Day): readonly Span[] {
  const midnight = new Date(of * dayMs);
  const weekday = weekdays[(midnight.getUTCDay() + 6) % 7];
  const date = midnight.toISOString().slice(0, 10);
  if (!weekday || workingHours[weekday].length === 0 || holidays.has(date)) return [];
  const [year, month] = [midnight.getUTCFullYear(), midnight.getUTCMonth() + 1];
  const day = DateTime.fromObject({ year, month, day: midnight.getUTCDate() }, { zone: timeZone }).startOf('day');
  return workingHours[weekday]
    .map(({ from, to }) => ({ opens: momentOf(day, from), closes: momentOf(day, to) }))
    .filter(({ opens, closes }) => opens < closes);
}

function momentOf(day: DateTime, time: string): number {
  if (time === '24:00') return day.plus({ days: 1 }).startOf('day').toMillis();
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  return day.set({ hour, minute }).toMillis();
}

const officeHours: readonly OpenPeriod[] = [{ from: '09:00', to: '17:00' }];

/** Where a profile says nothing. */
export const defaultWorkingHours: WorkingTime['workingHours'] = {
  monday: officeHours,
  tuesday: officeHours,
  wednesday: officeHours,
  thursday: officeHours,
  friday: officeHours,
  saturday: [],
  sunday: [],
};
