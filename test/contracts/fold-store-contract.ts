import type { FoldEntry } from '../../src/application/fold-ports.js';
import type { ReferralId } from '../../src/domain/referral.js';
import type { Storage } from '../../src/storage/connect-storage.js';
import { hours, later } from '../support/referrals.js';

const minute = 60_000;
const at = { channel: 'C1', id: '1.1' };

/** What every store keeps of messages that hold several notices. `connect` gives one on an empty database. */
export function foldStoreContract(connect: () => Promise<Storage>): void {
  let storage: Storage;
  let count = 0;
  beforeAll(async () => {
    storage = await connect();
  });
  const entry = (): FoldEntry => {
    count += 1;
    return { id: `e-${count}`, referralId: `r-${count}` as ReferralId, version: count };
  };
  const place = () => {
    count += 1;
    return { key: `place-${count}`, reader: null };
  };

  describe('folds', () => {
    test('who comes within the window joins, twice like once; who comes later begins anew', async () => {
      const [here, a, b, c] = [place(), entry(), entry(), entry()];
      expect(await storage.folds.join(here, a, later(0), minute)).toEqual({
        id: a.id,
        entries: [a],
        at: null,
        reader: null,
        shown: null,
      });
      const joined = await storage.folds.join(here, b, later(minute - 1), minute);
      expect(joined).toMatchObject({ id: a.id, entries: [a, b], at: null });
      expect(await storage.folds.posted(a.id, at, null, null)).toBe(true);
      expect(await storage.folds.join(here, b, later(hours(3)), minute)).toEqual({ ...joined, at });
      expect(await storage.folds.join(here, c, later(minute), minute)).toMatchObject({ id: c.id, entries: [c] });
      expect(await storage.folds.byId(a.id)).toEqual({ ...joined, at });
    });

    test('what was posted anew stands where the first said so', async () => {
      const a = entry();
      await storage.folds.join(place(), a, later(0), minute);
      const [second, third] = [
        { ...at, id: 'second' },
        { ...at, id: 'third' },
      ];
      expect(await storage.folds.posted(a.id, at, null, null)).toBe(true);
      expect(await storage.folds.posted(a.id, second, at, null)).toBe(true);
      expect(await storage.folds.posted(a.id, third, at, null)).toBe(false);
      expect(await storage.folds.posted(a.id, third, null, null)).toBe(false);
      expect(await storage.folds.byId(a.id)).toMatchObject({ at: second });
    });

    test('other places have their own', async () => {
      const [a, b] = [entry(), entry()];
      await storage.folds.join(place(), a, later(0), minute);
      expect(await storage.folds.join(place(), b, later(0), minute)).toMatchObject({ id: b.id });
    });

    test('of many at once one begins it', async () => {
      const here = place();
      const all = Array.from({ length: 12 }, entry);
      const folds = await Promise.all(all.map((one) => storage.folds.join(here, one, later(0), minute)));
      expect(new Set(folds.map(({ id }) => id)).size).toBe(1);
      const [first] = folds;
      const whole = await storage.folds.byId(first?.id ?? '');
      expect(whole?.entries.map(({ id }) => id).sort()).toEqual(all.map(({ id }) => id).sort());
    });

    test('nobody joins what a clock ahead has begun', async () => {
      const [here, a, b] = [place(), entry(), entry()];
      await storage.folds.join(here, a, later(hours(1)), minute);
      expect(await storage.folds.join(here, b, later(0), minute)).toMatchObject({ id: b.id });
    });

    test('what is abandoned takes nobody in, unless somebody was quicker', async () => {
      const [here, a, b, c] = [place(), entry(), entry(), entry()];
      const begun = await storage.folds.join(here, a, later(0), minute);
      const joined = await storage.folds.join(here, b, later(1), minute);
      expect(await storage.folds.abandon(begun)).toBe(false);
      expect(await storage.folds.abandon(joined)).toBe(true);
      expect(await storage.folds.join(here, c, later(2), minute)).toMatchObject({ id: c.id });
    });

    test('private messages about a referral are found by their reader, with what they show', async () => {
      const [a, b, other] = [entry(), entry(), entry()];
      const readers = [`U${a.id}`, `U${b.id}`].map((id) => ({ platform: 'slack', kind: 'person', id }) as const);
      const [anna, bruno] = readers;
      const about = async (reader?: (typeof readers)[number]) =>
        (await storage.folds.privateAbout(a.referralId, reader)).map(({ id }) => id).sort();
      const to = (reader: (typeof readers)[number] | undefined) => ({ ...place(), reader: reader ?? null });
      await storage.folds.join(to(anna), a, later(0), minute);
      await storage.folds.join(to(bruno), { ...b, referralId: a.referralId }, later(0), minute);
      await storage.folds.join(place(), { ...entry(), referralId: a.referralId }, later(0), minute);
      await storage.folds.join(to(anna), other, later(0), minute);
      expect(await about()).toEqual([a.id, b.id].sort());
      expect(await about(bruno)).toEqual([b.id]);

      await storage.folds.posted(a.id, at, null, 'the first');
      expect(await storage.folds.byId(a.id)).toMatchObject({ at, shown: 'the first' });
      await storage.folds.shows(a.id, at, 'a hash');
      await storage.folds.shows(a.id, { ...at, id: 'elsewhere' }, 'another');
      expect(await storage.folds.privateAbout(a.referralId, anna)).toEqual([
        { id: a.id, entries: [a], at, reader: anna, shown: 'a hash' },
      ]);
      await storage.folds.posted(a.id, { ...at, id: 'anew' }, at, null);
      expect(await storage.folds.byId(a.id)).toMatchObject({ shown: null });
      await storage.folds.forget(a.id);
      expect(await about()).toEqual([b.id]);
    });
  });
}
