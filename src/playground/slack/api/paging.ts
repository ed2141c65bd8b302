import { SlackRefusal } from '../errors.js';
import type { Arguments } from './arguments.js';

/** An opaque cursor; the offset itself would invite callers to do sums with it. */
export const encodeCursor = (value: string) => Buffer.from(`next:${value}`).toString('base64');

export function decodeCursor(cursor: string): string {
  const text = Buffer.from(cursor, 'base64').toString();
  if (!text.startsWith('next:')) throw new SlackRefusal('invalid_cursor');
  return text.slice('next:'.length);
}

export function limitOf(args: Arguments, fallback: number, max: number): number {
  const limit = args.integer('limit') ?? fallback;
  if (limit < 1 || limit > max) throw new SlackRefusal('invalid_limit');
  return limit;
}

/** One page of a list that does not change much, and the cursor of the next (`''` on the last). */
export function page<T>(all: readonly T[], args: Arguments, { fallback = 100, max = 1000 } = {}) {
  const cursor = args.string('cursor');
  const start = cursor ? Number(decodeCursor(cursor)) : 0;
  if (!Number.isInteger(start) || start < 0) throw new SlackRefusal('invalid_cursor');
  const end = start + limitOf(args, fallback, max);
  return {
    items: all.slice(start, end),
    response_metadata: { next_cursor: end < all.length ? encodeCursor(String(end)) : '' },
  };
}
