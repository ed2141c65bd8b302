import type { Due } from '../../src/application/deadline-ports.js';
import { decide } from '../../src/domain/lifecycle.js';
import type { HistoryEvent, Referral, ReferralId } from '../../src/domain/referral.js';
import type { Storage } from '../../src/storage/connect-storage.js';
import { actor, anna, aReferral, engagement, hours, later, start } from '../support/referrals.js';

/** What every store keeps of deadlines. `connect` gives one on an empty database. */
export function deadlineStoreContract(connect: () => Promise<Storage>): void {
  let storage: Storage;
  let count = 0;
  beforeAll(async () => {
    storage = await connect();
  });

  const created = async (overrides: Partial<Referral> = {}) => {
    count += 1;
    const id = `due-${String(count).padStart(4, '0')}` as ReferralId;
    const referral = aReferral({ id, code: id, source: { name: 'due', externalId: id }, ...overrides });
    await storage.referrals.create(referral, []);
    return referral;
  };
  const due = async (referral: Referral, now = later(hours(1))): Promise<Due> => {
    const found = await storage.deadlines.dueOne(referral.id, now);
    if (!found) throw new Error('the test expects it to be due');
    return found;
  };
  const quiet = async (referral: Referral, next: Date | null) => storage.deadlines.look(await due(referral), next);
  const reminder = ({ version }: Referral, at: Date): HistoryEvent => ({
    type: 'reminded',
    at,
    version: version + 1,
    by: null,
    fields: [],
    notice: 'waiting',
    told: { channel: true, groups: ['S1'], mentioned: [], direct: [{ platform: 'slack', id: 'U1' }] },
    commandId: null,
  });
  const change = (referral: Referral, look: Date | null, at = later(hours(1))) => {
    const event = reminder(referral, at);
    const next = {
      ...referral,
      version: referral.version + 1,
      history: [...referral.history, event],
      reminded: { until: at },
    };
    return { next, event, effects: [{ kind: 'remind', version: next.version }] as const, at, look };
  };

  describe('deadlines', () => {
    test('a new referral is due at its receipt, and not before', async () => {
      const referral = await created();
      expect(await storage.deadlines.dueOne(referral.id, new Date(start.getTime() - 1))).toBeNull();
      expect(await storage.deadlines.dueOne(referral.id, start)).toEqual({ referral, dueAt: start });
    });

    test('come longest due first, and only those that are due', async () => {
      const [never, last, first, laterOn] = [await created(), await created(), await created(), await created()];
      const year = (text: string) => new Date(`${text}-01-01T00:00:00Z`);
      await quiet(never, null);
      await quiet(last, year('2002'));
      await quiet(first, year('2001'));
      await quiet(laterOn, year('2003'));
      const found = await storage.deadlines.due(new Date(year('2003').getTime() - 1), 10);
      expect(found.map(({ referral }) => referral.id)).toEqual([first.id, last.id]);
      expect(await storage.deadlines.due(year('2003'), 1)).toHaveLength(1);
      for (const one of [last, first, laterOn]) await quiet(one, null);
    });

    test('a command makes it due again', async () => {
      const referral = await created();
      await quiet(referral, later(hours(500)));
      const now = later(hours(1));
      const answer = decide(
        referral,
        { id: 'c1', type: 'accept', engagement },
        { actor: actor(anna), now, undoWindow: 0, tellCustomer: 'own' },
      );
      if (answer.kind !== 'changed') throw new Error('not accepted');
      const { next, recorded, effects } = answer;
      await storage.referrals.save({ next, recorded, effects, event: recorded.event });
      expect(await storage.deadlines.dueOne(referral.id, now)).toEqual({ referral: next, dueAt: now });
    });

    test('a change saves the referral, what it owes and the next look together', async () => {
      const referral = await created();
      const made = change(referral, later(hours(5)));
      expect(await storage.deadlines.apply(await due(referral), made)).toBe(true);
      expect(await storage.referrals.byId(referral.id)).toEqual(made.next);
      const owing = await storage.outbox.owedBy(referral.id, later(hours(1)));
      expect(owing?.effects).toEqual([
        { id: `${referral.id}:2:0`, effect: { kind: 'remind', version: 2 }, version: 2, commandId: null },
      ]);
      expect(await storage.deadlines.dueOne(referral.id, later(hours(5) - 1))).toBeNull();
      expect((await due(referral, later(hours(5)))).dueAt).toEqual(later(hours(5)));
    });

    test('of several processes one gives the notice', async () => {
      const referral = await created();
      const read = await due(referral);
      const answers = await Promise.all(
        Array.from({ length: 4 }, () => storage.deadlines.apply(read, change(referral, null))),
      );
      expect(answers.filter(Boolean)).toHaveLength(1);
      expect((await storage.referrals.byId(referral.id))?.history).toHaveLength(2);
    });

    test.each(['apply', 'look'] as const)('%s changes nothing after somebody wrote', async (way) => {
      const referral = await created();
      const read = await due(referral);
      const now = later(hours(2));
      const command = { id: 'c1', type: 'mark-urgent' } as const;
      const answer = decide(referral, command, { actor: actor(anna), now, undoWindow: 0, tellCustomer: 'own' });
      if (answer.kind !== 'changed') throw new Error('not marked');
      const { next, recorded, effects } = answer;
      await storage.referrals.save({ next, recorded, effects, event: recorded.event });
      const wrote =
        way === 'apply'
          ? await storage.deadlines.apply(read, change(referral, null))
          : await storage.deadlines.look(read, null);
      expect(wrote).toBe(false);
      expect(await storage.deadlines.dueOne(referral.id, now)).toEqual({ referral: next, dueAt: now });
    });

    test('new rules make the open ones of their profile due, once', async () => {
      const profileId = 'ruled';
      const [first, second] = [await created({ profileId }), await created({ profileId })];
      const elsewhere = await created({ profileId: 'other' });
      for (const one of [first, second, elsewhere]) await quiet(one, later(hours(100)));
      const now = later(hours(3));
      expect(await storage.deadlines.rulesAre(profileId, 'a', now)).toBe(2);
      expect((await due(first, now)).dueAt).toEqual(now);
      expect(await storage.deadlines.dueOne(elsewhere.id, now)).toBeNull();
      await storage.deadlines.look(await due(second, now), null);
      expect(await storage.deadlines.rulesAre(profileId, 'a', now)).toBe(0);
      // One that asked for nothing may ask for something by other rules; one that is due stays where it is.
      expect(await storage.deadlines.rulesAre(profileId, 'b', later(hours(4)))).toBe(1);
      expect((await due(first, later(hours(4)))).dueAt).toEqual(now);
    });
  });
}
