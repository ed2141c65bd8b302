import type { Collection } from '../collection.js';
import { StoreError } from '../errors.js';
import type { Entry } from '../index/sorted-entries.js';
import type { Document } from '../values/documents.js';
import { decodeDocument, type Stored } from '../values/stored.js';
import type { Scope } from './context.js';
import { compileStoredFilter } from './filter.js';
import { type IndexScan, isSorted, type Plan, planQuery } from './planner.js';
import { parseSort, sortStored } from './sort.js';

export interface Query extends Scope {
  readonly filter: Document;
  readonly sort?: Document;
  readonly skip?: number;
  /** 0 for all. */
  readonly limit?: number;
  /** When to give up, in milliseconds since the epoch (`maxTimeMS`). */
  readonly deadline?: number;
}

/** What a search did, for explaining it. */
export interface Work {
  examined: number;
  plan?: Plan;
}

/** The documents that match, in order. */
export function findDocuments(collection: Collection, query: Query, work?: Work): Document[] {
  return findStored(collection, query, work).map(decodeDocument);
}

/** The documents that match, in order, as they are stored. */
export function findStored(collection: Collection, query: Query, work: Work = { examined: 0 }): Stored[] {
  const matches = compileStoredFilter(query.filter, query);
  const sort = parseSort(query.sort ?? {});
  const skip = query.skip ?? 0;
  const enough = query.limit ? skip + query.limit : Number.POSITIVE_INFINITY;
  const plans = planQuery(
    query.filter,
    sort,
    query.limit !== undefined && query.limit > 0,
    collection.indexes.values(),
  );
  const searches = plans.map((plan) =>
    search(collection, plan, matches, sort.length > 0 && !isSorted(plan) ? Number.POSITIVE_INFINITY : enough, work),
  );
  const { found, plan } = race(plans, searches, work, query.deadline);
  const ordered = sort.length === 0 || isSorted(plan) ? found : sortStored(found, sort);
  return skip > 0 || ordered.length > enough ? ordered.slice(skip, enough) : ordered;
}

/** Lets searches take turns, a document each; the first one that is finished has the answer. */
function race(
  plans: readonly Plan[],
  searches: readonly Generator<void, Stored[]>[],
  work: Work,
  deadline = Number.POSITIVE_INFINITY,
): { found: Stored[]; plan: Plan } {
  for (;;) {
    for (const [i, run] of searches.entries()) {
      const { done, value } = run.next();
      if (done) {
        work.plan = plans[i] as Plan;
        return { found: value, plan: work.plan };
      }
      if ((work.examined & 1023) === 0 && Date.now() > deadline) {
        throw new StoreError(50, 'operation exceeded time limit');
      }
    }
  }
}

/** Looks at a plan's documents one by one, until `enough` match. */
function* search(
  collection: Collection,
  plan: Plan,
  matches: (stored: Stored) => boolean,
  enough: number,
  work: Work,
): Generator<void, Stored[]> {
  const found: Stored[] = [];
  for (const stored of candidates(collection, plan)) {
    work.examined++;
    if (matches(stored) && found.push(stored) >= enough) break;
    yield;
  }
  return found;
}

function* candidates(collection: Collection, { scans }: Plan): Generator<Stored> {
  if (!scans) {
    yield* collection.all();
    return;
  }
  // A document may be found by several keys or branches; with one key a document and one range it can't be.
  const repeats = scans.length > 1 || scans.some((scan) => scan.index.multikey);
  const seen = new Set<string>();
  for (const scan of scans) {
    for (const { id } of read(scan)) {
      if (repeats) {
        if (seen.has(id)) continue;
        seen.add(id);
      }
      yield collection.get(id) as Stored;
    }
  }
}

function* read(scan: IndexScan): Generator<Entry> {
  const streams = scan.ranges.map((range) => scan.index.scan(range.low, range.high, scan.backwards));
  if (scan.merge) yield* merge(scan, streams);
  else for (const stream of streams) yield* stream;
}

/** Ranges that differ in their fixed fields, in the order of the fields that follow. */
function* merge(scan: IndexScan, streams: readonly Generator<Entry>[]): Generator<Entry> {
  const heads = streams.flatMap((stream, i) => {
    const start = (scan.ranges[i]?.prefix ?? '').length;
    const { value, done } = stream.next();
    return done ? [] : [{ stream, start, entry: value, rest: value.key.slice(start) }];
  });
  while (heads.length > 0) {
    let first = 0;
    for (let i = 1; i < heads.length; i++) {
      const smaller = (heads[i]?.rest ?? '') < (heads[first]?.rest ?? '');
      if (smaller !== scan.backwards) first = i;
    }
    const head = heads[first] as (typeof heads)[number];
    yield head.entry;
    const { value, done } = head.stream.next();
    if (done) heads.splice(first, 1);
    else Object.assign(head, { entry: value, rest: value.key.slice(head.start) });
  }
}
