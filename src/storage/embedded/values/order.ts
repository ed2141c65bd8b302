import type { Binary, ObjectId, Timestamp } from 'bson';
import { type Document, fieldOf, isDocument } from './documents.js';
import { type BsonNumber, residue, toDouble } from './numbers.js';

/**
 * Values as strings whose order is MongoDB's order of values, and which are equal exactly where MongoDB calls the
 * values equal (1 and Long 1, null and missing). Every character is one byte (Latin-1), so the strings compare like
 * memory. No encoded value is a prefix of another, so encoded values can be concatenated into compound keys, and
 * inverted byte by byte for descending fields. A value starts with its type's byte, 0x02 to 0x7f.
 */
export function encodeValue(value: unknown): string {
  if (value === null || value === undefined) return TYPE.null;
  switch (typeof value) {
    case 'string':
      return TYPE.string + encodeText(value);
    case 'number':
      return TYPE.number + encodeDouble(value) + NO_RESIDUE;
    case 'boolean':
      return value ? TRUE : FALSE;
    case 'bigint':
      return TYPE.number + encodeNumber(value);
  }
  if (value instanceof Date) return TYPE.date + encodeDouble(value.getTime());
  if (Array.isArray(value)) return TYPE.array + value.map(encodeValue).join('') + END;
  if (value instanceof RegExp) return TYPE.regex + encodeText(value.source) + encodeText(value.flags);
  if (value instanceof Uint8Array) return encodeBinary(value, 0);
  return encodeBsonClass(value as object);
}

/** MongoDB's order of two values: negative, zero or positive. Between types it is the order of the types. */
export function compareValues(a: unknown, b: unknown): number {
  if (a === b) return 0;
  if (typeof a === 'number' && typeof b === 'number' && !Number.isNaN(a) && !Number.isNaN(b)) return a < b ? -1 : 1;
  if (a instanceof Date && b instanceof Date) return a.getTime() - b.getTime();
  return compareEncoded(encodeValue(a), encodeValue(b));
}

export function equalValues(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a === 'string' || typeof b === 'string' || typeof a === 'boolean' || typeof b === 'boolean') return false;
  return compareValues(a, b) === 0;
}

export function compareEncoded(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The type's byte, by which values that range operators may compare with one another are recognized. */
export function typeByte(value: unknown): string {
  return encodeValue(value).charAt(0);
}

/** The same encoding in descending order. */
export function invert(encoded: string): string {
  const bytes = Buffer.from(encoded, 'latin1');
  for (let i = 0; i < bytes.length; i++) bytes[i] = 0xff - (bytes[i] as number);
  return bytes.toString('latin1');
}

/** Sorts after whatever may follow a whole encoded value, or the beginning of a key, that it is appended to. */
export const AFTER = '\xff';

const TYPE = {
  minKey: '\x02',
  null: '\x05',
  number: '\x0a',
  string: '\x0f',
  object: '\x14',
  array: '\x19',
  binary: '\x1e',
  objectId: '\x23',
  boolean: '\x28',
  date: '\x2d',
  timestamp: '\x2f',
  regex: '\x32',
  code: '\x3c',
  maxKey: '\x7f',
} as const;

/** Where an empty array stands when arrays are ordered by their elements: before null, as MongoDB's "undefined". */
export const EMPTY_ARRAY = '\x04';

const FALSE = `${TYPE.boolean}\x00`;
const TRUE = `${TYPE.boolean}\x01`;
const END = '\x01';
const NO_RESIDUE = '\x80';

const scratch = new DataView(new ArrayBuffer(8));

/** IEEE bits, flipped so that they order as bytes: negatives inverted, positives with the sign bit set; NaN is least. */
function encodeDouble(value: number): string {
  if (Number.isNaN(value)) return '\x00\x00\x00\x00\x00\x00\x00\x00';
  scratch.setFloat64(0, value === 0 ? 0 : value);
  let high = scratch.getUint32(0);
  let low = scratch.getUint32(4);
  if (high >>> 31) {
    high = ~high;
    low = ~low;
  } else high |= 0x80000000;
  return bytesOf(high) + bytesOf(low);
}

const bytesOf = (word: number) =>
  String.fromCharCode(word >>> 24, (word >>> 16) & 0xff, (word >>> 8) & 0xff, word & 0xff);

/** The nearest double, then what it leaves out, which recurs until nothing is left (at most a few rounds). */
function encodeNumber(value: BsonNumber): string {
  const double = toDouble(value);
  const rest = residue(value, double);
  if (rest === 0) return encodeDouble(double) + NO_RESIDUE;
  return encodeDouble(double) + (rest.negative ? '\x7f' : '\x81') + encodeResidue(rest.text);
}

function encodeResidue(text: string): string {
  return encodeNumber({ _bsontype: 'Decimal128', toString: () => text } as unknown as BsonNumber);
}

/** UTF-8 bytes, as MongoDB compares text; a zero character is escaped so that the terminator sorts first. */
function encodeText(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: text of bytes 1 to 127 is its own encoding
  if (/^[\x01-\x7f]*$/.test(text)) return `${text}\x00\x00`;
  return `${Buffer.from(text, 'utf8').toString('latin1').replaceAll('\x00', '\x00\x01')}\x00\x00`;
}

function encodeBinary(bytes: Uint8Array, subtype: number): string {
  const head = Buffer.alloc(5);
  head.writeUInt32BE(bytes.length);
  head[4] = subtype;
  return TYPE.binary + head.toString('latin1') + latin1(bytes);
}

const latin1 = (bytes: Uint8Array) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');

/** MongoDB compares documents field by field: the value's type, then the name, then the value. */
function encodeDocument(document: Document): string {
  let encoded: string = TYPE.object;
  for (const name of Object.keys(document)) {
    const value = encodeValue(fieldOf(document, name));
    encoded += value.charAt(0) + encodeText(name) + value.slice(1);
  }
  return encoded + END;
}

function encodeBsonClass(value: object): string {
  const type = (value as { _bsontype?: string })._bsontype;
  switch (type) {
    case 'ObjectId':
      return TYPE.objectId + latin1((value as ObjectId).id);
    case 'Long':
    case 'Decimal128':
      return TYPE.number + encodeNumber(value as unknown as BsonNumber);
    case 'Binary': {
      const binary = value as Binary;
      return encodeBinary(binary.buffer.subarray(0, binary.position), binary.sub_type);
    }
    case 'Timestamp': {
      const bytes = Buffer.alloc(8);
      bytes.writeBigUInt64BE(BigInt.asUintN(64, BigInt((value as Timestamp).toString())));
      return TYPE.timestamp + bytes.toString('latin1');
    }
    case 'MinKey':
      return TYPE.minKey;
    case 'MaxKey':
      return TYPE.maxKey;
    case 'BSONSymbol':
      return TYPE.string + encodeText(String(value));
    case 'Code':
      return TYPE.code + encodeText(String((value as { code: unknown }).code));
    default:
      // DBRef is a document with a class of its own; everything else is a plain document.
      return encodeDocument(isDocument(value) ? value : ((value as { toJSON(): Document }).toJSON() as Document));
  }
}
