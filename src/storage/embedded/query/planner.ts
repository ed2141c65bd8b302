import type { OrderedIndex } from '../index/ordered-index.js';
import { type Document, isDocument } from '../values/documents.js';
import { AFTER, encodeValue, invert } from '../values/order.js';
import { type Condition, type Conditions, conditionsOf } from './conditions.js';
import { compileFilter } from './filter.js';
import type { SortKey } from './sort.js';

/** Ranges of keys of one index to read, in order. */
export interface IndexScan {
  readonly index: OrderedIndex;
  readonly ranges: readonly Range[];
  readonly backwards: boolean;
  /** Whether the documents come in the order asked for, once the ranges are merged. */
  readonly sorted: boolean;
  /** Whether several ranges must be merged for that, instead of being read one after the other. */
  readonly merge: boolean;
  /** Whether it leaves anything out that the index holds. */
  readonly narrows: boolean;
  /** About how many entries it would meet if it were read to its end, so that plans can be compared. */
  readonly entries: number;
}

export interface Range {
  /** The keys' common start, made of the fields that are fixed to values. What follows it is in the index's order. */
  readonly prefix: string;
  readonly low: string;
  readonly high: string;
}

/** How the documents that may match are found: through indexes (one a branch of `$or`), or all of them. */
export interface Plan {
  /** Absent for a look at every document. */
  readonly scans: readonly IndexScan[] | undefined;
}

/** More combinations of `$in` values than this are not looked up one by one. */
const mostRanges = 4096;

/** More ranges than this are not merged in order; their documents are sorted instead. */
const mostMerged = 64;

/**
 * Chooses how to find a filter's documents. A plan may find too many, never too few.
 *
 * @param sort empty when the order does not matter
 * @param limited whether only the first documents are wanted
 * @returns the most promising plan and, when it narrows but does not order and only the first are wanted, one that
 *   orders: which of the two is cheaper only running them tells
 */
export function planQuery(
  filter: Document,
  sort: readonly SortKey[],
  limited: boolean,
  indexes: Iterable<OrderedIndex>,
): readonly [Plan, ...Plan[]] {
  const all = [...indexes];
  const scans = usableScans(filter, sort, all);
  const best = cheapest(scans);
  const branches = planBranches(filter, all);
  const branched = branches && (!best?.narrows || total(branches) < best.entries);
  const plan: Plan = branched ? { scans: branches } : { scans: best ? [best] : undefined };
  const ordered = limited && sort.length > 0 ? cheapest(scans.filter((scan) => scan.sorted)) : undefined;
  return ordered && !isSorted(plan) ? [plan, { scans: [ordered] }] : [plan];
}

/** Whether a plan's documents come in the order asked for. */
export const isSorted = ({ scans }: Plan) => scans?.length === 1 && scans[0]?.sorted === true;

const total = (scans: readonly IndexScan[]) => scans.reduce((sum, scan) => sum + scan.entries, 0);

/** One scan for each branch of an `$or`, if every branch can use an index; of several `$or`s, the cheapest. */
function planBranches(filter: Document, indexes: readonly OrderedIndex[]): IndexScan[] | undefined {
  let best: IndexScan[] | undefined;
  for (const branches of alternatives(filter)) {
    const scans = branches.map((branch) => cheapest(usableScans({ $and: [filter, branch] }, [], indexes)));
    if (!scans.every((scan) => scan !== undefined)) continue;
    // What the branches find comes one branch after the other.
    const found = scans.map((scan) => ({ ...scan, sorted: false }));
    if (!best || total(found) < total(best)) best = found;
  }
  return best;
}

/** The branches of every `$or` that all documents have to fulfil. */
function* alternatives(filter: Document): Generator<readonly unknown[]> {
  if (Array.isArray(filter.$or)) yield filter.$or;
  if (!Array.isArray(filter.$and)) return;
  for (const part of filter.$and) yield* alternatives(part as Document);
}

/** Every scan that narrows or orders. */
function usableScans(filter: Document, sort: readonly SortKey[], indexes: readonly OrderedIndex[]): IndexScan[] {
  const conditions = conditionsOf(filter);
  return indexes
    .filter((index) => covers(index, filter, conditions))
    .map((index) => scanOf(index, conditions, sort))
    .filter((scan) => scan.narrows || (scan.sorted && sort.length > 0));
}

/** The scan that meets the fewest entries; among equals one that yields the order asked for. */
function cheapest(scans: readonly IndexScan[]): IndexScan | undefined {
  return scans.reduce<IndexScan | undefined>((best, scan) => {
    if (!best || scan.entries < best.entries) return scan;
    return scan.entries === best.entries && scan.sorted && !best.sorted ? scan : best;
  }, undefined);
}

/** Whether every document that the filter matches has an entry in a sparse or partial index. */
function covers(index: OrderedIndex, filter: Document, conditions: Conditions): boolean {
  const { spec } = index;
  if (spec.sparse) return spec.fields.some(({ path }) => demandsPresence(conditions.get(path)));
  return spec.partialFilter === undefined || implies(filter, conditions, spec.partialFilter);
}

function demandsPresence(condition: Condition | undefined): boolean {
  if (!condition) return false;
  if (condition.equals) return condition.equals.every((item) => item !== null);
  return condition.lower !== undefined || condition.upper !== undefined;
}

/** Every demand of the index's filter stands in the query literally, or follows from values the query fixes. */
function implies(filter: Document, conditions: Conditions, partial: Document): boolean {
  return Object.entries(partial).every(([name, demand]) => {
    if (name === '$and' && Array.isArray(demand)) return demand.every((part) => implies(filter, conditions, part));
    if (name in filter && encodeValue(filter[name]) === encodeValue(demand)) return true;
    if (name.startsWith('$')) return false;
    const condition = conditions.get(name);
    if (isDocument(demand) && Object.keys(demand).length === 1 && demand.$exists === true) {
      return demandsPresence(condition);
    }
    if (!condition?.equals || name.includes('.')) return false;
    const matches = compileFilter({ [name]: demand });
    return condition.equals.every((item) => item !== null && matches({ [name]: item }));
  });
}

function scanOf(index: OrderedIndex, conditions: Conditions, sort: readonly SortKey[]): IndexScan {
  const { fields } = index.spec;
  let prefixes = [''];
  let fixed = 0;
  for (const { path, direction } of fields) {
    const values = conditions.get(path)?.equals;
    if (!values || prefixes.length * values.length > mostRanges) break;
    const keys = [...new Set(values.map((item) => directed(encodeValue(item), direction)))].sort();
    prefixes = prefixes.flatMap((prefix) => keys.map((key) => prefix + key));
    fixed++;
  }
  const next = fields[fixed];
  const condition = next && conditions.get(next.path);
  const ranged = next && condition && (condition.lower ?? condition.upper) ? { next, condition } : undefined;
  const ranges = prefixes.map((prefix) =>
    ranged
      ? rangeOf(prefix, ranged.condition, ranged.next.direction, index.multikey)
      : { prefix, low: prefix, high: prefix + AFTER },
  );
  const mergeable = !index.multikey && prefixes.length <= mostMerged;
  const order = sort.length === 0 ? 'forwards' : mergeable ? providedOrder(index, conditions, fixed, sort) : undefined;
  return {
    index,
    ranges,
    backwards: order === 'backwards',
    sorted: order !== undefined,
    merge: order !== undefined && sort.length > 0 && ranges.length > 1,
    narrows: fixed > 0 || ranged !== undefined,
    entries: ranges.reduce((sum, { low, high }) => sum + index.count(low, high), 0),
  };
}

const directed = (encoded: string, direction: 1 | -1) => (direction === 1 ? encoded : invert(encoded));

/** The keys under a prefix that lie within bounds; only values of the bound's type can match. */
function rangeOf(prefix: string, condition: Condition, direction: 1 | -1, multikey: boolean): Range {
  const { lower } = condition;
  // Two elements of an array may each meet one bound, so that only one of the bounds can be used.
  const upper = multikey && lower ? undefined : condition.upper;
  const type = directed(encodeValue((lower ?? upper)?.value).charAt(0), direction);
  const [first, last] = direction === 1 ? [lower, upper] : [upper, lower];
  const edge = (bound: { value: unknown }) => prefix + directed(encodeValue(bound.value), direction);
  return {
    prefix,
    low: first ? edge(first) + (first.inclusive ? '' : AFTER) : prefix + type,
    // What follows a type's byte may be any byte, 0xff too, so that only the next byte is behind all its values.
    high: last ? edge(last) + (last.inclusive ? AFTER : '') : prefix + String.fromCharCode(type.charCodeAt(0) + 1),
  };
}

/** Whether the index, read either way, yields the order asked for once its first fields are fixed. */
function providedOrder(
  index: OrderedIndex,
  conditions: Conditions,
  fixed: number,
  sort: readonly SortKey[],
): 'forwards' | 'backwards' | undefined {
  const fixedPaths = new Set(index.spec.fields.slice(0, fixed).map(({ path }) => path));
  const isFixed = (path: string) => fixedPaths.has(path) && conditions.get(path)?.equals?.length === 1;
  const wanted = sort.filter(({ path }) => !isFixed(path));
  const offered = index.spec.fields.slice(fixed);
  if (wanted.length > offered.length) return undefined;
  const same = wanted.map((key, i) => offered[i]?.path === key.path && offered[i]?.direction === key.direction);
  const opposite = wanted.map((key, i) => offered[i]?.path === key.path && offered[i]?.direction === -key.direction);
  if (same.every(Boolean)) return 'forwards';
  return opposite.every(Boolean) ? 'backwards' : undefined;
}
