import { survivePowerCuts } from './power-cuts.js';

test('5,000 power cuts', async () => {
  let compactions = 0;
  for (let seed = 1_000; seed < 1_500; seed++) compactions += (await survivePowerCuts(seed, 10)).compactions;
  expect(compactions).toBeGreaterThan(500);
}, 600_000);
