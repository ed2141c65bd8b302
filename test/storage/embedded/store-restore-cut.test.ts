import { surviveRestoreCuts } from './restore-cuts.js';

test('a power cut at any step of a restore leaves the data or the backup, whole, with what was acknowledged', async () => {
  const { before, after } = await surviveRestoreCuts(1, 40);
  expect(before).toBeGreaterThan(5);
  expect(after).toBeGreaterThan(5);
});
