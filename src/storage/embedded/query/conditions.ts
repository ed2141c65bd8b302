import { type Document, isDocument } from '../values/documents.js';

/** What a filter demands of one path, as far as an index can use it. Every matching document fulfils it. */
export interface Condition {
  /** The path holds one of these values. */
  equals?: readonly unknown[];
  lower?: Bound;
  upper?: Bound;
}

export interface Bound {
  readonly value: unknown;
  readonly inclusive: boolean;
}

export type Conditions = Map<string, Condition>;

/** Collects the conditions of a filter's conjunction. The filter is still applied to what an index finds. */
export function conditionsOf(filter: Document): Conditions {
  const conditions: Conditions = new Map();
  collect(filter, '', conditions);
  return conditions;
}

function collect(filter: Document, prefix: string, conditions: Conditions): void {
  for (const [name, demand] of Object.entries(filter)) {
    if (name === '$and' && Array.isArray(demand)) {
      for (const branch of demand) collect(branch as Document, prefix, conditions);
    } else if (!name.startsWith('$')) {
      collectPath(prefix + name, demand, conditions, prefix !== '');
    }
  }
}

function collectPath(path: string, demand: unknown, conditions: Conditions, inElement: boolean): void {
  if (!isDocument(demand) || !Object.keys(demand)[0]?.startsWith('$')) {
    if (isIndexable(demand)) note(conditions, path, { equals: [demand] });
    return;
  }
  for (const [operator, argument] of Object.entries(demand)) {
    if (operator === '$eq' && isIndexable(argument)) note(conditions, path, { equals: [argument] });
    if (operator === '$in' && Array.isArray(argument) && argument.every(isIndexable)) {
      note(conditions, path, { equals: argument });
    }
    if (operator === '$elemMatch' && isDocument(argument) && !Object.keys(argument)[0]?.startsWith('$')) {
      collect(argument, `${path}.`, conditions);
    }
    // Inside $elemMatch a range may be about another element than the bound it would be combined with.
    if (inElement || !isOrdered(argument)) continue;
    if (operator === '$gt' || operator === '$gte') {
      note(conditions, path, { lower: { value: argument, inclusive: operator === '$gte' } });
    }
    if (operator === '$lt' || operator === '$lte') {
      note(conditions, path, { upper: { value: argument, inclusive: operator === '$lte' } });
    }
  }
}

/** The first demand of its kind is used, the others only filter. */
function note(conditions: Conditions, path: string, found: Condition): void {
  conditions.set(path, { ...found, ...conditions.get(path) });
}

/** Arrays match in ways that a single key can't tell, patterns match by more than equality. */
const isIndexable = (value: unknown) => !Array.isArray(value) && !(value instanceof RegExp) && value !== undefined;

const isOrdered = (value: unknown) =>
  isIndexable(value) && value !== null && !Number.isNaN(value) && !/^M(in|ax)Key$/.test(bsonType(value));

const bsonType = (value: unknown) => String((value as { _bsontype?: unknown })._bsontype);
