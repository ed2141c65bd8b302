const form = /^(\d{4}-\d\d-\d\d)[Tt](\d\d:\d\d(?::\d\d)?)(?:\.(\d{1,9}))?([Zz]|[+-]\d\d:?\d\d)?$/;

/**
 * An ISO 8601 time with up to nine fractional digits (Partner Center sends seven), of which milliseconds are kept.
 * Without a zone it is taken as UTC.
 *
 * @returns null when it is no such time, or a day that the calendar doesn't have
 */
export function parseTime(text: string): Date | null {
  const match = form.exec(text.trim());
  if (!match) return null;
  const [, day, time, fraction = '', zone = 'Z'] = match as unknown as [string, string, string, string?, string?];
  if (!isDay(day)) return null;
  const milliseconds = fraction.slice(0, 3).padEnd(3, '0');
  const seconds = time.length === 5 ? `${time}:00` : time;
  const offset = /^z$/i.test(zone) ? 'Z' : zone.replace(/^(...):?(..)$/, '$1:$2');
  const date = new Date(`${day}T${seconds}.${milliseconds}${offset}`);
  return Number.isNaN(date.getTime()) ? null : date;
}

/** True for a calendar date `YYYY-MM-DD` that exists; JavaScript alone would make March of 30 February. */
export function isDay(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().slice(0, 10) === text;
}
