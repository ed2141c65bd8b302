import { afterAll, afterEach, beforeAll, beforeEach } from '@jest/globals';
import type { Storage } from '../../src/storage/connect-storage.js';
import { connectFresh, type Engine, startEmbedded } from '../contracts/stores.js';
import { TestDesk } from './desk.js';

/** Gives each test of a file a desk of its own, on an empty database of one embedded store. */
export function onFreshDesks(take: (desk: TestDesk, storage: Storage) => void): void {
  let engine: Engine;
  let storage: Storage;
  let desk: TestDesk;
  beforeAll(async () => {
    engine = await startEmbedded();
  });
  afterAll(() => engine.close());
  beforeEach(async () => {
    storage = await connectFresh(engine);
    desk = new TestDesk(storage);
    take(desk, storage);
  });
  afterEach(async () => {
    await desk.stop();
    await storage.close();
  });
}
