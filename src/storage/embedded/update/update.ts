import { StoreError } from '../errors.js';
import type { Scope } from '../query/context.js';
import { updateByPipeline } from '../query/pipeline.js';
import { clone, type Document, isDocument, typeName } from '../values/documents.js';
import { equalValues } from '../values/order.js';
import { type UpdateOperator, updateOperators } from './operators.js';
import { type ArrayFilters, expandPath, parseArrayFilters, parsePath, placeAt } from './paths.js';

export interface UpdateRequest extends Scope {
  readonly filter: Document;
  /** Operators, a whole document, or a pipeline. */
  readonly update: unknown;
  readonly arrayFilters?: readonly unknown[];
  readonly now: Date;
}

/** Makes the new version of a document; the given one stays as it is. */
export type Update = (document: Document, inserting: boolean) => { document: Document; modified: boolean };

/**
 * Compiles an update, so that a malformed one is refused before anything is changed.
 *
 * @throws StoreError, here or when applied, with MongoDB's code for what is wrong
 */
export function compileUpdate(request: UpdateRequest): Update {
  const { update } = request;
  if (Array.isArray(update)) {
    if (request.arrayFilters) throw new StoreError(9, 'arrayFilters may not be specified for pipeline-style updates');
    return (document) => compare(document, updateByPipeline(update, document, request));
  }
  if (!isDocument(update)) throw new StoreError(9, 'Update argument must be either an object or an array');
  if (!isReplacement(update)) return compileOperators(update, request);
  if (request.arrayFilters) throw new StoreError(9, 'arrayFilters may not be specified for a replacement');
  return (document) => {
    const { _id, ...rest } = update;
    const id = _id ?? document._id;
    return compare(document, { ...(id === undefined ? {} : { _id: id }), ...clone(rest) });
  };
}

export function isReplacement(update: Document): boolean {
  const names = Object.keys(update);
  const operators = names.filter((name) => name.startsWith('$'));
  if (operators.length > 0 && operators.length < names.length) {
    throw new StoreError(9, 'The update mixes operators and field names');
  }
  return operators.length === 0;
}

function compare(before: Document, after: Document) {
  keepId(before, after);
  return { document: after, modified: !identical(before, after) };
}

function keepId(before: Document, after: Document): void {
  if (before._id === undefined || ('_id' in after && equalValues(before._id, after._id))) return;
  throw new StoreError(66, "Performing an update on the path '_id' would modify the immutable field '_id'");
}

/** Equality that also tells apart types that are equal as values. */
function identical(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((item, i) => identical(item, b[i]));
  if (!isDocument(a) || !isDocument(b)) return typeName(a) === typeName(b) && equalValues(a, b);
  const names = Object.keys(a);
  const others = Object.keys(b);
  return names.length === others.length && names.every((name, i) => name === others[i] && identical(a[name], b[name]));
}

interface Step {
  readonly name: string;
  readonly operator: UpdateOperator;
  readonly path: string;
  readonly parts: readonly string[];
  readonly argument: unknown;
}

function compileOperators(update: Document, request: UpdateRequest): Update {
  const steps = Object.entries(update).flatMap(([name, fields]) => stepsOf(name, fields));
  const arrayFilters: ArrayFilters = parseArrayFilters(
    request.arrayFilters ?? [],
    steps.map((step) => step.path),
  );
  const targets = steps.flatMap(({ name, parts, argument }) =>
    name === '$rename' && typeof argument === 'string' ? [parts, parsePath(argument)] : [parts],
  );
  refuseConflicts(targets);
  return (before, inserting) => {
    const document = clone(before);
    const positions = { filter: request.filter, arrayFilters };
    const context = { document, now: request.now };
    let modified = false;
    const touched: string[][] = [];
    for (const { name, operator, path, parts, argument } of steps) {
      if (name === '$setOnInsert' && !inserting) continue;
      for (const concrete of expandPath(document, parts, positions)) {
        touched.push(concrete);
        const place = placeAt(document, concrete, operator.creates);
        if (place && operator.apply(place, argument, path, context)) modified = true;
      }
    }
    if (touched.length > steps.length) refuseConflicts(touched);
    keepId(before, document);
    return { document, modified };
  };
}

function stepsOf(name: string, fields: unknown): Step[] {
  const operator = updateOperators[name];
  if (!operator || !Object.hasOwn(updateOperators, name)) {
    if (name === '$bit') throw new StoreError(238, '$bit is not supported by the embedded store');
    throw new StoreError(9, `Unknown modifier: ${name}. Expected a valid update modifier or pipeline-style update`);
  }
  if (!isDocument(fields)) {
    throw new StoreError(9, `Modifiers operate on fields but we found type ${typeName(fields)} instead for ${name}.`);
  }
  return Object.entries(fields).map(([path, argument]) => ({ name, operator, path, argument, parts: parsePath(path) }));
}

/** No two paths may be the same, or one inside the other. */
function refuseConflicts(paths: readonly (readonly string[])[]): void {
  const seen = new Set<string>();
  const inner = new Set<string>();
  for (const parts of paths) {
    const prefixes = parts.map((_, i) => parts.slice(0, i + 1).join('.'));
    const whole = prefixes.at(-1) as string;
    const conflict = prefixes.find((prefix) => seen.has(prefix)) ?? (inner.has(whole) ? whole : undefined);
    if (conflict !== undefined) {
      throw new StoreError(40, `Updating the path '${whole}' would create a conflict at '${conflict}'`);
    }
    seen.add(whole);
    for (const prefix of prefixes.slice(0, -1)) inner.add(prefix);
  }
}
