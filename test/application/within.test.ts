import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { acknowledgeWithinMs, within } from '../../src/application/within.js';

/** What Slack waits for an acknowledgement; Teams waits longer. */
const slackWaits = 3_000;

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

test('work that does not end is left behind in time for Slack, with a third of its patience for the way', async () => {
  expect(acknowledgeWithinMs).toBeLessThanOrEqual((slackWaits * 2) / 3);
  let finish = (_: string) => {};
  const work = new Promise<string>((resolve) => {
    finish = resolve;
  });
  const answer = within(work, acknowledgeWithinMs);
  await jest.advanceTimersByTimeAsync(acknowledgeWithinMs);
  const outcome = await answer;
  expect(outcome.done).toBe(false);
  finish('late');
  await expect(!outcome.done && outcome.later).resolves.toBe('late');
});

test('work that ends, or fails, in time leaves no timer behind', async () => {
  expect(await within(Promise.resolve('soon'), acknowledgeWithinMs)).toEqual({ done: true, value: 'soon' });
  await expect(within(Promise.reject(new Error('no')), acknowledgeWithinMs)).rejects.toThrow('no');
  expect(jest.getTimerCount()).toBe(0);
});
