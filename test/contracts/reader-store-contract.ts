import type { Storage } from '../../src/storage/connect-storage.js';
import { anna, bruno } from '../support/referrals.js';

/** What every store keeps of how people read. `connect` gives one on an empty database. */
export function readerStoreContract(connect: () => Promise<Storage>): void {
  let storage: Storage;
  beforeAll(async () => {
    storage = await connect();
  });

  test('how people read: as they wrote last, by platform and person', async () => {
    const { readers } = storage;
    expect(await readers.languageOf(anna)).toBeNull();
    await readers.reads(anna, 'en');
    await readers.reads(bruno, 'en');
    await readers.reads(anna, 'fr');
    expect([await readers.languageOf(anna), await readers.languageOf(bruno)]).toEqual(['fr', 'en']);
    expect(await readers.languageOf({ platform: 'teams', id: anna.id })).toBeNull();
  });
}
