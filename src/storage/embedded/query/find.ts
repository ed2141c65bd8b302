import type { Collection } from '../collection.js';
import { StoreError } from '../errors.js';
import type { Entry } from '../index/sorted-entries.js';
import type { Document } from '../values/documents.js';
import { compileFilter } from './filter.js';
import { type IndexScan, type Plan, planQuery } from './planner.js';
import { parseSort, sortDocuments } from './sort.js';

export interface Query {
  readonly filter: Document;
  readonly sort?: Document;
  readonly skip?: number;
  /** 0 for all. */
  readonly limit?: number;
  readonly variables?: Document;
  /** When to give up, in milliseconds since the epoch (`maxTimeMS`). */
  readonly deadline?: number;
}

/**
 * The documents that match, in order. They are the stored ones: to be read, not changed.
 *
 * @param work counts the documents that were looked at, for explaining
 */
export function findDocuments(collection: Collection, query: Query, work = { examined: 0 }): Document[] {
  const matches = compileFilter(query.filter, query.variables);
  const sort = parseSort(query.sort ?? {});
  const plan = planQuery(query.filter, sort, collection.indexes.values());
  const sorted = sort.length === 0 || isSorted(plan);
  const skip = query.skip ?? 0;
  const enough = query.limit ? skip + query.limit : Number.POSITIVE_INFINITY;
  const found: Document[] = [];
  for (const document of candidates(collection, plan)) {
    if ((++work.examined & 1023) === 0 && query.deadline !== undefined && Date.now() > query.deadline) {
      throw new StoreError(50, 'operation exceeded time limit');
    }
    if (!matches(document)) continue;
    found.push(document);
    if (sorted && found.length >= enough) break;
  }
  const ordered = sorted ? found : sortDocuments(found, sort);
  return skip > 0 || ordered.length > enough ? ordered.slice(skip, enough) : ordered;
}

/** Whether a plan's documents come in the order asked for. */
export const isSorted = (plan: Plan) =>
  plan.kind === 'index' && plan.scans.length === 1 && plan.scans[0]?.sorted === true;

function* candidates(collection: Collection, plan: Plan): Generator<Document> {
  if (plan.kind === 'scan') {
    yield* collection.all();
    return;
  }
  // A document may be found by several keys or branches; with one key a document and one range it can't be.
  const repeats = plan.scans.length > 1 || plan.scans.some((scan) => scan.index.multikey);
  const seen = new Set<string>();
  for (const scan of plan.scans) {
    for (const { id } of read(scan)) {
      if (repeats) {
        if (seen.has(id)) continue;
        seen.add(id);
      }
      yield collection.get(id) as Document;
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
