import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { deserialize, serialize } from 'bson';
import fc from 'fast-check';
import { MongoClient } from 'mongodb';
import { type Server, startServer } from '../../../../src/storage/embedded/server.js';
import { runs } from '../../../support/runs.js';
import { exchange, hold, rawBody, rawMessage } from './raw-client.js';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

let dataDir: string;
let server: Server;
let client: MongoClient;
const logged: string[] = [];

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'store-wire-'));
  const log = (_level: string, message: string) => void logged.push(message);
  server = await startServer({ dataDir, address: { port: 0 }, log });
  client = await MongoClient.connect(`mongodb://127.0.0.1:${server.port}/?directConnection=true`);
  await client
    .db('test')
    .collection('c')
    .insertOne({ _id: 1 as never, kept: true });
});
afterAll(async () => {
  await client.close();
  await server.close();
  await rm(dataDir, { recursive: true });
});
afterEach(async () => {
  // Whatever was sent: the store answers, and holds what it held.
  expect(await client.db('test').collection('c').find({}, { timeoutMS: 5_000 }).toArray()).toEqual([
    { _id: 1, kept: true },
  ]);
});

const port = () => server.port ?? 0;

/** The documents in the answers that came, if they are whole messages. */
function replies(bytes: Buffer): Record<string, unknown>[] {
  const found: Record<string, unknown>[] = [];
  for (let at = 0; at < bytes.length; ) {
    const length = bytes.readInt32LE(at);
    const start = at + (bytes.readInt32LE(at + 12) === 1 ? 36 : 21);
    expect(at + length).toBeLessThanOrEqual(bytes.length);
    found.push(deserialize(bytes.subarray(start, at + length)));
    at += length;
  }
  return found;
}

const leaf = fc.oneof(
  fc.string({ maxLength: 8 }),
  fc.double(),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
  fc.date({ noInvalidDate: true }),
  fc.uint8Array({ maxLength: 12 }),
);
const operator = fc.constantFrom(
  ...['$set', '$inc', '$push', '$eq', '$in', '$or', '$and', '$elemMatch', '$regex', '$not', '$expr', '$each', '$match'],
  ...[
    '$group',
    '$project',
    '$facet',
    '$unwind',
    '$sort',
    '__proto__',
    'constructor',
    'toString',
    '_id',
    'a',
    'a.b',
    '',
  ],
);
const { value } = fc.letrec((tie) => ({
  value: fc.oneof({ maxDepth: 4, withCrossShrink: true }, leaf, tie('list'), tie('document')),
  list: fc.array(tie('value'), { maxLength: 4 }),
  document: fc.dictionary(operator, tie('value'), { maxKeys: 4 }),
}));

describe('messages at random', () => {
  test('any document as any argument of any command is answered', async () => {
    // Collections of their own, so that what succeeds changes nothing that is looked at.
    const command = fc.tuple(
      fc.constantFrom(
        ...['find', 'aggregate', 'count', 'distinct', 'update', 'delete', 'insert', 'findAndModify', 'createIndexes'],
        ...['listCollections', 'getMore', 'killCursors', 'explain', 'create', 'dropIndexes', 'hello', 'nonsense'],
      ),
      fc.dictionary(
        fc.constantFrom(
          ...[
            'filter',
            'query',
            'sort',
            'projection',
            'pipeline',
            'cursor',
            'updates',
            'deletes',
            'documents',
            'update',
          ],
          ...['key', 'indexes', 'limit', 'skip', 'batchSize', 'let', 'hint', 'collection', 'index', 'new', 'remove'],
        ),
        value,
        { maxKeys: 4 },
      ),
      fc.oneof(fc.constant('fuzz'), value),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(command, { minLength: 1, maxLength: 20 }), async (commands) => {
        const messages = commands.map(([name, fields, target]) =>
          rawMessage(rawBody(serialize({ [name]: target, ...fields, $db: 'fuzz' }))),
        );
        const answers = replies(await exchange(port(), Buffer.concat(messages)));
        expect(answers).toHaveLength(commands.length);
        for (const answer of answers) {
          if (answer.ok !== 1) expect(answer).toMatchObject({ ok: 0, code: expect.any(Number) });
        }
      }),
      runs(100),
    );
  });

  const sound = rawMessage(rawBody(serialize({ find: 'c', filter: { a: { $in: [1, 'x', null] } }, $db: 'test' })));

  test('a sound message with bytes changed, cut or added is answered or cut off, never waited for', async () => {
    const change = fc.record({ at: fc.nat(sound.length - 1), byte: fc.nat(255) });
    await fc.assert(
      fc.asyncProperty(
        fc.array(change, { maxLength: 4 }),
        fc.nat(sound.length),
        fc.uint8Array({ maxLength: 40 }),
        async (changes, keep, extra) => {
          const bytes = Buffer.from(sound);
          for (const { at, byte } of changes) bytes[at] = byte;
          replies(await exchange(port(), Buffer.concat([bytes.subarray(0, keep), extra])));
        },
      ),
      runs(250),
    );
  });

  test('a message arrives whole, in whatever pieces it comes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(3 * sound.length), { maxLength: 6 }), async (cuts) => {
        const bytes = Buffer.concat([sound, sound, sound]);
        const edges = [0, ...cuts.sort((a, b) => a - b), bytes.length];
        const socket = await hold(port(), Buffer.alloc(0));
        const received: Buffer[] = [];
        socket.on('data', (chunk) => received.push(chunk));
        const closed = new Promise((resolve) => socket.on('close', resolve));
        for (const [i, edge] of edges.slice(1).entries()) {
          await new Promise((sent) => socket.write(bytes.subarray(edges[i], edge), sent));
        }
        socket.end();
        await closed;
        expect(replies(Buffer.concat(received)).map((answer) => answer.ok)).toEqual([1, 1, 1]);
      }),
      runs(25),
    );
  });

  test.each([
    ['a length of 48 MB that never comes', 48_000_000],
    ['a length one byte too long', 200],
  ])('%s holds nobody up', async (_name, length) => {
    const socket = await hold(port(), rawMessage(rawBody(serialize({ ping: 1, $db: 'test' })), { length }));
    expect((await client.db('test').command({ ping: 1 })).ok).toBe(1);
    socket.destroy();
  });
});

describe('many clients at once', () => {
  test('1,000 half-open connections hold up nobody and leave nothing behind', async () => {
    const half = rawMessage(rawBody(serialize({ ping: 1, $db: 'test' }))).subarray(0, 20);
    const open = async (count: number) => {
      const sockets: Awaited<ReturnType<typeof hold>>[] = [];
      // Fewer at a time than the system keeps waiting: others would have to knock again, after longer and longer pauses.
      while (sockets.length < count) {
        sockets.push(...(await Promise.all(Array.from({ length: 100 }, () => hold(port(), half)))));
      }
      expect((await client.db('test').command({ ping: 1 })).ok).toBe(1);
      const closed = sockets.map((socket) => new Promise((resolve) => socket.on('close', resolve)));
      for (const socket of sockets) socket.destroy();
      await Promise.all(closed);
    };
    await open(100);
    const before = await settledHeap();
    await open(1_000);
    await expectHeapBelow(before + 3_000_000);
  });

  test('one that asks on without reading is not read on', async () => {
    const filler = 'x'.repeat(1_000_000);
    const big = client.db('big').collection<{ _id: number; filler: string }>('c');
    await big.insertOne({ _id: 1, filler });
    const ask = rawMessage(rawBody(serialize({ find: 'c', $db: 'big' })));
    const before = await settledHeap();
    const socket = await hold(port(), Buffer.alloc(0));
    socket.pause();
    for (let n = 0; n < 300; n++) socket.write(ask);
    for (let n = 0; n < 20; n++) await big.findOne({ _id: 1 });
    await expectHeapBelow(before + 60_000_000);
    socket.destroy();
    await client.db('big').dropDatabase();
  });
});

/** Collecting is slow where other test files have left their modules: no more often than it takes. */
async function expectHeapBelow(limit: number): Promise<void> {
  let heap = await settledHeap();
  for (let n = 0; n < 2 && heap >= limit; n++) heap = await settledHeap();
  expect(heap).toBeLessThan(limit);
}

/** Bytes in use once garbage is gone; the server runs in this thread. */
async function settledHeap(): Promise<number> {
  await new Promise(setImmediate);
  collectGarbage();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
