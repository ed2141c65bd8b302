import { personKey } from '../../src/domain/ladders.js';
import type { Storage } from '../../src/storage/connect-storage.js';
import { anna, bruno, dana } from '../support/referrals.js';

/** What every store keeps of how people want to be told. `connect` gives one on an empty database. */
export function notifyStoreContract(connect: () => Promise<Storage>): void {
  let storage: Storage;
  beforeAll(async () => {
    storage = await connect();
  });

  test('how people want to be told: the last choice of each, by platform and person', async () => {
    const { notifyWays } = storage;
    const namesake = { platform: 'teams', id: anna.id } as const;
    expect(await notifyWays.chosenBy([anna])).toEqual(new Map());
    await notifyWays.choose(anna, 'in-channel');
    await notifyWays.choose(bruno, 'in-channel');
    await notifyWays.choose(anna, 'directly');
    expect(await notifyWays.chosenBy([anna, dana, namesake])).toEqual(new Map([[personKey(anna), 'directly']]));
    expect(await notifyWays.chosenBy([bruno])).toEqual(new Map([[personKey(bruno), 'in-channel']]));
    expect(await notifyWays.chosenBy([])).toEqual(new Map());
  });
}
