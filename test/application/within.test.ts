import { acknowledgeWithinMs, within } from '../../src/application/within.js';

/** What Slack waits for an acknowledgement; Teams waits longer. */
const slackWaits = 3_000;

afterEach(() => void jest.useRealTimers());

test('work that does not end is left behind in time for Slack, with a third of its patience for the way', async () => {
  jest.useFakeTimers();
  expect(acknowledgeWithinMs).toBeLessThanOrEqual((slackWaits * 2) / 3);
  let finish = (_: string) => {};
  const work = new Promise<string>((resolve) => {
    finish = resolve;
  });
  const answer = within(work, acknowledgeWithinMs);
  jest.advanceTimersByTime(acknowledgeWithinMs);
  const outcome = await answer;
  expect(outcome.done).toBe(false);
  finish('late');
  await expect(!outcome.done && outcome.later).resolves.toBe('late');
});

const timers = () => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;

test('work that ends, or fails, in time leaves no timer behind', async () => {
  const before = timers();
  expect(await within(Promise.resolve('soon'), acknowledgeWithinMs)).toEqual({ done: true, value: 'soon' });
  await expect(within(Promise.reject(new Error('no')), acknowledgeWithinMs)).rejects.toThrow('no');
  expect(timers()).toBe(before);
});
