import { randomUUID } from 'node:crypto';
import type { Storage } from '../../src/storage/connect-storage.js';
import { seenWebhooksContract } from '../contracts/seen-webhooks-contract.js';
import { connectFresh, type Engine, engines } from '../contracts/stores.js';

describe.each(engines)('the webhooks remembered in %s', (_name, startEngine) => {
  let engine: Engine;
  const open: Storage[] = [];
  beforeAll(async () => {
    engine = await startEngine();
  });
  afterAll(async () => {
    await Promise.all(open.map((storage) => storage.close()));
    await engine.close();
  });

  seenWebhooksContract(async () => {
    const storage = await connectFresh(engine);
    open.push(storage);
    return storage.seenWebhooks;
  });

  test('a second start finds the index that forgets them, and what was remembered', async () => {
    const database = `t${randomUUID().replaceAll('-', '')}`;
    for (const answer of ['new', 'same']) {
      const storage = await connectFresh(engine, database);
      open.push(storage);
      expect(await storage.seenWebhooks.remember('m1', 'a', new Date())).toBe(answer);
    }
  });
});
