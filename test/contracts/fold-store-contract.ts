import { beforeAll, describe, expect, test } from '@jest/globals';
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
    return `place-${count}`;
  };

  describe('folds', () => {
    test('who comes within the window joins, twice like once; who comes later begins anew', async () => {
      const [here, a, b, c] = [place(), entry(), entry(), entry()];
      expect(await storage.folds.join(here, a, later(0), minute)).toEqual({ id: a.id, entries: [a], at: null });
      const joined = await storage.folds.join(here, b, later(minute - 1), minute);
      expect(joined).toEqual({ id: a.id, entries: [a, b], at: null });
      expect(await storage.folds.posted(a.id, at, null)).toBe(true);
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
      expect(await storage.folds.posted(a.id, at, null)).toBe(true);
      expect(await storage.folds.posted(a.id, second, at)).toBe(true);
      expect(await storage.folds.posted(a.id, third, at)).toBe(false);
      expect(await storage.folds.posted(a.id, third, null)).toBe(false);
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
  });
}
