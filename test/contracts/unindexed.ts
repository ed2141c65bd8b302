import type { Search } from '../../src/storage/embedded/engine.js';
import { isSorted } from '../../src/storage/embedded/query/planner.js';

/** So many documents may be sorted where an index narrows but does not order. */
const few = 10;

/**
 * What a search would cost among many documents, in words: it looked at them without an index, or sorted all that it
 * found to answer with the first. Undefined for one that an index served, and for a look at a whole collection.
 */
export function unindexed({ namespace, query, work: { plan } }: Search): string | undefined {
  if (Object.keys(query.filter).length === 0) return undefined;
  const entries = plan?.scans?.reduce((sum, scan) => sum + scan.entries, 0) ?? Number.POSITIVE_INFINITY;
  const sortsForFirst = plan && query.sort && query.limit && !isSorted(plan) && entries > few;
  if (plan?.scans && !sortsForFirst) return undefined;
  return JSON.stringify([namespace.split('.').slice(1).join('.'), query.filter, query.sort ?? {}]);
}
