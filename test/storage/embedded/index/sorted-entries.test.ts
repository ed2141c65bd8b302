import fc from 'fast-check';
import { SortedEntries } from '../../../../src/storage/embedded/index/sorted-entries.js';
import { runs } from '../../../support/runs.js';

test('holds what a sorted list would hold, through splits and removals', () => {
  const key = fc.integer({ min: 0, max: 3_000 }).map((n) => String(n).padStart(5, '0'));
  fc.assert(
    fc.property(
      fc.uniqueArray(key, { maxLength: 2_000, size: 'max' }),
      fc.array(key, { minLength: 0, maxLength: 4_000, size: 'max' }),
      fc.array(key, { maxLength: 2_000, size: 'max' }),
      key,
      key,
      (first, added, removed, low, high) => {
        const entries = new SortedEntries();
        const model = new Set<string>(first);
        const sorted = first.toSorted();
        entries.fill(
          sorted,
          sorted.map((one) => `id${one}`),
        );
        for (const one of added) {
          if (!model.has(one)) entries.add(one, `id${one}`);
          model.add(one);
        }
        for (const one of removed) {
          entries.delete(one);
          model.delete(one);
        }
        const wanted = [...model].filter((one) => one >= low && one < high).sort();
        const read = (backwards: boolean) => [...entries.between(low, high, backwards)];
        expect(read(false).map((entry) => entry.key)).toEqual(wanted);
        expect(read(true).map((entry) => entry.id)).toEqual(wanted.map((one) => `id${one}`).reverse());
        expect(entries.size).toBe(model.size);
      },
    ),
    runs(30),
  );
});

test('tells about how many keys lie in a range: exactly within a block, from the average over many', () => {
  const entries = new SortedEntries();
  const key = (n: number) => String(n).padStart(6, '0');
  const all = Array.from({ length: 100_000 }, (_, n) => key(n));
  entries.fill(all, all);
  expect(entries.count(key(10), key(40))).toBe(30);
  expect(entries.count(key(40), key(10))).toBe(0);
  expect(entries.count(key(380), key(390))).toBe(10);
  expect(entries.count('', 'x')).toBeCloseTo(100_000, -3);
  expect(entries.count(key(20_000), key(70_000))).toBeCloseTo(50_000, -3);
});
