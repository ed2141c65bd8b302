import { survivePowerCuts } from './power-cuts.js';

test('a power cut at any step, of a compaction too, loses nothing that was acknowledged', async () => {
  let compactions = 0;
  for (let seed = 1; seed <= 12; seed++) compactions += (await survivePowerCuts(seed, 8)).compactions;
  expect(compactions).toBeGreaterThan(6);
});
