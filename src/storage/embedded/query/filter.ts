import { asStoreError, StoreError } from '../errors.js';
import { type Document, isDocument } from '../values/documents.js';
import { decodeDocument, fieldReader, type Stored } from '../values/stored.js';
import { evaluation, type Scope } from './context.js';
import { Query } from './library.js';
import { filterAtMoment } from './moment.js';
import { expressionFields } from './needed-fields.js';
import { operatorError, refuseUnsupported } from './unsupported.js';

export type Filter = (document: Document) => boolean;

/**
 * Compiles a query document.
 *
 * @param scope for `$expr`
 * @throws StoreError for whatever MongoDB would refuse, so that nothing in a query is silently ignored
 */
export function compileFilter(filter: Document, scope: Scope = {}): Filter {
  checkFilter(filter);
  try {
    const query = new Query(evaluated(filter, scope), evaluation(scope, !holdsExpressions(filter)));
    return (document) => {
      try {
        return query.test(document);
      } catch (error) {
        throw asStoreError(operatorError(error));
      }
    };
  } catch (error) {
    throw asStoreError(operatorError(error));
  }
}

function holdsExpressions(part: unknown): boolean {
  if (Array.isArray(part)) return part.some(holdsExpressions);
  return isDocument(part) && Object.entries(part).some(([name, value]) => name === '$expr' || holdsExpressions(value));
}

/** The fields of a document that decide whether it matches; undefined if that can't be told. */
export function fieldsOf(filter: Document): ReadonlySet<string> | undefined {
  const fields = new Set<string>();
  for (const [name, condition] of Object.entries(filter)) {
    const parts = logical.has(name) ? (condition as Document[]).map(fieldsOf) : [fieldsOfCondition(name, condition)];
    for (const part of parts) {
      if (!part) return undefined;
      for (const field of part) fields.add(field);
    }
  }
  return fields;
}

function fieldsOfCondition(name: string, condition: unknown): Iterable<string> | undefined {
  if (name === '$comment') return [];
  if (name === '$expr') return expressionFields(condition);
  return name.startsWith('$') ? undefined : [name.split('.')[0] as string];
}

/** Compiles a query document for stored documents, of which only the fields that it names are read. */
export function compileStoredFilter(filter: Document, scope: Scope = {}): (stored: Stored) => boolean {
  const matches = compileFilter(filter, scope);
  const fields = fieldsOf(filter);
  const read = fields ? fieldReader(fields) : decodeDocument;
  return (stored) => matches(read(stored));
}

const logical = new Set(['$and', '$or', '$nor']);
const topLevel = new Set([...logical, '$expr', '$comment']);

function checkFilter(filter: Document): void {
  for (const [name, condition] of Object.entries(filter)) {
    if (logical.has(name)) {
      if (!Array.isArray(condition) || condition.length === 0) {
        throw new StoreError(2, `${name} argument must be a non-empty array`);
      }
      for (const branch of condition) {
        if (!isDocument(branch)) throw new StoreError(2, `${name} argument's entries must be objects`);
        checkFilter(branch);
      }
    } else if (name.startsWith('$')) {
      refuseUnsupported(name);
      if (!topLevel.has(name)) throw new StoreError(2, `unknown top level operator: ${name}`);
    } else {
      checkPath(name);
      checkCondition(condition);
    }
  }
}

function checkPath(path: string): void {
  if (path.split('.').includes('__proto__')) throw new StoreError(2, `the path '${path}' can't be queried`);
}

/** The query library takes a condition with any operator for one of operators only; MongoDB refuses a mixture. */
function checkCondition(condition: unknown): void {
  if (!isDocument(condition)) return;
  const names = Object.keys(condition);
  if (!names[0]?.startsWith('$') || names[0] === '$ref') {
    if (names.some((name) => name.startsWith('$'))) throw new StoreError(2, 'field names and operators are mixed');
    return;
  }
  for (const name of names) {
    refuseUnsupported(name);
    if (!name.startsWith('$')) throw new StoreError(2, `unknown operator: ${name}`);
  }
  if ('$options' in condition && !('$regex' in condition)) throw new StoreError(2, '$options needs a $regex');
  if (isDocument(condition.$elemMatch) && Object.keys(condition.$elemMatch).some((name) => !name.startsWith('$'))) {
    checkFilter(condition.$elemMatch);
  }
  if ('$not' in condition) {
    const negated = condition.$not;
    if (!(negated instanceof RegExp) && !(isDocument(negated) && Object.keys(negated).length > 0)) {
      throw new StoreError(2, '$not needs a regex or a document');
    }
    checkCondition(negated);
  }
}

/** The filter without its comment, at the command's moment. */
function evaluated(filter: Document, { now }: Scope): Document {
  const { $comment: _comment, ...rest } = filter;
  return now ? filterAtMoment(rest, now) : rest;
}
