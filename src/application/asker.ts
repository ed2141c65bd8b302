import { dateFormat } from '../formats.js';
import type { Reader } from './plain-text.js';
import type { Directory, Standing } from './ports.js';

/** Who pressed, submitted or typed, and how they read. */
export interface Asker {
  readonly userId: string;
  readonly standing: Standing;
  readonly reader: Reader;
}

/** @throws PlatformUnavailable when the platform can't tell who that is */
export async function askerOf(directory: Directory, userId: string): Promise<Asker> {
  const standing = await directory.standing(userId);
  const timeZone = standing.kind === 'member' ? standing.timeZone : 'UTC';
  return { userId, standing, reader: { language: standing.language, timeZone } };
}

/** The reader's calendar date, `YYYY-MM-DD`. */
export function todayOf({ timeZone }: Reader, now: Date): string {
  return dateFormat('sv-SE', { timeZone, dateStyle: 'short' }).format(now);
}
