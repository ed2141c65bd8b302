import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { connectFresh, type Engine, startEmbedded } from '../contracts/stores.js';
import { dieEverywhere } from './die-everywhere.js';

let engine: Engine;
beforeAll(async () => {
  engine = await startEmbedded();
});
afterAll(() => engine.close());

test('whoever dies at whichever point, each notice is given, and once', async () => {
  const storage = await connectFresh(engine);
  expect(await dieEverywhere(storage, 1)).toBeGreaterThan(20);
  await storage.close();
}, 600_000);
