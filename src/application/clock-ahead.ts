/** Requests and tokens older than five minutes are refused, so a clock that is a minute off is on its way to trouble. */
const toleranceMs = 60_000;
const uselessMs = 300_000;

/**
 * How many milliseconds our clock is ahead of somebody's (negative: behind), by the `Date` header of an answer, which
 * counts whole seconds. Null when the header is missing.
 */
export function clockAhead(header: string | null, asked: Date, answered: Date): number | null {
  const theirs = Date.parse(header ?? '');
  if (Number.isNaN(theirs)) return null;
  // On average half a second has passed since the header's second began.
  return Math.round((asked.getTime() + answered.getTime()) / 2 - (theirs + 500));
}

/** How bad it is that a clock is off by that much; null: not at all. */
export function clockSeverity(aheadMs: number | null): 'error' | 'warning' | null {
  if (aheadMs === null || Math.abs(aheadMs) <= toleranceMs) return null;
  return Math.abs(aheadMs) > uselessMs ? 'error' : 'warning';
}
