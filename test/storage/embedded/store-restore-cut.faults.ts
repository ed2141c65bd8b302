import { surviveRestoreCuts } from './restore-cuts.js';

test('3,000 power cuts while a backup is restored', async () => {
  let [before, after] = [0, 0];
  for (let seed = 1_000; seed < 1_060; seed++) {
    const outcomes = await surviveRestoreCuts(seed, 50);
    before += outcomes.before;
    after += outcomes.after;
  }
  expect(before).toBeGreaterThan(300);
  expect(after).toBeGreaterThan(300);
}, 600_000);
