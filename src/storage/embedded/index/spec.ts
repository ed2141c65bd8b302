import { StoreError } from '../errors.js';
import { compileFilter } from '../query/filter.js';
import { type Document, isDocument, typeName } from '../values/documents.js';
import { encodeValue } from '../values/order.js';
import { isPosition } from '../values/paths.js';

export interface IndexField {
  readonly path: string;
  readonly direction: 1 | -1;
}

/** An index as it was asked for, in the form in which listIndexes shows it and the journal keeps it. */
export interface IndexSpec {
  readonly name: string;
  readonly fields: readonly IndexField[];
  readonly unique: boolean;
  readonly sparse: boolean;
  readonly partialFilter?: Document;
  readonly expireAfterSeconds?: number;
}

export const idIndex: IndexSpec = {
  name: '_id_',
  fields: [{ path: '_id', direction: 1 }],
  unique: true,
  sparse: false,
};

/** Options without an effect of their own here: an index is always built in the foreground, and there is one version. */
const ignorable = new Set(['v', 'background', 'ns', 'hidden', 'key', 'name']);
const known = new Set(['unique', 'sparse', 'partialFilterExpression', 'expireAfterSeconds', ...ignorable]);

/** @throws StoreError for index kinds and options that the store does not have */
export function parseIndexSpec(given: unknown): IndexSpec {
  if (!isDocument(given) || !isDocument(given.key)) {
    throw new StoreError(9, "The 'key' field is a required property of an index specification");
  }
  for (const name of Object.keys(given)) {
    if (name === 'collation') throw new StoreError(238, 'Collation is not supported by the embedded store');
    if (!known.has(name)) {
      throw new StoreError(197, `The field '${name}' is not valid for an index specification of the embedded store`);
    }
  }
  if (given.hidden) throw new StoreError(238, 'Hidden indexes are not supported by the embedded store');
  const fields = parseFields(given.key);
  const partialFilter = given.partialFilterExpression;
  if (partialFilter !== undefined) {
    if (!isDocument(partialFilter)) throw new StoreError(67, "'partialFilterExpression' must be an object");
    if (given.sparse) throw new StoreError(67, "cannot mix 'partialFilterExpression' and 'sparse' options");
    compileFilter(partialFilter);
  }
  const seconds = given.expireAfterSeconds;
  if (seconds !== undefined && (typeof seconds !== 'number' || seconds < 0 || seconds > 0x7fffffff)) {
    throw new StoreError(67, 'TTL index expireAfterSeconds must be a number of seconds within 32 bits');
  }
  if (seconds !== undefined && fields.length > 1) {
    throw new StoreError(67, 'TTL indexes are single-field indexes, compound indexes do not support TTL');
  }
  if (typeof given.name !== 'string' || given.name === '' || given.name === '*') {
    throw new StoreError(67, `'${String(given.name)}' is not a valid name of an index`);
  }
  return {
    name: given.name,
    fields,
    unique: flag(given, 'unique'),
    sparse: flag(given, 'sparse'),
    ...(partialFilter === undefined ? {} : { partialFilter }),
    ...(seconds === undefined ? {} : { expireAfterSeconds: seconds }),
  };
}

function flag(given: Document, name: string): boolean {
  const value = given[name] ?? false;
  if (typeof value !== 'boolean' && typeof value !== 'number') {
    throw new StoreError(14, `The field '${name}' has value of type ${typeName(value)}, which is not a boolean`);
  }
  return Boolean(value);
}

function parseFields(key: Document): IndexField[] {
  const fields = Object.entries(key).map(([path, direction]) => {
    if (typeof direction === 'string') {
      throw new StoreError(238, `Indexes of kind '${direction}' are not supported by the embedded store`);
    }
    if (typeof direction !== 'number' || direction === 0 || Number.isNaN(direction)) {
      throw new StoreError(67, 'Values in an index key pattern must be non-zero numbers');
    }
    const parts = path.split('.');
    if (parts.includes('$**')) throw new StoreError(238, 'Wildcard indexes are not supported by the embedded store');
    if (parts.some((part) => part === '' || part.startsWith('$') || part === '__proto__')) {
      throw new StoreError(67, `Index key contains an illegal field name: '${path}'`);
    }
    if (parts.some(isPosition)) throw new StoreError(238, 'Indexes on array positions are not supported');
    return { path, direction: direction < 0 ? (-1 as const) : (1 as const) };
  });
  if (fields.length === 0) throw new StoreError(67, 'Index keys cannot be an empty object');
  return fields;
}

/** `{status: 1, createdAt: -1}` */
export function keyPattern(spec: IndexSpec): Document {
  return Object.fromEntries(spec.fields.map(({ path, direction }) => [path, direction]));
}

/** The specification as MongoDB lists it. */
export function describeIndex(spec: IndexSpec): Document {
  return {
    v: 2,
    key: keyPattern(spec),
    name: spec.name,
    ...(spec.unique && spec.name !== '_id_' ? { unique: true } : {}),
    ...(spec.sparse ? { sparse: true } : {}),
    ...(spec.partialFilter ? { partialFilterExpression: spec.partialFilter } : {}),
    ...(spec.expireAfterSeconds === undefined ? {} : { expireAfterSeconds: spec.expireAfterSeconds }),
  };
}

export function sameSpec(a: IndexSpec, b: IndexSpec): boolean {
  return encodeValue(describeIndex(a)) === encodeValue(describeIndex(b));
}

/** Whether two specifications describe the same keys of the same documents, whatever their name and options. */
export function sameKeys(a: IndexSpec, b: IndexSpec): boolean {
  return (
    encodeValue(keyPattern(a)) === encodeValue(keyPattern(b)) &&
    encodeValue(a.partialFilter) === encodeValue(b.partialFilter)
  );
}
