import { retryDelay } from '../../src/application/retry-delay.js';

test.each([
  [1, 0, 1_000],
  [1, 0.999999, 500],
  [4, 0, 8_000],
  [9, 0, 256_000],
  [10, 0, 300_000],
  [100_000, 0, 300_000],
  [100_000, 0.5, 225_000],
])('after %i failures, chance %f: %i ms', (failures, random, ms) => {
  expect(retryDelay(failures, random)).toBe(ms);
});

test.each([
  [3, 0, 4_000],
  [6, 0, 30_000],
  [100_000, 0.5, 22_500],
])('what is urgent, after %i failures, chance %f: %i ms', (failures, random, ms) => {
  expect(retryDelay(failures, random, true)).toBe(ms);
});
