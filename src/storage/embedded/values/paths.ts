import { fieldOf, isDocument } from './documents.js';

/**
 * Visits what a dotted path means to a query, by MongoDB's rules: arrays on the way are entered (their documents, and
 * by position), the value at the end is visited and, when it is an array, each element after it. A missing field is
 * visited as undefined; an array on the way that holds no document yields nothing.
 *
 * @param visit answers true to stop
 * @returns whether a visit stopped it
 */
export function visitPath(
  value: unknown,
  parts: readonly string[],
  visit: (value: unknown, isElement: boolean) => boolean,
  at = 0,
): boolean {
  if (at === parts.length) {
    if (visit(value, false)) return true;
    return Array.isArray(value) && value.some((element) => visit(element, true));
  }
  const part = parts[at] as string;
  if (isDocument(value)) return visitPath(fieldOf(value, part), parts, visit, at + 1);
  if (!Array.isArray(value)) return visit(undefined, false);
  if (isPosition(part) && Number(part) < value.length && visitPath(value[Number(part)], parts, visit, at + 1)) {
    return true;
  }
  return value.some((element) => isDocument(element) && visitPath(element, parts, visit, at));
}

/** Whether a part of a path may stand for a position in an array. */
export const isPosition = (part: string) => /^(0|[1-9]\d*)$/.test(part);
