import { expect, test } from '@jest/globals';
import { surviveRandomKills } from './random-kills.js';

// Six starts of a desk take a minute and more on a busy machine.
test('kill -9 at 5 random moments, seed 1: everything is in Slack, once', async () => {
  expect((await surviveRandomKills(1, 5)).referrals).toBeGreaterThan(3);
}, 300_000);
