import { Decimal128, Long, Timestamp } from 'bson';
import { StoreError } from '../errors.js';
import { compileFilter } from '../query/filter.js';
import { parseSort, sortDocuments } from '../query/sort.js';
import { clone, type Document, isDocument, typeName } from '../values/documents.js';
import { type BsonNumber, isNumber } from '../values/numbers.js';
import { compareValues, equalValues } from '../values/order.js';
import { type Place, parsePath, placeAt } from './paths.js';

/** Changes one place of a document; answers whether it made a difference. */
export interface UpdateOperator {
  /** Whether a missing place is made, with what leads to it. */
  readonly creates: boolean;
  apply(place: Place, argument: unknown, path: string, context: UpdateContext): boolean;
}

export interface UpdateContext {
  readonly document: Document;
  readonly now: Date;
}

function set(place: Place, value: unknown): boolean {
  if (same(place.value, value)) return false;
  place.set(clone(value));
  return true;
}

/** Equal and of the same type: 1 and Long 1 are equal, but replacing one by the other is a change. */
const same = (a: unknown, b: unknown) => a !== undefined && typeName(a) === typeName(b) && equalValues(a, b);

function arithmetic(name: string, verb: string, initial: number, onDoubles: (a: number, b: number) => number) {
  const onIntegers = name === '$inc' ? (a: bigint, b: bigint) => a + b : (a: bigint, b: bigint) => a * b;
  return creating((place, argument, path) => {
    if (!isNumber(argument)) {
      throw new StoreError(14, `Cannot ${verb} with non-numeric argument: {${path}: ${typeName(argument)}}`);
    }
    const current = place.value ?? (place.value === undefined ? initial : null);
    if (!isNumber(current)) {
      const message = `Cannot apply ${name} to a value of non-numeric type. The field '${path}' is of type ${typeName(current)}`;
      throw new StoreError(14, message);
    }
    if (place.value === undefined && name === '$inc') return set(place, argument);
    return set(place, calculate(current, argument, onDoubles, onIntegers));
  });
}

function calculate(
  a: BsonNumber,
  b: BsonNumber,
  onDoubles: (a: number, b: number) => number,
  onIntegers: (a: bigint, b: bigint) => bigint,
): unknown {
  if (typeof a === 'number' && typeof b === 'number') {
    const result = onDoubles(a, b);
    // Integers have no negative zero.
    return result === 0 && Number.isInteger(a) && Number.isInteger(b) ? 0 : result;
  }
  if (a instanceof Decimal128 || b instanceof Decimal128) {
    throw new StoreError(238, 'Arithmetic on decimals is not supported by the embedded store');
  }
  if (!Number.isInteger(Number(a)) || !Number.isInteger(Number(b))) return onDoubles(Number(a), Number(b));
  const result = onIntegers(BigInt(a.toString()), BigInt(b.toString()));
  if (BigInt.asIntN(64, result) !== result) throw new StoreError(2, 'Failed to apply arithmetic: integer overflow');
  return Number.isSafeInteger(Number(result)) ? Number(result) : Long.fromBigInt(result);
}

const creating = (apply: UpdateOperator['apply']): UpdateOperator => ({ creates: true, apply });
const existing = (apply: UpdateOperator['apply']): UpdateOperator => ({ creates: false, apply });

/** `$min` and `$max`: the argument wins over a missing value, and over one that is greater or less. */
const extreme = (sign: 1 | -1) =>
  creating((place, argument) => {
    if (place.value !== undefined && compareValues(argument, place.value) * sign <= 0) return false;
    return set(place, argument);
  });

function arrayAt(place: Place, name: string, path: string): unknown[] {
  if (Array.isArray(place.value)) return place.value;
  throw new StoreError(2, `The field '${path}' must be an array for ${name} but is of type ${typeName(place.value)}`);
}

const isEach = (argument: unknown): argument is Document & { $each: unknown } =>
  isDocument(argument) && '$each' in argument;

function each(argument: unknown, name: string, modifiers: readonly string[]): unknown[] {
  if (!isEach(argument)) return [argument];
  if (!Array.isArray(argument.$each)) throw new StoreError(2, `The argument to $each in ${name} must be an array`);
  const unknown = Object.keys(argument).find((key) => !modifiers.includes(key));
  if (unknown) throw new StoreError(2, `Unrecognized clause in ${name}: ${unknown}`);
  return argument.$each;
}

const push = creating((place, argument, path) => {
  const added = each(argument, '$push', ['$each', '$position', '$slice', '$sort']);
  const before = place.value === undefined ? [] : arrayAt(place, '$push', path);
  const modifiers: Document = isEach(argument) ? argument : {};
  const position = integer(modifiers.$position, '$position') ?? before.length;
  let after = before.slice();
  after.splice(position, 0, ...(clone(added) as unknown[]));
  if (modifiers.$sort !== undefined) after = sorted(after, modifiers.$sort);
  const slice = integer(modifiers.$slice, '$slice');
  if (slice !== undefined) after = slice < 0 ? after.slice(slice) : after.slice(0, slice);
  if (place.value !== undefined && same(before, after)) return false;
  place.set(after);
  return true;
});

function integer(value: unknown, name: string): number | undefined {
  if (value === undefined) return undefined;
  if (typeof value === 'number' && Number.isInteger(value)) return value;
  throw new StoreError(2, `The value for ${name} must be an integer value but was given type: ${typeName(value)}`);
}

function sorted(array: readonly unknown[], order: unknown): unknown[] {
  if (order === 1 || order === -1) return array.slice().sort((a, b) => compareValues(a, b) * order);
  if (!isDocument(order)) throw new StoreError(2, 'The $sort is invalid: use 1/-1 to sort the whole element');
  const wrapped = Object.fromEntries(Object.entries(order).map(([path, direction]) => [`element.${path}`, direction]));
  return sortDocuments(
    array.map((element) => ({ element })),
    parseSort(wrapped),
  ).map(({ element }) => element);
}

const addToSet = creating((place, argument, path) => {
  const before = place.value === undefined ? [] : arrayAt(place, '$addToSet', path);
  const after = before.slice();
  for (const item of each(argument, '$addToSet', ['$each'])) {
    if (!after.some((member) => equalValues(member, item))) after.push(clone(item));
  }
  if (place.value !== undefined && after.length === before.length) return false;
  place.set(after);
  return true;
});

const pop = existing((place, argument, path) => {
  if (argument !== 1 && argument !== -1) throw new StoreError(9, `$pop expects 1 or -1, found: ${String(argument)}`);
  if (place.value === undefined) return false;
  const array = typed(place, '$pop', path);
  if (array.length === 0) return false;
  place.set(argument === 1 ? array.slice(0, -1) : array.slice(1));
  return true;
});

function typed(place: Place, name: string, path: string): unknown[] {
  if (Array.isArray(place.value)) return place.value;
  throw new StoreError(name === '$pop' ? 14 : 2, `Cannot apply ${name} to a non-array value: '${path}'`);
}

function keep(place: Place, unwanted: (element: unknown) => boolean, name: string, path: string): boolean {
  if (place.value === undefined) return false;
  const before = typed(place, name, path);
  const after = before.filter((element) => !unwanted(element));
  if (after.length === before.length) return false;
  place.set(after);
  return true;
}

const pull = existing((place, argument, path) => keep(place, pulled(argument), '$pull', path));

/** A document pulls the documents that match it as a query, operators pull what they match, a value its equals. */
function pulled(argument: unknown): (element: unknown) => boolean {
  if (isDocument(argument) && !Object.keys(argument)[0]?.startsWith('$')) {
    const matches = compileFilter(argument);
    return (element) => isDocument(element) && matches(element);
  }
  if (isDocument(argument) || argument instanceof RegExp) {
    const matches = compileFilter({ element: argument });
    return (element) => matches({ element });
  }
  return (element) => equalValues(element, argument);
}

const pullAll = existing((place, argument, path) => {
  if (!Array.isArray(argument)) throw new StoreError(2, '$pullAll requires an array argument');
  return keep(place, (element) => argument.some((item) => equalValues(element, item)), '$pullAll', path);
});

const rename = existing((place, argument, path, { document }) => {
  if (typeof argument !== 'string') throw new StoreError(2, `The 'to' field for $rename must be a string: ${path}`);
  if (place.value === undefined) return false;
  const { value } = place;
  place.unset();
  placeAt(document, parsePath(argument), true)?.set(value);
  return true;
});

const currentDate = creating((place, argument, path, { now }) => {
  const type = isDocument(argument) ? argument.$type : argument === true || argument === false ? 'date' : undefined;
  if (type === 'date') return set(place, now);
  if (type === 'timestamp') return set(place, Timestamp.fromBits(1, Math.floor(now.getTime() / 1000)));
  throw new StoreError(2, `The '$currentDate' of '${path}' must be true or {$type: 'date' | 'timestamp'}`);
});

const unset = existing((place) => {
  if (place.value === undefined) return false;
  const before = place.value;
  place.unset();
  return before !== null || place.value === undefined;
});

/** Every update operator of the store; `$setOnInsert` sets where a document is being made. */
export const updateOperators: Readonly<Record<string, UpdateOperator>> = {
  $set: creating((place, argument) => set(place, argument)),
  $setOnInsert: creating((place, argument) => set(place, argument)),
  $unset: unset,
  $inc: arithmetic('$inc', 'increment', 0, (a, b) => a + b),
  $mul: arithmetic('$mul', 'multiply', 0, (a, b) => a * b),
  $min: extreme(-1),
  $max: extreme(1),
  $push: push,
  $addToSet: addToSet,
  $pop: pop,
  $pull: pull,
  $pullAll: pullAll,
  $rename: rename,
  $currentDate: currentDate,
};
