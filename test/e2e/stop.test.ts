import { expect, test } from '@jest/globals';
import { startSlackDesk } from './slack-desk.js';

const timers = () => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;

test('a desk that has worked and is stopped leaves no timer behind that would keep its process alive', async () => {
  const before = timers();
  const desk = await startSlackDesk();
  await desk.rfi();
  // A job of each kind has run at its own time, and not just by order of a test.
  const jobs = desk.desk.storage.database.collection('jobs');
  while ((await jobs.countDocuments({ lastFinishedAt: null })) > 0) await new Promise(setImmediate);
  expect(timers()).toBeGreaterThan(before);
  await desk.stop();
  expect(timers()).toBe(before);
});
