import type { Storage } from '../../src/storage/connect-storage.js';
import { commonEngine, connectFresh, emptied } from '../contracts/stores.js';
import { TestDesk } from './desk.js';

/**
 * A store that forgets nothing. What it forgets, it forgets by its own clock, once a minute; the tests' time is over since
 * long, and what they are about would be gone in the middle of it.
 */
export async function connectTimeless(): Promise<Storage> {
  const storage = await connectFresh(commonEngine());
  await storage.database.collection('folds').dropIndex('forgotten');
  return storage;
}

/** Gives each test of a file a desk of its own, on an emptied database. */
export function onFreshDesks(take: (desk: TestDesk, storage: Storage) => void): void {
  let connected: Storage;
  let desk: TestDesk;
  beforeAll(async () => {
    connected = await connectTimeless();
  });
  afterAll(() => connected.close());
  beforeEach(async () => {
    await emptied(connected.database);
    const storage = ofItsOwn(connected);
    desk = new TestDesk(storage);
    take(desk, storage);
  });
  afterEach(() => desk.stop());
}

/** A test may put something in the place of what a repository does. */
function ofItsOwn(storage: Storage): Storage {
  const { deliveries, cards, referrals, folds, notifyWays, outbox, lanes, deadlines } = storage;
  return {
    ...storage,
    deliveries: { ...deliveries },
    cards: { ...cards },
    referrals: { ...referrals },
    folds: { ...folds },
    notifyWays: { ...notifyWays },
    outbox: { ...outbox },
    lanes: { ...lanes },
    deadlines: { ...deadlines },
  };
}
