import { createConnection, type Socket } from 'node:net';

/** A message of MongoDB's protocol: the header, then whatever it is told. */
export function rawMessage(body: Uint8Array, { opcode = 2013, length = 16 + body.length, requestId = 1 } = {}): Buffer {
  const head = Buffer.alloc(16);
  head.writeInt32LE(length, 0);
  head.writeInt32LE(requestId, 4);
  head.writeInt32LE(opcode, 12);
  return Buffer.concat([head, body]);
}

/** The body of a message with one section of kind 0. */
export const rawBody = (document: Uint8Array) => Buffer.concat([Buffer.alloc(5), document]);

/** Sends bytes, says that this was all, and resolves with what came back once the server has closed. */
export function exchange(port: number, bytes: Uint8Array): Promise<Buffer> {
  return new Promise((resolve) => {
    const received: Buffer[] = [];
    const socket = createConnection(port, '127.0.0.1');
    socket.on('data', (chunk) => received.push(chunk));
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(Buffer.concat(received)));
    socket.end(bytes);
  });
}

/** Connects, sends bytes and leaves the connection as it is. */
export function hold(port: number, bytes: Uint8Array): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = createConnection(port, '127.0.0.1');
    socket.on('error', reject);
    socket.write(bytes, () => resolve(socket));
  });
}
