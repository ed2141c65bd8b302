import { afterAll, beforeAll, test } from '@jest/globals';
import { type Engine, startEmbedded } from '../contracts/stores.js';
import { liveThrough } from './platform-trouble.js';

let engine: Engine;
beforeAll(async () => {
  engine = await startEmbedded();
});
afterAll(() => engine.close());

test.each([
  ['slack', 'no connection'],
  ['slack', '429 to all'],
  ['teams', '500 to half'],
] as const)(
  '%s, %s for an hour: nothing lost, doubled or out of order, urgent first',
  (platform, trouble) => liveThrough(engine, platform, trouble, 3),
  300_000,
);
