import { isDay, parseTime } from './times.js';

/** How old the newest sample is afterwards, in milliseconds: old enough to be no surprise, young enough to be new. */
const newestAge = 5 * 60_000;
const dayMs = 86_400_000;

/** Fields that hold a time or a date, in both forms of an RFI. */
const dated = new Set([
  'createdDateTime',
  'updatedDateTime',
  'expirationDateTime',
  'acceptedDateTime',
  'closingDateTime',
  'createdAt',
  'expiresAt',
  'closingDate',
]);

/**
 * Samples with their dates moved to the recent past: all by the same span, so that they keep their distances, and the
 * newest was made five minutes before `now`. Samples without a date stay as they are.
 */
export function recentSamples(samples: readonly unknown[], now: Date): unknown[] {
  const newest = Math.max(...samples.map(createdAt).filter((time) => time !== undefined));
  if (!Number.isFinite(newest)) return [...samples];
  const shift = now.getTime() - newestAge - newest;
  return samples.map((sample) => moved(sample, shift));
}

function createdAt(sample: unknown): number | undefined {
  const { createdDateTime, createdAt: own } = (sample ?? {}) as { createdDateTime?: unknown; createdAt?: unknown };
  const text = createdDateTime ?? own;
  return typeof text === 'string' ? parseTime(text)?.getTime() : undefined;
}

function moved(value: unknown, shift: number): unknown {
  if (Array.isArray(value)) return value.map((entry) => moved(entry, shift));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      typeof inner === 'string' && dated.has(key) ? movedText(inner, shift) : moved(inner, shift),
    ]),
  );
}

/** A date moves by whole days, a time to the millisecond. */
function movedText(text: string, shift: number): string {
  const time = parseTime(text);
  if (time) return new Date(time.getTime() + shift).toISOString();
  if (!isDay(text)) return text;
  const days = Math.round(shift / dayMs) * dayMs;
  return new Date(Date.parse(text) + days).toISOString().slice(0, 10);
}
