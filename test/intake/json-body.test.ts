import fc from 'fast-check';
import { parseJsonBody } from '../../src/intake/json-body.js';
import { malformedAt } from '../../src/intake/json-position.js';

const read = (text: string) => parseJsonBody(Buffer.from(text));

test('JSON is read, with or without a byte order mark', () => {
  expect(read('{"a":1}')).toEqual({ ok: true, value: { a: 1 } });
  expect(read('\ufeff[1]')).toEqual({ ok: true, value: [1] });
});

describe('what is no JSON is refused with its place', () => {
  test.each([
    ['a missing comma', '{"a":1 "b":2}', 1, 8],
    ['an open object', '{"a":1', 1, 7],
    ['an open string', '{"a":"x', 1, 8],
    ['a missing value', '{"a":}', 1, 6],
    ['a comma too many', '{\n  "a": 1,\n}', 3, 1],
    ['the same in a list', '[1,]', 1, 4],
    ['a key without quotes', '{a:1}', 1, 2],
    ['single quotes', "{'a':1}", 1, 2],
    ['a bad escape', '["a\\x"]', 1, 4],
    ['a line break in a string', '["a\nb"]', 1, 4],
    ['a leading zero', '[01]', 1, 3],
    ['an unknown word', '[nil]', 1, 2],
    ['the wrong bracket', '{"a":[1}', 1, 8],
    ['something after the end', '{} x', 1, 4],
    ['a comma after the end', '1,2', 1, 2],
    ['a missing colon', '{"a" 1}', 1, 6],
    ['a comma first', '{,}', 1, 2],
    ['words', 'hello', 1, 1],
  ])('%s', (_name, text, line, column) => {
    expect(() => JSON.parse(text)).toThrow();
    expect(read(text)).toEqual({
      ok: false,
      detail: `The body is not valid JSON, from line ${line}, column ${column} on.`,
    });
  });

  test('an empty body, bytes that are no UTF-8, an abyss', () => {
    expect(read(' \n')).toMatchObject({ ok: false, detail: expect.stringContaining('empty') });
    expect(parseJsonBody(Buffer.from([0x22, 0xff, 0x22]))).toMatchObject({ detail: expect.stringContaining('UTF-8') });
    expect(read('['.repeat(100_000) + ']'.repeat(100_000))).toMatchObject({
      detail: expect.stringContaining('nested'),
    });
    expect(read('['.repeat(100_000))).toMatchObject({ detail: expect.stringContaining('column 100001') });
  });

  test('a nesting that is just deep enough passes', () => {
    expect(read('['.repeat(64) + ']'.repeat(64)).ok).toBe(true);
    expect(read('['.repeat(66) + ']'.repeat(66)).ok).toBe(false);
  });
});

test('the place is that of the first wrong character, or the start of the word or number it breaks', () => {
  fc.assert(
    fc.property(fc.json(), fc.nat(), (json, at) => {
      const place = at % (json.length + 1);
      const { line, column } = malformedAt(`${json.slice(0, place)}\u0001${json.slice(place)}`);
      expect(line).toBe(1);
      expect(column - 1).toBeLessThanOrEqual(place);
      expect(json.slice(column - 1, place)).toMatch(/^[-+\w.\\]{0,6}$/);
    }),
    { numRuns: 300 },
  );
});
