import fc from 'fast-check';
import { destinationKey } from '../../src/application/destinations.js';

test('a key holds nothing that a path of a document gives a meaning, and is one destination’s only', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (a, b) => {
      const key = (id: string) => destinationKey({ platform: 'teams', kind: 'channel', id });
      expect(key(a)).not.toMatch(/[.$\0]/);
      expect(key(a) === key(b)).toBe(a === b);
    }),
  );
});
