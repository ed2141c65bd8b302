import type { Options } from 'mingo/types';
import { asStoreError, StoreError } from '../errors.js';
import { clone, type Document, fieldOf, isDocument, setField } from '../values/documents.js';
import { evalExpr, Query } from './library.js';
import { operatorError } from './unsupported.js';

export type Projection = (document: Document) => Document;

/** Which fields a projection names: a whole field (true) or parts of it. */
type Tree = Map<string, true | Tree>;

interface Computed {
  readonly path: readonly string[];
  readonly compute: (document: Document) => unknown;
}

interface Parsed {
  readonly included: Tree;
  readonly excluded: Tree;
  readonly computed: Computed[];
  id: boolean | undefined;
  including: boolean;
}

/**
 * Compiles a projection by MongoDB's rules. The result is a new document that may share parts with the given one.
 *
 * @param options asked for when something is to be computed
 * @param forFind whether `$slice` and `$elemMatch` are those of find; in a pipeline both are expressions
 */
export function compileProjection(spec: Document, options: () => Options, forFind: boolean): Projection {
  const parsed: Parsed = { included: new Map(), excluded: new Map(), computed: [], id: undefined, including: false };
  parse(spec, [], parsed, options, forFind);
  const { included, excluded, computed, id } = parsed;
  if (included.size > 0) parsed.including = true;
  if (parsed.including && excluded.size > 0) {
    throw new StoreError(31254, 'Cannot do exclusion and inclusion in one projection');
  }
  // {_id: 1} alone asks for nothing but the id.
  if (id === true && excluded.size === 0 && computed.length === 0) parsed.including = true;
  if (parsed.including && id !== false) included.set('_id', true);
  if (id === false) excluded.set('_id', true);
  return (document) => {
    const result = (parsed.including ? include(document, included) : exclude(document, excluded)) as Document;
    if (parsed.including && id === false) delete result._id;
    for (const { path, compute } of computed) place(result, path, compute(document));
    return result;
  };
}

function parse(spec: Document, prefix: string[], parsed: Parsed, options: () => Options, forFind: boolean): void {
  for (const [name, value] of Object.entries(spec)) {
    const path = [...prefix, ...name.split('.')];
    if (path.includes('$')) throw new StoreError(238, 'the positional projection ($) is not supported');
    if (path.some((part) => part === '' || part.startsWith('$') || part === '__proto__')) {
      throw new StoreError(16410, `'${path.join('.')}' is not a valid field path for a projection`);
    }
    if (typeof value === 'number' || typeof value === 'boolean') {
      if (path.length === 1 && path[0] === '_id') parsed.id = Boolean(value);
      else addPath(value ? parsed.included : parsed.excluded, path);
    } else if (forFind && isDocument(value) && '$slice' in value) {
      parsed.computed.push({ path, compute: slice(path, value.$slice) });
    } else if (forFind && isDocument(value) && '$elemMatch' in value) {
      parsed.including = true;
      parsed.computed.push({ path, compute: firstMatch(path, value.$elemMatch, options()) });
    } else if (isDocument(value) && !Object.keys(value).some((key) => key.startsWith('$'))) {
      if (Object.keys(value).length === 0) throw new StoreError(51270, 'An empty sub-projection is not a valid value');
      parse(value, path, parsed, options, forFind);
    } else {
      parsed.including = true;
      parsed.computed.push({ path, compute: expression(value, options()) });
    }
  }
}

function addPath(tree: Tree, path: readonly string[]): void {
  let node = tree;
  for (const [i, part] of path.entries()) {
    const existing = node.get(part);
    const last = i === path.length - 1;
    if (existing === true || (last && existing)) throw new StoreError(31249, `Path collision at ${path.join('.')}`);
    if (last) node.set(part, true);
    else if (existing) node = existing;
    else {
      const next: Tree = new Map();
      node.set(part, next);
      node = next;
    }
  }
}

function include(value: unknown, tree: Tree): unknown {
  if (Array.isArray(value)) {
    return value.filter((item) => isDocument(item) || Array.isArray(item)).map((item) => include(item, tree));
  }
  const result: Document = {};
  for (const name of Object.keys(value as Document)) {
    const wanted = tree.get(name);
    const field = (value as Document)[name];
    if (wanted === true) setField(result, name, field);
    else if (wanted && (isDocument(field) || Array.isArray(field))) setField(result, name, include(field, wanted));
  }
  return result;
}

function exclude(value: unknown, tree: Tree): unknown {
  if (Array.isArray(value)) return value.map((item) => exclude(item, tree));
  if (!isDocument(value)) return value;
  const result: Document = {};
  for (const name of Object.keys(value)) {
    const unwanted = tree.get(name);
    if (unwanted === true) continue;
    setField(result, name, unwanted ? exclude(value[name], unwanted) : value[name]);
  }
  return result;
}

/** Puts a computed value at its path; what lies on the way is copied, as the result shares it with the stored one. */
function place(target: Document, path: readonly string[], value: unknown): void {
  const [name, ...rest] = path as [string, ...string[]];
  if (rest.length === 0) {
    if (value === undefined) delete target[name];
    else setField(target, name, value);
    return;
  }
  const current = fieldOf(target, name);
  if (value === undefined && !isDocument(current)) return;
  const copy = isDocument(current) ? { ...current } : {};
  setField(target, name, copy);
  place(copy, rest, value);
}

function expression(value: unknown, options: Options): (document: Document) => unknown {
  return (document) => {
    try {
      return evalExpr(document, value, options);
    } catch (error) {
      throw asStoreError(operatorError(error));
    }
  };
}

const valueAt = (document: Document, path: readonly string[]) =>
  path.reduce<unknown>((value, part) => (isDocument(value) ? fieldOf(value, part) : undefined), document);

function slice(path: readonly string[], argument: unknown): (document: Document) => unknown {
  const numbers = Array.isArray(argument) ? argument : [argument];
  if (numbers.length > 2 || !numbers.every(Number.isInteger) || (numbers.length === 2 && numbers[1] <= 0)) {
    throw new StoreError(28667, 'Invalid $slice syntax');
  }
  const [first, count] = numbers as [number, number | undefined];
  return (document) => {
    const value = valueAt(document, path);
    if (!Array.isArray(value)) return value;
    if (count === undefined) return first < 0 ? value.slice(first) : value.slice(0, first);
    const start = first < 0 ? Math.max(0, value.length + first) : first;
    return value.slice(start, start + count);
  };
}

function firstMatch(path: readonly string[], condition: unknown, options: Options): (document: Document) => unknown {
  if (!isDocument(condition)) throw new StoreError(2, '$elemMatch needs an Object');
  const query = new Query({ element: { $elemMatch: condition } }, options);
  return (document) => {
    const value = valueAt(document, path);
    if (!Array.isArray(value)) return undefined;
    const found = value.find((element) => query.test({ element: [element] }));
    return found === undefined ? undefined : [clone(found)];
  };
}
