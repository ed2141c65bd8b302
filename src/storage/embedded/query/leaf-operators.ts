import type { Any, AnyObject, Options } from 'mingo/types';
import { StoreError } from '../errors.js';
import { isDocument, typeName } from '../values/documents.js';
import { compareValues, equalValues, typeByte } from '../values/order.js';
import { visitPath } from '../values/paths.js';
import { Query } from './library.js';

// The query library's own leaf operators compare by JavaScript's rules: types apart, Long and Decimal128 as text,
// arrays as sets. These follow MongoDB's rules for paths, types and order; the library keeps the logic around them.

type Test = (document: AnyObject) => boolean;
type Leaf = (selector: string, argument: Any, options: Options) => Test;

/** A test on any of the values that a path reaches. */
function anyValue(test: (value: unknown, isElement: boolean) => boolean): (selector: string) => Test {
  return (selector) => {
    const parts = selector.split('.');
    return (document) => visitPath(document, parts, test);
  };
}

const not =
  (test: Test): Test =>
  (document) =>
    !test(document);

function equality(argument: unknown): (value: unknown) => boolean {
  if (argument instanceof RegExp) {
    const matches = textMatcher(argument);
    return (value) => matches(value) || (value instanceof RegExp && equalValues(value, argument));
  }
  return (value) => equalValues(value, argument);
}

const $eq: Leaf = (selector, argument) => anyValue(equality(argument))(selector);

const $in: Leaf = (selector, argument) => {
  if (!Array.isArray(argument)) throw new StoreError(2, '$in needs an array');
  const tests = argument.map((item) => {
    if (isDocument(item) && Object.keys(item)[0]?.startsWith('$')) throw new StoreError(2, 'cannot nest $ under $in');
    return equality(item);
  });
  return anyValue((value) => tests.some((test) => test(value)))(selector);
};

function range(accept: (order: number) => boolean): Leaf {
  return (selector, argument) => {
    if (argument instanceof RegExp) throw new StoreError(2, "Can't have RegExp as arg to a range predicate");
    const acceptsEqual = accept(0);
    const argumentIsNaN = Number.isNaN(argument);
    const bracket = typeByte(argument);
    const bounds = bracket === '\x02' || bracket === '\x7f';
    return anyValue((value) => {
      if (value === undefined && !(argument === null && acceptsEqual)) return false;
      if (argumentIsNaN || Number.isNaN(value)) return acceptsEqual && Number.isNaN(argument) && Number.isNaN(value);
      return (bounds || typeByte(value) === bracket) && accept(compareValues(value, argument));
    })(selector);
  };
}

const $exists: Leaf = (selector, argument) => {
  const present = anyValue((value, isElement) => value !== undefined && !isElement)(selector);
  return argument === false || argument === 0 || argument === null ? not(present) : present;
};

const typeAliases: Readonly<Record<string, readonly string[]>> = {
  number: ['int', 'long', 'double', 'decimal'],
  1: ['double'],
  2: ['string'],
  3: ['object'],
  4: ['array'],
  5: ['binData'],
  7: ['objectId'],
  8: ['bool'],
  9: ['date'],
  10: ['null'],
  11: ['regex'],
  13: ['javascript'],
  16: ['int'],
  17: ['timestamp'],
  18: ['long'],
  19: ['decimal'],
  [-1]: ['minKey'],
  127: ['maxKey'],
};
const typeNames = new Set(Object.values(typeAliases).flat());

const $type: Leaf = (selector, argument) => {
  const wanted = new Set<string>();
  for (const name of Array.isArray(argument) ? argument : [argument]) {
    const types = typeAliases[String(name)] ?? (typeNames.has(String(name)) ? [String(name)] : undefined);
    if (!types) throw new StoreError(2, `Unknown type name alias: ${String(name)}`);
    for (const type of types) wanted.add(type);
  }
  return anyValue((value) => wanted.has(typeName(value)))(selector);
};

const $size: Leaf = (selector, argument) => {
  if (typeof argument !== 'number' || !Number.isInteger(argument) || argument < 0) {
    throw new StoreError(9, 'Failed to parse $size. Expected a non-negative integer');
  }
  return anyValue((value, isElement) => !isElement && Array.isArray(value) && value.length === argument)(selector);
};

const $all: Leaf = (selector, argument, options) => {
  if (!Array.isArray(argument)) throw new StoreError(2, '$all needs an array');
  const tests = argument.map((item) =>
    isDocument(item) && '$elemMatch' in item
      ? $elemMatch(selector, item.$elemMatch, options)
      : $eq(selector, item, options),
  );
  return (document) => tests.length > 0 && tests.every((test) => test(document));
};

const $elemMatch: Leaf = (selector, argument, options) => {
  if (!isDocument(argument)) throw new StoreError(2, '$elemMatch needs an Object');
  const names = Object.keys(argument);
  const onScalars = names.length > 0 && names.every((name) => name.startsWith('$') && !/^\$(and|or|nor)$/.test(name));
  const query = new Query(onScalars ? { element: argument } : argument, options);
  const test = (element: unknown) =>
    onScalars ? query.test({ element }) : isDocument(element) && query.test(element as AnyObject);
  return anyValue((value, isElement) => !isElement && Array.isArray(value) && value.some(test))(selector);
};

const $mod: Leaf = (selector, argument) => {
  const [divisor, remainder] = Array.isArray(argument) && argument.length === 2 ? argument : [];
  if (typeof divisor !== 'number' || typeof remainder !== 'number') {
    throw new StoreError(2, 'malformed mod, needs to be an array of two numbers');
  }
  if (Math.trunc(divisor) === 0) throw new StoreError(2, 'divisor cannot be 0');
  return anyValue(
    (value) => typeof value === 'number' && Math.trunc(value) % Math.trunc(divisor) === Math.trunc(remainder),
  )(selector);
};

/** The BSON library reads the option "s" as JavaScript's "g", whose memory of the last match must not leak in. */
function textMatcher(pattern: RegExp): (value: unknown) => boolean {
  const expression = new RegExp(pattern.source, pattern.flags.replace('g', 's'));
  return (value) => typeof value === 'string' && expression.test(value);
}

const $regex: Leaf = (selector, argument) => {
  if (!(argument instanceof RegExp)) throw new StoreError(2, '$regex has to be a string');
  return anyValue(textMatcher(argument))(selector);
};

/** Every leaf operator of queries that the store supports. */
export const leafOperators = {
  $eq,
  $ne: ((selector, argument, options) => not($eq(selector, argument, options))) as Leaf,
  $in,
  $nin: ((selector, argument, options) => not($in(selector, argument, options))) as Leaf,
  $gt: range((order) => order > 0),
  $gte: range((order) => order >= 0),
  $lt: range((order) => order < 0),
  $lte: range((order) => order <= 0),
  $exists,
  $type,
  $size,
  $all,
  $elemMatch,
  $mod,
  $regex,
};
