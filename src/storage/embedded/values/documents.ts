/** A BSON document as the bson library hands it out: a plain object. */
export type Document = Record<string, unknown>;

/** Whether a value is an embedded document, as opposed to a scalar of a BSON class, a date, a pattern or an array. */
export function isDocument(value: unknown): value is Document {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !('_bsontype' in value) &&
    !(value instanceof Date) &&
    !(value instanceof RegExp) &&
    !(value instanceof Uint8Array)
  );
}

/** A field of a document, never something inherited. */
export function fieldOf(document: Document, name: string): unknown {
  return Object.hasOwn(document, name) ? document[name] : undefined;
}

/** Sets a field; `__proto__` becomes an ordinary field, as it is one in BSON. */
export function setField(document: Document, name: string, value: unknown): void {
  if (name === '__proto__') {
    Object.defineProperty(document, name, { value, writable: true, enumerable: true, configurable: true });
  } else {
    document[name] = value;
  }
}

/** A deep copy of documents and arrays. Scalars are shared: nothing in the store changes one in place. */
export function clone<T>(value: T): T {
  if (Array.isArray(value)) return value.map(clone) as T;
  if (!isDocument(value)) return value;
  const copy: Document = {};
  for (const name of Object.keys(value)) setField(copy, name, clone(value[name]));
  return copy as T;
}

/** Whether documents and arrays lie at most so deep in one another. */
export function isWithinDepth(value: unknown, depth: number): boolean {
  if (!Array.isArray(value) && !isDocument(value)) return true;
  return depth > 0 && Object.values(value).every((inner) => isWithinDepth(inner, depth - 1));
}

/** The BSON type's name, as `$type` and error messages use it. Numbers are JavaScript's: int when they fit 32 bits. */
export function typeName(value: unknown): string {
  if (value === undefined) return 'missing';
  if (value === null) return 'null';
  switch (typeof value) {
    case 'number':
      return Number.isInteger(value) && Math.abs(value) <= 0x7fffffff && !Object.is(value, -0) ? 'int' : 'double';
    case 'string':
      return 'string';
    case 'boolean':
      return 'bool';
    case 'bigint':
      return 'long';
  }
  if (Array.isArray(value)) return 'array';
  if (value instanceof Date) return 'date';
  if (value instanceof RegExp) return 'regex';
  if (value instanceof Uint8Array) return 'binData';
  const bsonType = (value as { _bsontype?: string })._bsontype;
  return bsonType === undefined ? 'object' : (bsonTypeNames[bsonType] ?? 'object');
}

const bsonTypeNames: Readonly<Record<string, string>> = {
  ObjectId: 'objectId',
  Long: 'long',
  Int32: 'int',
  Double: 'double',
  Decimal128: 'decimal',
  Binary: 'binData',
  Timestamp: 'timestamp',
  BSONRegExp: 'regex',
  BSONSymbol: 'symbol',
  Code: 'javascript',
  DBRef: 'object',
  MinKey: 'minKey',
  MaxKey: 'maxKey',
};
