import { afterAll, beforeAll, test } from '@jest/globals';
import { type Engine, startEmbedded } from '../contracts/stores.js';
import { attendTogether } from './several-processes.js';

let engine: Engine;
beforeAll(async () => {
  engine = await startEmbedded();
});
afterAll(() => engine.close());

test.each([2, 4])(
  '%i processes with clocks an hour and more apart, 10_000 referrals: each notice once',
  (number) => attendTogether(engine, number, 10_000),
  3_600_000,
);
