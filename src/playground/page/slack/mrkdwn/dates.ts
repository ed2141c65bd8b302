import { dateFormat, relativeTimeFormat } from '../../../../formats.js';

/** Dates as Slack's client writes them: in the reader's own time zone and language. */

export interface ReaderClock {
  /** As Slack writes it: `fr-FR`. */
  locale: string;
  /** An IANA time zone. */
  tz: string;
  /** Milliseconds. */
  now: number;
}

const DAY_MS = 86_400_000;

const WRITERS: Readonly<Record<string, (date: Date, reader: ReaderClock) => string>> = {
  date_num: (date, { tz }) => isoDay(date, tz),
  date_slash: (date, reader) => write(date, reader, { day: '2-digit', month: '2-digit', year: 'numeric' }),
  date: longDate,
  date_short: shortDate,
  date_long: fullDate,
  date_long_full: longDate,
  date_pretty: (date, reader) => nearDay(date, reader) ?? longDate(date, reader),
  date_short_pretty: (date, reader) => nearDay(date, reader) ?? shortDate(date, reader),
  date_long_pretty: (date, reader) => nearDay(date, reader) ?? fullDate(date, reader),
  day_divider_pretty: dayDivider,
  time: clockTime,
  time_secs: (date, reader) => write(date, reader, { timeStyle: 'medium' }),
  ago: relativeTime,
};

/** Fills the tokens of a `<!date^…>` format. Undefined if one is unknown: then Slack shows the fallback. */
export function formatSlackDate(seconds: number, format: string, reader: ReaderClock): string | undefined {
  const date = new Date(seconds * 1000);
  if (Number.isNaN(date.getTime())) return undefined;
  let known = true;
  const text = format.replace(/\{(\w+)\}/g, (_token, name: string) => {
    const writer = Object.hasOwn(WRITERS, name) ? WRITERS[name] : undefined;
    if (!writer) known = false;
    return writer?.(date, reader) ?? '';
  });
  return known ? text : undefined;
}

/** `10:42 AM`, `10:42`. */
export function clockTime(date: Date, reader: ReaderClock): string {
  return write(date, reader, { timeStyle: 'short' });
}

/** Today, yesterday, or the day in words, with the year only if it is another one. */
export function dayDivider(date: Date, reader: ReaderClock): string {
  const near = nearDay(date, reader);
  if (near !== undefined) return near;
  const thisYear = isoDay(date, reader.tz).slice(0, 4) === isoDay(new Date(reader.now), reader.tz).slice(0, 4);
  return thisYear ? write(date, reader, { weekday: 'long', month: 'long', day: 'numeric' }) : fullDate(date, reader);
}

/** The day and the time in full, for a tooltip. */
export function fullDateTime(date: Date, reader: ReaderClock): string {
  return write(date, reader, { dateStyle: 'full', timeStyle: 'long' });
}

/** `YYYY-MM-DD` in that zone: the key of a calendar day. */
export function isoDay(date: Date, tz: string): string {
  return dateFormat('en-CA', { timeZone: tz, year: 'numeric', month: '2-digit', day: '2-digit' }).format(date);
}

/** `YYYY-MM-DDTHH:mm`, as a `datetime-local` field wants it, in that zone. */
export function localDateTime(seconds: number, tz: string): string {
  const date = new Date(seconds * 1000);
  const time = dateFormat('en-GB', { timeZone: tz, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  return `${isoDay(date, tz)}T${time.format(date)}`;
}

/** The opposite of `localDateTime`: Unix seconds. A time skipped by a clock change lands beside the gap. */
export function fromLocalDateTime(local: string, tz: string): number {
  const wanted = Date.parse(`${local}:00Z`);
  let guess = wanted;
  for (let round = 0; round < 2; round++) {
    guess += wanted - Date.parse(`${localDateTime(guess / 1000, tz)}:00Z`);
  }
  return Math.floor(guess / 1000);
}

function shortDate(date: Date, reader: ReaderClock): string {
  return write(date, reader, { year: 'numeric', month: 'short', day: 'numeric' });
}

function longDate(date: Date, reader: ReaderClock): string {
  return write(date, reader, { year: 'numeric', month: 'long', day: 'numeric' });
}

function fullDate(date: Date, reader: ReaderClock): string {
  return write(date, reader, { weekday: 'long', year: 'numeric', month: 'long', day: 'numeric' });
}

/** Yesterday, today, tomorrow in the reader's language; undefined for any other day. */
function nearDay(date: Date, reader: ReaderClock): string | undefined {
  const days = (Date.parse(isoDay(date, reader.tz)) - Date.parse(isoDay(new Date(reader.now), reader.tz))) / DAY_MS;
  if (Math.abs(days) > 1) return undefined;
  return relativeTimeFormat(reader.locale, { numeric: 'auto' }).format(days, 'day');
}

function relativeTime(date: Date, { locale, now }: ReaderClock): string {
  const seconds = (date.getTime() - now) / 1000;
  const relative = relativeTimeFormat(locale, { numeric: 'auto' });
  if (Math.abs(seconds) < 60) return relative.format(0, 'second');
  if (Math.abs(seconds) < 3600) return relative.format(Math.trunc(seconds / 60), 'minute');
  if (Math.abs(seconds) < 86_400) return relative.format(Math.trunc(seconds / 3600), 'hour');
  return relative.format(Math.trunc(seconds / 86_400), 'day');
}

function write(date: Date, { locale, tz }: ReaderClock, options: Intl.DateTimeFormatOptions): string {
  return dateFormat(locale, { ...options, timeZone: tz }).format(date);
}
