import { createHook } from 'node:async_hooks';
import { expect, test } from '@jest/globals';
import { startSlackDesk } from './slack-desk.js';

/** Agenda's timers that were set since, and have neither fired nor been cleared. */
const alive = new Map<number, NodeJS.Timeout>();
const watching = createHook({
  init(id, type, _trigger, resource) {
    if (type === 'Timeout' && new Error().stack?.includes('node_modules/agenda/'))
      alive.set(id, resource as NodeJS.Timeout);
  },
  destroy: (id) => void alive.delete(id),
});
const keepingAlive = () => [...alive.values()].filter((timer) => timer.hasRef()).length;

test('a desk that has worked and is stopped leaves no timer of Agenda behind, which would keep its process alive', async () => {
  watching.enable();
  const desk = await startSlackDesk();
  await desk.rfi();
  // A job of each kind has run at its own time, and not just by order of a test.
  const jobs = desk.desk.storage.database.collection('jobs');
  while ((await jobs.countDocuments({ lastFinishedAt: null })) > 0) await new Promise(setImmediate);
  await desk.stop();
  // Node tells of what is gone a turn later.
  await new Promise(setImmediate);
  await new Promise(setImmediate);
  expect(keepingAlive()).toBe(0);
  watching.disable();
});
