import { crc32 } from 'node:zlib';
import type { Document } from '../values/documents.js';
import { decodeDocument, encodeDocument, type Stored } from '../values/stored.js';

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
  | { readonly kind: 'put'; readonly namespace: string; readonly stored: Stored }
  | { readonly kind: 'remove'; readonly namespace: string; readonly id: unknown }
  | { readonly kind: 'create'; readonly namespace: string }
  | { readonly kind: 'drop'; readonly namespace: string }
  | { readonly kind: 'create-index'; readonly namespace: string; readonly spec: Document }
  | { readonly kind: 'drop-index'; readonly namespace: string; readonly name: string };

const kinds = ['put', 'remove', 'create', 'drop', 'create-index', 'drop-index'] as const;

const magic = Buffer.from('RDJ1', 'latin1');
export const headerSize = 20;

export interface FrameHeader {
  readonly length: number;
  readonly sequence: bigint;
  readonly crc: number;
}

export function encodeChange(change: Change): Buffer {
  const namespace = Buffer.from(change.namespace, 'utf8');
  const head = Buffer.alloc(3);
  head[0] = kinds.indexOf(change.kind);
  head.writeUInt16LE(namespace.length, 1);
  return Buffer.concat([head, namespace, bodyOf(change)]);
}

/** How many bytes a change takes besides its BSON document. */
export const overheadOf = (namespace: string) => 3 + Buffer.byteLength(namespace);

function bodyOf(change: Change): Uint8Array {
  switch (change.kind) {
    case 'put':
      return change.stored;
    case 'remove':
      return encodeDocument({ _id: change.id });
    case 'create-index':
      return encodeDocument(change.spec);
    case 'drop-index':
      return encodeDocument({ name: change.name });
    default:
      return encodeDocument({});
  }
}

/** The changes of a frame, in order. Stored documents are parts of the frame. */
export function* decodeChanges(body: Buffer): Generator<Change> {
  for (let at = 0; at < body.length; ) {
    const kind = kinds[body[at] as number];
    const start = at + 3 + body.readUInt16LE(at + 1);
    const namespace = body.toString('utf8', at + 3, start);
    const end = start + body.readInt32LE(start);
    const stored = body.subarray(start, end);
    switch (kind) {
      case 'put':
        yield { kind, namespace, stored };
        break;
      case 'remove':
        yield { kind, namespace, id: decodeDocument(stored)._id };
        break;
      case 'create-index':
        yield { kind, namespace, spec: decodeDocument(stored) };
        break;
      case 'drop-index':
        yield { kind, namespace, name: String(decodeDocument(stored).name) };
        break;
      case 'create':
      case 'drop':
        yield { kind, namespace };
        break;
      default:
        throw new Error(`unknown kind of change: ${body[at]}`);
    }
    at = end;
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
