import { surviveRandomKills } from './random-kills.js';

// Four starts of a desk take most of a minute on a busy machine.
test('kill -9 at 3 random moments, seed 1: everything is in Slack, once', async () => {
  expect((await surviveRandomKills(1, 3)).referrals).toBeGreaterThan(1);
}, 300_000);
