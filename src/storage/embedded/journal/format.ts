import { crc32 } from 'node:zlib';
import { deserialize, serialize } from 'bson';
import { StoreError } from '../errors.js';
import { type Document, isWithinDepth } from '../values/documents.js';

/**
 * The journal is a sequence of frames; a frame is what one fsync made durable. It holds the changes in order:
 *
 *     frame   magic "RDJ1" · length of the changes (u32) · sequence number (u64) · CRC-32 of all the rest (u32) · changes
 *     change  kind (u8) · length of the namespace (u16) · namespace · BSON document
 *
 * Numbers are little-endian, as in BSON. The next frame is begun only when the last one is durable, so that a broken
 * frame with a sound one after it is damage, and a broken one at the end is a write that was never acknowledged.
 */
export type Change =
  | {
      readonly kind: 'put';
      readonly namespace: string;
      readonly document: Document;
      /** Bytes of the change, where it was read. */
      readonly size?: number;
    }
  | { readonly kind: 'remove'; readonly namespace: string; readonly id: unknown }
  | { readonly kind: 'create'; readonly namespace: string }
  | { readonly kind: 'drop'; readonly namespace: string }
  | { readonly kind: 'create-index'; readonly namespace: string; readonly spec: Document }
  | { readonly kind: 'drop-index'; readonly namespace: string; readonly name: string };

const kinds = ['put', 'remove', 'create', 'drop', 'create-index', 'drop-index'] as const;

/** MongoDB's limit for a document. */
export const maxDocumentSize = 16 * 1024 * 1024;

/** MongoDB's limit for nesting. Without one, a document could be stored that no reading would survive. */
const maxDepth = 200;

const magic = Buffer.from('RDJ1', 'latin1');
export const headerSize = 20;

export interface FrameHeader {
  readonly length: number;
  readonly sequence: bigint;
  readonly crc: number;
}

/** @throws StoreError 10334 for a document above 16 MB, 15 for one nested too deeply, 22 for one that can't be written as BSON */
export function encodeChange(change: Change): Buffer {
  const namespace = Buffer.from(change.namespace, 'utf8');
  const head = Buffer.alloc(3);
  head[0] = kinds.indexOf(change.kind);
  head.writeUInt16LE(namespace.length, 1);
  return Buffer.concat([head, namespace, encodeDocument(bodyOf(change))]);
}

function encodeDocument(document: Document): Uint8Array {
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
  return bytes;
}

function bodyOf(change: Change): Document {
  switch (change.kind) {
    case 'put':
      return change.document;
    case 'remove':
      return { _id: change.id };
    case 'create-index':
      return change.spec;
    case 'drop-index':
      return { name: change.name };
    default:
      return {};
  }
}

/** The changes of a frame, in order. */
export function* decodeChanges(body: Buffer): Generator<Change> {
  for (let at = 0; at < body.length; ) {
    const begin = at;
    const kind = kinds[body[at] as number];
    const start = at + 3 + body.readUInt16LE(at + 1);
    const namespace = body.toString('utf8', at + 3, start);
    const end = start + body.readInt32LE(start);
    const document = deserialize(body.subarray(start, end)) as Document;
    at = end;
    switch (kind) {
      case 'put':
        yield { kind, namespace, document, size: end - begin };
        break;
      case 'remove':
        yield { kind, namespace, id: document._id };
        break;
      case 'create-index':
        yield { kind, namespace, spec: document };
        break;
      case 'drop-index':
        yield { kind, namespace, name: String(document.name) };
        break;
      case 'create':
      case 'drop':
        yield { kind, namespace };
        break;
      default:
        throw new Error(`unknown kind of change: ${body[at]}`);
    }
  }
}

export function encodeFrame(changes: readonly Buffer[], sequence: bigint): Buffer {
  const frame = Buffer.concat([Buffer.alloc(headerSize), ...changes]);
  magic.copy(frame);
  frame.writeUInt32LE(frame.length - headerSize, 4);
  frame.writeBigUInt64LE(sequence, 8);
  frame.writeUInt32LE(checksum(frame.subarray(4, 16), frame.subarray(headerSize)), 16);
  return frame;
}

/** A frame with another sequence number, as a copy. */
export function renumbered(frame: Buffer, sequence: bigint): Buffer {
  const copy = Buffer.from(frame);
  copy.writeBigUInt64LE(sequence, 8);
  copy.writeUInt32LE(checksum(copy.subarray(4, 16), copy.subarray(headerSize)), 16);
  return copy;
}

/** The header, if these bytes begin with one. Its numbers mean nothing until the checksum was compared. */
export function decodeHeader(bytes: Buffer): FrameHeader | undefined {
  if (bytes.length < headerSize || !bytes.subarray(0, 4).equals(magic)) return undefined;
  return { length: bytes.readUInt32LE(4), sequence: bytes.readBigUInt64LE(8), crc: bytes.readUInt32LE(16) };
}

export function isSound(header: FrameHeader, headerBytes: Buffer, body: Buffer): boolean {
  return body.length === header.length && checksum(headerBytes.subarray(4, 16), body) === header.crc;
}

const checksum = (head: Buffer, body: Buffer) => crc32(body, crc32(head));

/** Where in these bytes the first sound frame with a higher number than `sequence` begins, if there is one. */
export function findSoundFrame(bytes: Buffer, sequence: bigint): number | undefined {
  for (let at = bytes.indexOf(magic); at >= 0; at = bytes.indexOf(magic, at + 1)) {
    const rest = bytes.subarray(at);
    const header = decodeHeader(rest);
    if (!header) return undefined;
    const body = rest.subarray(headerSize, headerSize + header.length);
    if (header.sequence > sequence && isSound(header, rest, body)) return at;
  }
  return undefined;
}
