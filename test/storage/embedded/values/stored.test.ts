import * as bson from 'bson';
import fc from 'fast-check';
import type { Document } from '../../../../src/storage/embedded/values/documents.js';
import { decodeDocument, encodeDocument, fieldReader } from '../../../../src/storage/embedded/values/stored.js';
import { runs } from '../../../support/runs.js';

/** One value of every type that BSON has. */
const everyType: Document = {
  double: 1.5,
  text: 'Grüße',
  document: { a: { b: 1 } },
  array: [1, 'two', { three: 3 }],
  binary: new bson.Binary(Buffer.from([1, 0, 2])),
  objectId: new bson.ObjectId('0123456789abcdef01234567'),
  boolean: true,
  date: new Date(5),
  nothing: null,
  pattern: /a.b/i,
  pointer: new bson.DBRef('there', new bson.ObjectId('0123456789abcdef01234567')),
  code: new bson.Code('f()'),
  scoped: new bson.Code('f(x)', { x: 1 }),
  int: 7,
  timestamp: new bson.Timestamp({ t: 1, i: 2 }),
  long: bson.Long.fromString('9007199254740993'),
  decimal: bson.Decimal128.fromString('1.10'),
  least: new bson.MinKey(),
  greatest: new bson.MaxKey(),
};
const names = Object.keys(everyType);

const pick = (document: Document, wanted: readonly string[]) =>
  Object.fromEntries(Object.entries(document).filter(([name]) => wanted.includes(name)));

describe('reading fields of a stored document', () => {
  test('yields what decoding all of it yields, whatever lies between', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(names), fc.subarray([...names, 'absent', 'a', 'doubl']), (present, wanted) => {
        const stored = encodeDocument(Object.fromEntries(present.map((name) => [name, everyType[name]])));
        const read = fieldReader(wanted)(stored);
        expect(Object.keys(read)).toEqual(present.filter((name) => wanted.includes(name)));
        expect(read).toEqual(pick(decodeDocument(stored), wanted));
      }),
      runs(100),
    );
  });

  test('skips a value of every type that a client can send', () => {
    // Types that the library reads and does not write: undefined, symbol, and the old pointer.
    const element = (type: number, value: Uint8Array) => Buffer.concat([Buffer.from([type, 0x78, 0]), value]);
    const text = Buffer.from('\x02\x00\x00\x00y\x00', 'latin1');
    for (const old of [
      element(0x06, Buffer.alloc(0)),
      element(0x0e, text),
      element(0x0c, Buffer.concat([text, Buffer.alloc(12)])),
    ]) {
      const after = encodeDocument({ z: 'found' }).subarray(4);
      const stored = Buffer.concat([Buffer.alloc(4), old, after]);
      stored.writeInt32LE(stored.length, 0);
      expect(fieldReader(['z'])(stored)).toEqual({ z: 'found' });
    }
  });

  test('tells names apart that differ in a letter, and takes none from the prototype', () => {
    const stored = encodeDocument(JSON.parse('{"Aa":1,"BB":2,"__proto__":3,"é":4,"":5}'));
    expect(fieldReader(['BB'])(stored)).toEqual({ BB: 2 });
    expect(fieldReader(['é', ''])(stored)).toEqual({ é: 4, '': 5 });
    expect(Object.entries(fieldReader(['__proto__', 'toString'])(stored))).toEqual([['__proto__', 3]]);
  });

  test('ends, whatever the bytes are', () => {
    const read = fieldReader(['z']);
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 5, maxLength: 60 }), (bytes) => {
        try {
          read(Buffer.from(bytes));
        } catch {
          // An error is an end, too.
        }
      }),
      runs(300),
    );
  });
});

test('a stored document keeps no more memory than its own', () => {
  const stored = encodeDocument({ _id: 1 });
  expect(stored.buffer.byteLength).toBe(stored.length);
});
