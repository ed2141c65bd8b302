import { dieEverywhere, loseStoreEverywhere } from './at-every-point.js';
import { connectTimeless } from './fresh-desks.js';

test.each([
  ['whoever dies at whichever point', dieEverywhere],
  ['at whichever point the store goes away for 30 s', loseStoreEverywhere],
] as const)(
  '%s, each notice is given, and once',
  async (_, happenEverywhere) => {
    const storage = await connectTimeless();
    expect(await happenEverywhere(storage, 1)).toBeGreaterThan(20);
    await storage.close();
  },
  1_200_000,
);
