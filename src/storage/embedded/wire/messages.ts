import { deserialize, serialize } from 'bson';
import { StoreError } from '../errors.js';
import type { Document } from '../values/documents.js';

/** MongoDB's limit for a message, in bytes. */
export const maxMessageSize = 48_000_000;

const opReply = 1;
const opQuery = 2004;
const opMessage = 2013;

const checksumPresent = 1 << 0;
const moreToCome = 1 << 1;
const headerSize = 16;

/** A request as far as it could be read. An error is to be answered, as the message's frame was sound. */
export interface Request {
  readonly requestId: number;
  /** Whether the client waits for an answer (it does not for writes with w: 0). */
  readonly wantsReply: boolean;
  readonly legacy: boolean;
  readonly command: Document | StoreError;
}

/** A message that breaks the framing; the connection can't go on. */
export class WireError extends Error {
  override readonly name = 'WireError';
}

/** The length of the message at the start of these bytes, once it is known. */
export function messageLength(bytes: Buffer): number | undefined {
  if (bytes.length < 4) return undefined;
  const length = bytes.readInt32LE(0);
  if (length < headerSize || length > maxMessageSize) throw new WireError(`message length ${length} is out of bounds`);
  return length;
}

/** @throws WireError for what is no request of MongoDB's protocol */
export function decodeRequest(message: Buffer): Request {
  const requestId = message.readInt32LE(4);
  const code = message.readInt32LE(12);
  const body = message.subarray(headerSize);
  if (code === opMessage) return decodeMessage(requestId, body);
  if (code === opQuery) return { requestId, wantsReply: true, legacy: true, command: attempt(() => decodeQuery(body)) };
  throw new WireError(`opcode ${code} is not supported`);
}

function decodeMessage(requestId: number, body: Buffer): Request {
  if (body.length < 5) throw new WireError('message without a section');
  const flags = body.readUInt32LE(0);
  if (flags & 0xfffc) throw new WireError('message with unknown required flags');
  const sections = body.subarray(4, flags & checksumPresent ? -4 : undefined);
  return {
    requestId,
    wantsReply: (flags & moreToCome) === 0,
    legacy: false,
    command: attempt(() => decodeSections(sections)),
  };
}

/** One section of kind 0 is the command; those of kind 1 hold the elements of one of its array fields. */
function decodeSections(bytes: Buffer): Document {
  let command: Document | undefined;
  const sequences: [string, Document[]][] = [];
  for (let at = 0; at < bytes.length; ) {
    const kind = bytes[at];
    const size = bytes.readInt32LE(at + 1);
    const end = at + 1 + size;
    if (size < 5 || end > bytes.length) throw new StoreError(22, 'a section is longer than its message');
    if (kind === 0 && !command) command = decodeDocument(bytes.subarray(at + 1, end));
    else if (kind === 1) sequences.push(decodeSequence(bytes.subarray(at + 5, end)));
    else throw new StoreError(9, 'a message has one section of kind 0 and any of kind 1');
    at = end;
  }
  if (!command) throw new StoreError(9, 'a message needs a section of kind 0');
  for (const [name, documents] of sequences) {
    if (name in command || name === '__proto__') throw new StoreError(9, `duplicate document sequence '${name}'`);
    command[name] = documents;
  }
  return command;
}

function decodeSequence(bytes: Buffer): [string, Document[]] {
  const nameEnd = bytes.indexOf(0);
  if (nameEnd < 0) throw new StoreError(22, 'a document sequence has no name');
  const documents: Document[] = [];
  for (let at = nameEnd + 1; at < bytes.length; ) {
    const size = bytes.readInt32LE(at);
    if (size < 5 || at + size > bytes.length) throw new StoreError(22, 'a document is longer than its sequence');
    documents.push(decodeDocument(bytes.subarray(at, at + size)));
    at += size;
  }
  return [bytes.toString('utf8', 0, nameEnd), documents];
}

/** The form in which drivers send their first hello. */
function decodeQuery(body: Buffer): Document {
  const nameEnd = body.indexOf(0, 4);
  if (nameEnd < 0) throw new StoreError(22, 'a query has no namespace');
  const start = nameEnd + 9;
  const size = body.readInt32LE(start);
  const command = decodeDocument(body.subarray(start, start + size));
  return { ...command, $db: body.toString('utf8', 4, nameEnd).split('.')[0] };
}

function decodeDocument(bytes: Buffer): Document {
  return deserialize(bytes) as Document;
}

function attempt(read: () => Document): Document | StoreError {
  try {
    return read();
  } catch (error) {
    if (error instanceof StoreError) return error;
    return new StoreError(22, `The message is not valid BSON: ${error instanceof Error ? error.message : error}`);
  }
}

/** The bytes that answer a request. */
export function encodeReply(request: Request, reply: Document, replyId: number): Buffer {
  const document = serialize(reply, { ignoreUndefined: true });
  const prefix = Buffer.alloc(headerSize + (request.legacy ? 20 : 5));
  prefix.writeInt32LE(prefix.length + document.length, 0);
  prefix.writeInt32LE(replyId, 4);
  prefix.writeInt32LE(request.requestId, 8);
  prefix.writeInt32LE(request.legacy ? opReply : opMessage, 12);
  // A legacy reply says how many documents follow; in a message, no flags and a section of kind 0 are all zeros.
  if (request.legacy) prefix.writeInt32LE(1, headerSize + 16);
  return Buffer.concat([prefix, document]);
}
