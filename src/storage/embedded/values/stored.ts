import { deserialize, serialize } from 'bson';
import { StoreError } from '../errors.js';
import { type Document, isWithinDepth } from './documents.js';

/**
 * A document as the store keeps it: its BSON. Most of what is kept is seldom asked for, and bytes outside the JavaScript
 * heap cost its collector nothing; what a search looks at is read field by field. Never changed in place.
 */
export type Stored = Buffer;

/** MongoDB's limit for a document. */
export const maxDocumentSize = 16 * 1024 * 1024;

/** MongoDB's limit for nesting. Without one, a document could be stored that no reading would survive. */
const maxDepth = 200;

/** @throws StoreError 10334 for a document above 16 MB, 15 for one nested too deeply, 22 for one that can't be written as BSON */
export function encodeDocument(document: Document): Stored {
  if (!isWithinDepth(document, maxDepth)) throw new StoreError(15, `exceeded maximum nested object depth: ${maxDepth}`);
  let bytes: Uint8Array;
  try {
    bytes = serialize(document, { ignoreUndefined: true });
  } catch (error) {
    const tooLarge = error instanceof RangeError && !/call stack/.test(error.message);
    const message = tooLarge ? 'BSONObj size is beyond 16 MB' : `The document can't be stored: ${String(error)}`;
    throw new StoreError(tooLarge ? 10334 : 22, message, {}, { cause: error });
  }
  if (bytes.length > maxDocumentSize) {
    throw new StoreError(10334, `BSONObj size: ${bytes.length} is invalid. Size must be at most ${maxDocumentSize}`);
  }
  // Memory of its own: small buffers are cut from shared slabs, and one that stays would keep its whole slab.
  const stored = Buffer.allocUnsafeSlow(bytes.length);
  stored.set(bytes);
  return stored;
}

/** A fresh document, the caller's to change. */
export const decodeDocument = (stored: Stored): Document => deserialize(stored) as Document;

/** Reads some fields of a stored document, as a document that has no others. */
export type FieldReader = (stored: Stored) => Document;

/** @param names of the fields; dotted paths have no meaning here */
export function fieldReader(names: Iterable<string>): FieldReader {
  const wanted = new Map<number, Buffer[]>();
  let count = 0;
  for (const name of new Set(names)) {
    const bytes = Buffer.from(name);
    const hash = bytes.reduce(step, 0);
    wanted.set(hash, [...(wanted.get(hash) ?? []), bytes]);
    count++;
  }
  return (stored) => {
    const parts: number[] = [];
    let size = 5;
    let found = 0;
    const end = stored.length - 1;
    for (let at = 4; at < end && found < count; ) {
      let hash = 0;
      let nameEnd = at + 1;
      for (let byte = stored[nameEnd] as number; byte !== 0 && nameEnd < end; byte = stored[++nameEnd] as number) {
        hash = step(hash, byte);
      }
      const next = nameEnd + 1 + sizeOfValue(stored, stored[at] as number, nameEnd + 1);
      if (next <= nameEnd || next > end) throw new StoreError(22, 'A stored document is no BSON');
      if (wanted.get(hash)?.some((name) => isAt(stored, name, at + 1, nameEnd))) {
        // Neighbours are copied together.
        if (parts.at(-1) === at) parts[parts.length - 1] = next;
        else parts.push(at, next);
        size += next - at;
        found++;
      }
      at = next;
    }
    if (parts.length === 0) return {};
    return deserialize(joined(stored, parts, size)) as Document;
  };
}

const step = (hash: number, byte: number) => (Math.imul(hash, 31) + byte) | 0;

function isAt(bytes: Buffer, name: Buffer, start: number, end: number): boolean {
  if (end - start !== name.length) return false;
  for (let i = 0; i < name.length; i++) if (bytes[start + i] !== name[i]) return false;
  return true;
}

/** A document of some of another's elements. */
function joined(stored: Stored, parts: readonly number[], size: number): Buffer {
  const bytes = Buffer.allocUnsafe(size);
  bytes.writeInt32LE(size, 0);
  let at = 4;
  for (let i = 0; i < parts.length; i += 2) {
    at += stored.copy(bytes, at, parts[i], parts[i + 1]);
  }
  bytes[at] = 0;
  return bytes;
}

/** How many bytes an element's value takes, by its type. */
function sizeOfValue(bytes: Buffer, type: number, at: number): number {
  switch (type) {
    case 0x01: // double
    case 0x09: // date
    case 0x11: // timestamp
    case 0x12: // long
      return 8;
    case 0x02: // string
    case 0x0d: // code
    case 0x0e: // symbol
      return 4 + bytes.readInt32LE(at);
    case 0x03: // document
    case 0x04: // array
    case 0x0f: // code with scope
      return bytes.readInt32LE(at);
    case 0x05: // binary
      return 5 + bytes.readInt32LE(at);
    case 0x07: // object id
      return 12;
    case 0x08: // boolean
      return 1;
    case 0x0b: // regular expression: two texts that end with a zero
      return bytes.indexOf(0, bytes.indexOf(0, at) + 1) + 1 - at;
    case 0x0c: // pointer: a text and an object id
      return 4 + bytes.readInt32LE(at) + 12;
    case 0x10: // int
      return 4;
    case 0x13: // decimal
      return 16;
    case 0x06: // undefined
    case 0x0a: // null
    case 0x7f: // greatest key
    case 0xff: // least key
      return 0;
    default:
      throw new StoreError(22, `The type ${type} is none of BSON's`);
  }
}
