import { Decimal128, Long, MaxKey, MinKey, ObjectId, Timestamp, UUID } from 'bson';
import fc from 'fast-check';
import { compareValues, encodeValue, equalValues, invert } from '../../../../src/storage/embedded/values/order.js';
import { anyText } from '../../../support/any-text.js';

/** Least to greatest, as MongoDB orders them. */
const ordered: unknown[] = [
  new MinKey(),
  null,
  Number.NaN,
  Number.NEGATIVE_INFINITY,
  Long.MIN_VALUE,
  -(2 ** 53),
  -1.5,
  -1,
  -Number.MIN_VALUE,
  0,
  Number.MIN_VALUE,
  Decimal128.fromString('0.1'),
  Decimal128.fromString('0.1000000000000000001'),
  1,
  2 ** 53,
  Long.fromString('9007199254740993'),
  2 ** 53 + 2,
  Long.MAX_VALUE,
  2 ** 63,
  1e300,
  Number.POSITIVE_INFINITY,
  '',
  '\u0000',
  '\u0000a',
  '\u0001',
  'A',
  'a',
  'a\u0000',
  'aa',
  'é',
  '\uffee',
  '😀',
  {},
  { a: 1 },
  { a: 1, b: 1 },
  { a: 2 },
  { b: 1 },
  { a: 'x' },
  [],
  [1],
  [1, 2],
  [2],
  ['x'],
  new UUID('00000000-0000-4000-8000-000000000001'),
  new UUID('00000000-0000-4000-8000-000000000002'),
  new ObjectId('000000000000000000000001'),
  new ObjectId('ff0000000000000000000001'),
  false,
  true,
  new Date(-1),
  new Date(0),
  new Date(1),
  Timestamp.fromBits(2, 1),
  Timestamp.fromBits(1, 2),
  /a/,
  /a/i,
  new MaxKey(),
];

describe('the order of values', () => {
  test('is MongoDB’s, by comparing and by encoding, in both directions', () => {
    const order = (x: string, y: string) => (x < y ? -1 : x > y ? 1 : 0);
    const wrong: unknown[] = [];
    for (const [i, a] of ordered.entries()) {
      for (const [j, b] of ordered.entries()) {
        const wanted = Math.sign(i - j);
        const [x, y] = [encodeValue(a), encodeValue(b)];
        const found = [Math.sign(compareValues(a, b)), order(x, y), order(invert(y), invert(x))];
        if (found.some((one) => one !== wanted)) wrong.push({ i, j, wanted, found });
      }
    }
    expect(wrong).toEqual([]);
  });

  test('no encoded value starts another', () => {
    const encoded = ordered.map(encodeValue);
    expect(encoded.filter((a, i) => encoded.some((b, j) => i !== j && b.startsWith(a)))).toEqual([]);
  });

  test.each<[string, unknown, unknown]>([
    ['zeros', 0, -0],
    ['Long and number', Long.fromNumber(5), 5],
    ['decimals of another scale', Decimal128.fromString('2.50'), 2.5],
    ['null and missing', null, undefined],
    ['object ids', new ObjectId('65f0aa0000000000000000aa'), new ObjectId('65f0aa0000000000000000aa')],
    ['documents in depth', { a: [1, { b: Long.ONE }] }, { a: [1, { b: 1 }] }],
  ])('equal by value: %s', (_name, a, b) => {
    expect(equalValues(a, b)).toBe(true);
    expect(encodeValue(a)).toBe(encodeValue(b));
  });

  test('numbers and texts at random', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true }), fc.double({ noNaN: true }), (a, b) => {
        const [x, y] = [encodeValue(a), encodeValue(b)];
        expect(x < y ? -1 : x > y ? 1 : 0).toBe(a < b ? -1 : a > b ? 1 : 0);
      }),
    );
    fc.assert(
      fc.property(anyText, anyText, (a, b) => {
        const bytes = Math.sign(Buffer.compare(Buffer.from(a), Buffer.from(b)));
        const [x, y] = [encodeValue(a), encodeValue(b)];
        expect(x < y ? -1 : x > y ? 1 : 0).toBe(bytes);
      }),
    );
  });
});
