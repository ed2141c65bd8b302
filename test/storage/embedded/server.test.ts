import { mkdtemp, rm } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serialize } from 'bson';
import { type Collection, type Document, MongoClient } from 'mongodb';
import { diskFiles, type JournalFiles } from '../../../src/storage/embedded/journal/files.js';
import { type Server, startServer } from '../../../src/storage/embedded/server.js';

let dataDir: string;
let server: Server;
let client: MongoClient;
let collection: Collection;
let failing: { step: 'write' | 'sync'; code: string } | undefined;
const logged: string[] = [];

/** The disk, until a test says how the next step fails. */
const files: JournalFiles = {
  ...diskFiles,
  async open(path) {
    const file = await diskFiles.open(path);
    const fail = (step: 'write' | 'sync') => {
      if (failing?.step !== step) return;
      const { code } = failing;
      failing = undefined;
      throw Object.assign(new Error(code), { code });
    };
    return {
      ...file,
      async write(bytes, position) {
        fail('write');
        await file.write(bytes, position);
      },
      async sync() {
        fail('sync');
        await file.sync();
      },
    };
  },
};

async function start(): Promise<void> {
  const log = (_level: string, message: string) => void logged.push(message);
  server = await startServer({ dataDir, address: { port: 0 }, log, files });
  client = await MongoClient.connect(`mongodb://127.0.0.1:${server.port}/?directConnection=true`);
  collection = client.db('test').collection('c');
}

async function stop(): Promise<void> {
  await client.close();
  await server.close();
}

beforeEach(async () => {
  failing = undefined;
  logged.length = 0;
  dataDir = await mkdtemp(join(tmpdir(), 'store-server-'));
  await start();
});

afterEach(async () => {
  await stop();
  await rm(dataDir, { recursive: true });
});

describe('a disk that fails', () => {
  test('full: the write is refused and undone, in every index, and the next one may succeed', async () => {
    await collection.createIndex({ code: 1 }, { unique: true });
    await collection.insertOne({ _id: 1 as never, code: 'a', n: 1 });
    failing = { step: 'write', code: 'ENOSPC' };
    await expect(collection.updateOne({}, { $set: { code: 'b' }, $inc: { n: 1 } })).rejects.toMatchObject({
      code: 14031,
    });
    expect(await collection.findOne({ code: 'a' })).toEqual({ _id: 1, code: 'a', n: 1 });
    expect(await collection.findOne({ code: 'b' })).toBeNull();
    failing = { step: 'write', code: 'ENOSPC' };
    await expect(collection.insertOne({ code: 'b' })).rejects.toMatchObject({ code: 14031 });
    failing = { step: 'write', code: 'ENOSPC' };
    await expect(collection.deleteOne({ code: 'a' })).rejects.toMatchObject({ code: 14031 });
    failing = { step: 'write', code: 'ENOSPC' };
    await expect(collection.drop()).rejects.toMatchObject({ code: 14031 });
    failing = { step: 'write', code: 'ENOSPC' };
    await expect(collection.createIndex({ n: 1 })).rejects.toMatchObject({ code: 14031 });
    await collection.insertOne({ _id: 2 as never, code: 'b' });
    const before = await collection.find().sort({ _id: 1 }).toArray();
    await stop();
    await start();
    expect(await collection.find().sort({ _id: 1 }).toArray()).toEqual(before);
    expect(before.map((one) => one._id)).toEqual([1, 2]);
    expect((await collection.indexes()).map((index) => index.name)).toEqual(['_id_', 'code_1']);
  });

  test('broken: writes are refused until a restart, reads go on', async () => {
    await collection.insertOne({ _id: 1 as never });
    failing = { step: 'sync', code: 'EIO' };
    await expect(collection.insertOne({ _id: 2 as never })).rejects.toMatchObject({ code: 39 });
    await expect(collection.insertOne({ _id: 3 as never })).rejects.toMatchObject({ code: 39 });
    expect(await collection.find().toArray()).toEqual([{ _id: 1 }]);
    await stop();
    await start();
    expect(await collection.find().toArray()).toEqual([{ _id: 1 }]);
    await collection.insertOne({ _id: 4 as never });
  });
});

describe('a bad client', () => {
  const message = (code: number, body: Uint8Array, length = 16 + body.length) => {
    const head = Buffer.alloc(16);
    head.writeInt32LE(length, 0);
    head.writeInt32LE(1, 4);
    head.writeInt32LE(code, 12);
    return Buffer.concat([head, body]);
  };
  const section = (document: Uint8Array) => Buffer.concat([Buffer.alloc(5), document]);

  /** Sends bytes, and answers with what came back until the server closed or `enough` bytes came. */
  async function send(bytes: Uint8Array, enough = Number.POSITIVE_INFINITY): Promise<Buffer> {
    const socket = createConnection(server.port ?? 0, '127.0.0.1');
    const received: Buffer[] = [];
    await new Promise<void>((resolve) => {
      socket.on('data', (chunk) => {
        received.push(chunk);
        if (Buffer.concat(received).length >= enough) socket.end();
      });
      socket.on('close', () => resolve());
      socket.on('error', () => undefined);
      socket.write(bytes);
    });
    return Buffer.concat(received);
  }

  test.each<[string, Buffer]>([
    ['a length beyond 48 MB', message(2013, Buffer.alloc(0), 48_000_001)],
    ['a negative length', message(2013, Buffer.alloc(0), -5)],
    ['a length below the header', message(2013, Buffer.alloc(0), 3)],
    ['an unknown opcode', message(4711, Buffer.alloc(20))],
    ['text', Buffer.from('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n')],
    ['unknown required flags', message(2013, Buffer.concat([Buffer.from([4, 0, 0, 0, 0]), serialize({ ping: 1 })]))],
  ])('is cut off after %s', async (_name, bytes) => {
    expect(await send(bytes)).toHaveLength(0);
    expect(await collection.countDocuments()).toBe(0);
  });

  const nested = () => {
    const inner: Document = {};
    let at = inner;
    for (let depth = 0; depth < 5_000; depth++) {
      at.a = {};
      at = at.a;
    }
    return serialize({ insert: 'c', $db: 'test', documents: [inner] });
  };
  const truncated = Buffer.from(serialize({ ping: 1, $db: 'test' }));
  truncated.writeInt32LE(truncated.length + 40, 0);
  const broken = Buffer.from(serialize({ find: 'c', $db: 'test', filter: { a: 'text' } }));
  broken[broken.indexOf('text') + 4] = 1;

  test.each<[string, Uint8Array]>([
    ['BSON longer than its message', truncated],
    ['BSON that is broken inside', broken],
    ['a document nested 5,000 deep', nested()],
    ['a command without a database', serialize({ ping: 1 })],
    ['no command', serialize({})],
    ['__proto__ as a command', serialize(JSON.parse('{"__proto__": 1, "$db": "test"}'))],
    ['constructor as a command', serialize({ constructor: 1, $db: 'test' })],
  ])('is told what is wrong with %s', async (_name, document) => {
    const reply = await send(message(2013, section(document)), 40);
    expect(reply.toString('latin1')).toContain('errmsg');
    expect(await collection.countDocuments()).toBe(0);
  });

  test('half a message and then silence hinders nobody', async () => {
    const socket = createConnection(server.port ?? 0, '127.0.0.1');
    socket.write(message(2013, section(serialize({ ping: 1, $db: 'test' }))).subarray(0, 20));
    await collection.insertOne({ a: 1 });
    expect(await collection.countDocuments()).toBe(1);
    socket.destroy();
  });

  test('what would pollute prototypes is data or refused', async () => {
    const polluting = JSON.parse('{"_id": 1, "__proto__": {"polluted": 1}, "a": {"__proto__": {"polluted": 2}}}');
    await collection.insertOne(polluting);
    await expect(collection.updateOne({}, { $set: { '__proto__.polluted': 3 } })).rejects.toMatchObject({ code: 2 });
    await collection.updateOne({}, { $set: { b: 1 } });
    expect(({} as Document).polluted).toBeUndefined();
    const found = await collection.findOne();
    expect(Object.getOwnPropertyDescriptor(found, '__proto__')?.value).toEqual({ polluted: 1 });
    expect(logged.filter((line) => /failed|undone/.test(line))).toEqual([]);
  });
});
