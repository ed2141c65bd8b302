import fc from 'fast-check';
import type { Change, ReferralQuery } from '../../src/application/ports.js';
import type { Command, Effect } from '../../src/domain/commands.js';
import { decide } from '../../src/domain/lifecycle.js';
import type { Referral, ReferralId, State } from '../../src/domain/referral.js';
import type { Storage } from '../../src/storage/connect-storage.js';
import { anyReferral } from '../support/any-referral.js';
import { actor, anna, aReferral, bruno, engagement, hours, later, start } from '../support/referrals.js';
import { runs } from '../support/runs.js';

const effects: readonly Effect[] = [{ kind: 'sync-cards' }, { kind: 'announce', version: 2 }];
const accept = (id: string): Command => ({ id, type: 'accept', engagement });

/** What `decide` makes of a command, as a change to save. */
function changeOf(referral: Referral, command: Command, who = anna, now = later(hours(1))): Change {
  const answer = decide(referral, command, {
    actor: actor(who, true),
    now,
    undoWindow: 30_000,
    tellCustomer: 'own' as const,
  });
  if (answer.kind !== 'changed') throw new Error(`the test expects a change, not: ${JSON.stringify(answer)}`);
  const { next, recorded, effects: owed, cancels } = answer;
  return { next, event: recorded.event, recorded, effects: owed, ...(cancels === undefined ? {} : { cancels }) };
}

/** What every store of referrals, their cards and their outboxes keeps. `connect` gives one on an empty database. */
export function referralStoreContract(connect: () => Promise<Storage>): void {
  let storage: Storage;
  let count = 0;
  beforeAll(async () => {
    storage = await connect();
  });

  const fresh = (overrides: Partial<Referral> = {}): Referral => {
    count += 1;
    const id = `r-${String(count).padStart(4, '0')}` as ReferralId;
    return aReferral({ id, code: `R-${id}`, source: { name: 'test', externalId: id }, ...overrides });
  };
  const created = async (overrides: Partial<Referral> = {}, owed: readonly Effect[] = []) => {
    const referral = fresh(overrides);
    await storage.referrals.create(referral, owed);
    return referral;
  };

  describe('referrals', () => {
    test('whatever was saved is read back as it was', async () => {
      await fc.assert(
        fc.asyncProperty(anyReferral, async (any) => {
          const { id, code, source } = fresh();
          const referral = { ...any, id, code, source: { ...source, name: any.source.name } };
          await storage.referrals.create(referral, []);
          expect(await storage.referrals.byId(id)).toStrictEqual(referral);
        }),
        runs(30),
      );
    });

    test('are found by id, code and source, and by nothing else', async () => {
      const referral = await created();
      expect(await storage.referrals.byCode(referral.code)).toStrictEqual(referral);
      expect(await storage.referrals.bySource('test', referral.source.externalId)).toStrictEqual(referral);
      expect(await storage.referrals.bySource('other', referral.source.externalId)).toBeNull();
      expect(await storage.referrals.byId('nobody')).toBeNull();
    });

    test('an operator object in the place of a text is refused', async () => {
      await created();
      const operator = { $ne: null } as never;
      await expect(storage.referrals.byId(operator)).rejects.toThrow();
      await expect(storage.referrals.byCode(operator)).rejects.toThrow();
      await expect(storage.referrals.bySource('test', operator)).rejects.toThrow();
    });

    test('the same source is one referral', async () => {
      const referral = await created();
      const again = await storage.referrals.create({ ...fresh(), source: referral.source }, []);
      expect(again).toStrictEqual({ created: false, referral });
    });

    test('of many at once from the same source one is created', async () => {
      const { source } = fresh();
      const answers = await Promise.all(
        Array.from({ length: 8 }, () => storage.referrals.create({ ...fresh(), source }, [])),
      );
      const winners = answers.filter((answer) => answer !== 'code-taken' && answer.created);
      expect(winners).toHaveLength(1);
      const ids = answers.map((answer) => (answer === 'code-taken' ? null : answer.referral.id));
      expect(new Set(ids).size).toBe(1);
    });

    test('a code that is taken is said so', async () => {
      const { code } = await created();
      expect(await storage.referrals.create(fresh({ code }), [])).toBe('code-taken');
    });

    test('keys that a document must not hold are refused', async () => {
      const request = { ...fresh().request, consent: JSON.parse('{"__proto__": {"a": 1}}') };
      await expect(storage.referrals.create(fresh({ request }), [])).rejects.toThrow(TypeError);
      const dollar = { ...fresh().request, consent: { $where: '1' } as never };
      await expect(storage.referrals.create(fresh({ request: dollar }), [])).rejects.toThrow(/consent\/\$where/);
    });
  });

  describe('a save', () => {
    test('replaces the state and adds to history and commands', async () => {
      const referral = await created();
      const change = changeOf(referral, accept('c1'));
      expect(await storage.referrals.save(change)).toBe('saved');
      expect(await storage.referrals.byId(referral.id)).toStrictEqual(change.next);
    });

    test('of two that decided on the same version, one wins', async () => {
      const referral = await created();
      const answers = await Promise.all(
        [anna, bruno].map((who, n) => storage.referrals.save(changeOf(referral, accept(`c${n}`), who))),
      );
      expect(answers.sort()).toEqual(['conflict', 'saved']);
      expect((await storage.referrals.byId(referral.id))?.version).toBe(2);
    });

    test('remembers the last twenty commands', async () => {
      let referral = await created();
      for (let n = 0; n < 23; n += 1) {
        const change = changeOf(referral, { id: `c${n}`, type: n % 2 === 0 ? 'mark-urgent' : 'unmark-urgent' });
        await storage.referrals.save(change);
        referral = change.next;
      }
      const found = await storage.referrals.byId(referral.id);
      expect(found?.commands.map((command) => command.id)).toEqual(Array.from({ length: 20 }, (_, n) => `c${n + 3}`));
      expect(found?.history).toHaveLength(24);
      expect(found).toStrictEqual(referral);
    });

    test('to a referral that is gone is a conflict', async () => {
      expect(await storage.referrals.save(changeOf(fresh(), accept('c1')))).toBe('conflict');
    });
  });

  describe('the outbox', () => {
    const now = later(hours(2));
    const owedBy = (id: ReferralId, at = now) => storage.outbox.owedBy(id, at);

    test('holds what creation and commands owe, until it is settled', async () => {
      const referral = await created({}, [{ kind: 'sync-cards' }]);
      const change = changeOf(referral, accept('c1'));
      await storage.referrals.save(change);
      const owing = await owedBy(referral.id);
      expect(owing?.referral).toStrictEqual(change.next);
      expect(owing?.effects).toStrictEqual([
        { id: `${referral.id}:1:0`, effect: { kind: 'sync-cards' }, version: 1, commandId: null },
        { id: `${referral.id}:2:0`, effect: { kind: 'sync-cards' }, version: 2, commandId: 'c1' },
        { id: `${referral.id}:2:1`, effect: { kind: 'announce', version: 2 }, version: 2, commandId: 'c1' },
      ]);
      await storage.outbox.settled(referral.id, [`${referral.id}:1:0`, `${referral.id}:2:0`]);
      expect((await owedBy(referral.id))?.effects.map((owed) => owed.id)).toEqual([`${referral.id}:2:1`]);
      await storage.outbox.settled(referral.id, [`${referral.id}:2:1`]);
      expect(await owedBy(referral.id)).toBeNull();
      expect(await storage.referrals.byId(referral.id)).toStrictEqual(change.next);
    });

    test('what comes while it is carried over stays owed', async () => {
      const referral = await created({}, [{ kind: 'sync-cards' }]);
      const ids = (await owedBy(referral.id))?.effects.map((owed) => owed.id) ?? [];
      await storage.referrals.save(changeOf(referral, accept('c1')));
      await storage.outbox.settled(referral.id, ids);
      expect((await owedBy(referral.id))?.effects.map((owed) => owed.id)).toEqual([
        `${referral.id}:2:0`,
        `${referral.id}:2:1`,
      ]);
    });

    test('owing goes through all that owe, page by page', async () => {
      const { id: before } = await created({}, effects);
      const owing = [
        await created({}, effects),
        await created(),
        await created({}, effects),
        await created({}, effects),
      ];
      const wanted = [owing[0]?.id, owing[2]?.id, owing[3]?.id];
      const first = await storage.outbox.owing(now, 2, before);
      const second = await storage.outbox.owing(now, 2, first.at(-1)?.referral.id);
      expect([...first, ...second].map((one) => one.referral.id)).toEqual(wanted);
    });

    const heldUntil = later(hours(1) + 30_000);
    const holding = async () => {
      const referral = await created();
      const change = {
        ...changeOf(referral, accept('c1')),
        held: [{ effect: effects[0] as Effect, until: heldUntil }],
      };
      await storage.referrals.save(change);
      await storage.outbox.settled(referral.id, [`${referral.id}:2:0`, `${referral.id}:2:1`]);
      const undo = changeOf(change.next, { id: 'c2', type: 'undo', of: 'c1' }, anna, later(hours(1) + 10_000));
      return { id: referral.id, undo };
    };

    test('a held-back effect stays until its time', async () => {
      const { id } = await holding();
      const early = new Date(heldUntil.getTime() - 1);
      expect((await owedBy(id, early))?.effects).toEqual([]);
      expect((await storage.outbox.owing(early, 1_000)).map((owing) => owing.referral.id)).not.toContain(id);
      expect((await owedBy(id, heldUntil))?.effects.map((owed) => owed.id)).toEqual([`${id}:2:2`]);
      expect((await storage.outbox.owing(heldUntil, 1_000)).map((owing) => owing.referral.id)).toContain(id);
      await storage.outbox.settled(id, [`${id}:2:2`]);
      expect(await owedBy(id, heldUntil)).toBeNull();
    });

    test('an undo in time cancels what was held back', async () => {
      const { id, undo } = await holding();
      expect(await storage.referrals.save(undo)).toBe('saved');
      expect((await owedBy(id))?.effects.map((owed) => owed.id)).toEqual([`${id}:3:0`, `${id}:3:1`]);
    });

    test.each(['before', 'after'])('an undo comes too late once it has left, %s it was settled', async (when) => {
      const { id, undo } = await holding();
      const owing = await owedBy(id, heldUntil);
      if (when === 'after') await storage.outbox.settled(id, owing?.effects.map((owed) => owed.id) ?? []);
      expect(await storage.referrals.save(undo)).toBe('already-sent');
      expect((await storage.referrals.byId(id))?.version).toBe(2);
    });

    test('of an undo and a departure at once, exactly one happens', async () => {
      for (let round = 0; round < 10; round += 1) {
        const { id, undo } = await holding();
        const [owing, answer] = await Promise.all([owedBy(id, heldUntil), storage.referrals.save(undo)]);
        const left = owing?.effects.some((owed) => owed.id === `${id}:2:2`);
        expect({ left, answer }).toEqual(left ? { left, answer: 'already-sent' } : { left, answer: 'saved' });
      }
    });

    test('an undo that decided on an old version is a conflict', async () => {
      const { id, undo } = await holding();
      const other = changeOf((await storage.referrals.byId(id)) as Referral, { id: 'c3', type: 'mark-urgent' });
      await storage.referrals.save(other);
      expect(await storage.referrals.save(undo)).toBe('conflict');
    });
  });

  describe('cards', () => {
    const channel = { platform: 'slack', kind: 'channel', id: 'C1' } as const;
    const teams = { platform: 'teams', kind: 'channel', id: '19:a.b$c@thread.tacv2' } as const;
    const card = { channel: 'C1', id: '1700000000.000100', hash: 'h', version: 1 };

    test('are kept by destination, and leave the version alone', async () => {
      const referral = await created();
      await storage.cards.setCard(referral.id, channel, card);
      await storage.cards.setCard(referral.id, teams, { ...card, channel: teams.id });
      expect(await storage.cards.setCard(referral.id, channel, { ...card, version: 2 })).toBe(referral.version);
      expect(await storage.cards.cards(referral.id)).toEqual(
        new Map([
          ['slack-C1', { ...card, version: 2 }],
          ['teams-19%3Aa%2Eb%24c%40thread%2Etacv2', { ...card, channel: teams.id }],
        ]),
      );
      await storage.cards.removeCard(referral.id, teams);
      expect([...(await storage.cards.cards(referral.id)).keys()]).toEqual(['slack-C1']);
      expect(await storage.referrals.byId(referral.id)).toStrictEqual(referral);
      const cards = new Map([['slack-C1', { ...card, version: 2 }]]);
      expect(await storage.cards.withReferral(referral.id)).toStrictEqual({ referral, cards });
    });

    test('of a referral that is not there are none', async () => {
      expect(await storage.cards.cards('nobody' as ReferralId)).toEqual(new Map());
      expect(await storage.cards.withReferral('nobody' as ReferralId)).toBeNull();
      expect(await storage.cards.setCard('nobody' as ReferralId, channel, card)).toBeNull();
    });
  });

  describe('lists', () => {
    const decision = (by: typeof anna, hour: number) => ({ by, at: later(hours(hour)) });
    const active = (owner: typeof anna, hour: number): State => ({
      kind: 'active',
      owner,
      urgent: null,
      engagement,
      accepted: decision(owner, hour),
    });
    const closed = { reason: 'others', notes: 'n' } as const;
    const ofNew = (urgent: boolean, owner: typeof anna | null = null): State => ({
      kind: 'new',
      owner,
      urgent: urgent ? { by: 'customer', since: start } : null,
    });
    const states: readonly [name: string, state: State, expiresInHours?: number][] = [
      ['late', ofNew(false), 20],
      ['soon', ofNew(false), 10],
      ['urgent late', ofNew(true), 20],
      ['urgent soon', ofNew(true, anna), 10],
      ['older', active(anna, 1), 5],
      ['newer', active(bruno, 2), 4],
      ['newest', active(anna, 3), 6],
      [
        'declined',
        { kind: 'archived', outcome: 'declined', owner: null, urgent: null, closed: decision(anna, 4), ...closed },
      ],
      [
        'lost',
        { ...active(anna, 1), kind: 'archived', outcome: 'lost', closed: decision(anna, 6), ...closed } as State,
      ],
      ['expired', { kind: 'archived', outcome: 'expired', owner: null, urgent: null, closedAt: later(hours(5)) }],
    ];
    const profileIds = ['listed'];
    const page = { skip: 0, limit: 10, profileIds };
    const names = async (query: ReferralQuery) => {
      const { items, total } = await storage.referrals.list(query);
      return { names: items.map((item) => item.source.externalId), total };
    };

    beforeAll(async () => {
      for (const [name, state, hour = 1] of states) {
        const of = { source: { name: 'list', externalId: name }, expiresAt: later(hours(hour)), state };
        await created({ profileId: 'listed', ...of });
        await created({ profileId: 'elsewhere', ...of, source: { name: 'elsewhere', externalId: name } });
      }
    });

    const elsewhere = { ...anna, platform: 'teams', tenant: 'tenant', id: 'anna' } as const;
    const cases: readonly [string, ReferralQuery['show'], string[]][] = [
      ['the inbox', { kind: 'inbox' }, ['urgent soon', 'urgent late', 'soon', 'late']],
      ['active ones', { kind: 'active' }, ['newest', 'newer', 'older']],
      ['mine', { kind: 'mine', owners: [{ ...anna, name: 'Another name' }] }, ['urgent soon', 'older', 'newest']],
      ['mine, on two platforms', { kind: 'mine', owners: [elsewhere, anna] }, ['urgent soon', 'older', 'newest']],
      ['the archive', { kind: 'archive' }, ['lost', 'expired', 'declined']],
      ['the lost ones', { kind: 'archive', outcome: 'lost' }, ['lost']],
      ['the won ones', { kind: 'archive', outcome: 'won' }, []],
    ];
    test.each(cases)('%s', async (_name, show, wanted) => {
      expect(await names({ ...page, show })).toEqual({ names: wanted, total: wanted.length });
    });

    test.each([
      ['amid the others', 1, 2, ['urgent late', 'soon']],
      ['the last, full', 2, 2, ['soon', 'late']],
      ['the last, with room left', 3, 2, ['late']],
      ['all of it, full', 0, 4, ['urgent soon', 'urgent late', 'soon', 'late']],
      ['beyond the end', 4, 2, []],
    ])('come in pages, with the number of all: %s', async (_name, skip, limit, wanted) => {
      expect(await names({ ...page, show: { kind: 'inbox' }, skip, limit })).toEqual({ names: wanted, total: 4 });
    });

    test('show several profiles, or none', async () => {
      const both = await names({ ...page, profileIds: ['listed', 'elsewhere'], show: { kind: 'active' } });
      expect(both).toEqual({ names: ['newest', 'newest', 'newer', 'newer', 'older', 'older'], total: 6 });
      expect(await names({ ...page, profileIds: [], show: { kind: 'active' } })).toEqual({ names: [], total: 0 });
    });

    test('give referrals whole', async () => {
      const { items } = await storage.referrals.list({ ...page, show: { kind: 'inbox' } });
      const [first] = items;
      expect(first).toStrictEqual(await storage.referrals.byId(first?.id ?? ''));
    });

    test('follow a command', async () => {
      const profileId = 'moving';
      const referral = await created({ profileId });
      await storage.referrals.save(changeOf(referral, accept('c1')));
      expect((await names({ ...page, profileIds: [profileId], show: { kind: 'inbox' } })).total).toBe(0);
      expect((await names({ ...page, profileIds: [profileId], show: { kind: 'active' } })).total).toBe(1);
    });
  });
}
