import { surviveRandomKills } from './random-kills.js';

let searches = 0;

// Each seed on a store and a Slack of its own: together 200 kills.
test.each([11, 12, 13, 14, 15, 16, 17, 18, 19, 20])(
  'kill -9 at 20 random moments, seed %i: everything is in Slack, once',
  async (seed) => {
    const tally = await surviveRandomKills(seed, 20);
    expect(tally.notices).toBeGreaterThan(10);
    searches += tally.searches;
  },
  600_000,
);

test('some of them hit a post whose fate nobody knew', () => {
  expect(searches).toBeGreaterThan(5);
});
