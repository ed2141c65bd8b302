import { liveThrough } from './platform-trouble.js';

test.each([
  ['slack', 'no connection'],
  ['slack', '429 to all'],
  ['teams', '500 to half'],
] as const)(
  '%s, %s for an hour: nothing lost, doubled or out of order, urgent first',
  (platform, trouble) => liveThrough(platform, trouble, 3),
  300_000,
);
