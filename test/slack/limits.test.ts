import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { shorten } from '../../src/slack/limits.js';

describe('shorten', () => {
  test.each([
    ['what fits stays', 'twelve chars', 12, 'twelve chars'],
    ['one too many', 'twelve chars', 11, 'twelve cha…'],
    ['the empty text', '', 0, ''],
    ['no room at all', 'abc', 0, ''],
    ['room for the sign only', 'abc', 1, '…'],
    ['no space before the sign', 'one two', 5, 'one…'],
    ['a surrogate pair stays whole', 'ab😀cd', 4, 'ab…'],
    ['a surrogate pair that fits', 'ab😀cd', 5, 'ab😀…'],
    ['a family is one character', `x${'👨‍👩‍👧‍👦'}yz`, 8, 'x…'],
    ['a skin tone belongs to its hand', 'ok👍🏽!!', 6, 'ok…'],
    ['a flag is one character', 'a🇫🇷bc', 4, 'a…'],
    ['an accent belongs to its letter', 'cafe\u0301 noir', 6, 'cafe\u0301…'],
    ['an accent is not left behind', 'cafe\u0301 noir', 5, 'caf…'],
    ['a first character longer than the room', `e${'\u0301'.repeat(50)}x`, 10, '…'],
    ['right to left', 'שלום עולם', 6, 'שלום…'],
  ])('%s', (_name, text, max, expected) => {
    expect(shorten(text, max)).toBe(expected);
  });

  test('never longer than asked for, never half a character, and a beginning of the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), fc.nat(80), (text, max) => {
        const short = shorten(text, max);
        expect(short.length).toBeLessThanOrEqual(max);
        expect(Buffer.from(short).toString()).toBe(short);
        expect(text.startsWith(short.replace(/…$/, '')) || short === text).toBe(true);
      }),
    );
  });

  test('a very long text costs no more than what is kept of it', () => {
    const before = performance.now();
    expect(shorten('é'.repeat(5_000_000), 3000)).toHaveLength(3000);
    expect(performance.now() - before).toBeLessThan(500);
  });
});
