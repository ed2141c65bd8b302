import type { Socket } from 'node:net';
import type { Document } from '../values/documents.js';
import { decodeRequest, encodeReply, messageLength, type Request } from './messages.js';

/** Runs a command and answers when the answer is durable. Never rejects: an error is an answer, too. */
export type Answer = (request: Request) => Promise<Document>;

/**
 * Serves one client: one request after the other, as drivers send them. Whatever a client does wrong ends its own
 * connection and nothing else.
 */
export function serveConnection(socket: Socket, answer: Answer, onError: (error: unknown) => void): void {
  let chunks: Buffer[] = [];
  let received = 0;
  let needed = 4;
  let busy = false;
  let ended = false;
  let replies = 0;

  const takeMessage = (): Buffer | undefined => {
    if (received < needed) return undefined;
    let bytes = chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks);
    chunks = [bytes];
    needed = messageLength(bytes) ?? 4;
    if (bytes.length < needed) return undefined;
    const message = bytes.subarray(0, needed);
    bytes = bytes.subarray(needed);
    chunks = bytes.length > 0 ? [bytes] : [];
    received = bytes.length;
    needed = 4;
    return message;
  };

  const serve = async () => {
    if (busy) return;
    busy = true;
    try {
      for (let message = takeMessage(); message; message = takeMessage()) {
        const request = decodeRequest(message);
        const reply = await answer(request);
        if (socket.destroyed) return;
        // A client that asks on without reading its answers waits for itself, and fills no memory.
        if (request.wantsReply && !socket.write(encodeReply(request, reply, ++replies))) await drained(socket);
      }
    } catch (error) {
      onError(error);
      socket.destroy();
    } finally {
      busy = false;
      if (ended) socket.end();
      else socket.resume();
    }
  };

  // A client that has said all still gets its answers; what it began and did not end is dropped.
  socket.on('end', () => {
    ended = true;
    if (!busy) socket.end();
  });
  socket.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    received += chunk.length;
    // While a command runs, a client that sends on is not read into memory without bound.
    if (busy) socket.pause();
    else void serve();
  });
  socket.on('error', onError);
}

function drained(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      socket.off('drain', done);
      socket.off('close', done);
      resolve();
    };
    socket.on('drain', done);
    socket.on('close', done);
  });
}
