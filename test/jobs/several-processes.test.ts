import { afterAll, beforeAll, test } from '@jest/globals';
import { type Engine, startEmbedded } from '../contracts/stores.js';
import { attendTogether } from './several-processes.js';

let engine: Engine;
beforeAll(async () => {
  engine = await startEmbedded();
});
afterAll(() => engine.close());

test('two processes with clocks an hour apart, 40 referrals: each notice once', () => attendTogether(engine, 2, 40));
