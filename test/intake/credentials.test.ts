import { bearerToken, sameSecret } from '../../src/intake/credentials.js';

test.each([
  ['equal', 'abc', 'abc', true],
  ['different', 'abc', 'abd', false],
  ['shorter', 'ab', 'abc', false],
  ['longer', 'abcd', 'abc', false],
  ['empty', '', 'abc', false],
  ['equal in bytes, not in letters', '\u00e9', 'e\u0301', false],
])('secrets that are %s', (_name, given, secret, same) => {
  expect(sameSecret(given, secret)).toBe(same);
});

test('the bearer token, however the scheme is written', () => {
  expect(['Bearer abc', 'bearer  abc ', 'Basic abc', 'Bearer', 'Bearer a b', ''].map(bearerToken)).toEqual([
    'abc',
    'abc',
    null,
    null,
    null,
    null,
  ]);
});
