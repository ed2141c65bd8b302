import { type ActPorts, actOnReferral } from '../../src/application/act-on-referral.js';
import { type ActAnswer, type Standing, StoreUnavailable } from '../../src/application/ports.js';
import type { Command } from '../../src/domain/commands.js';
import type { Person } from '../../src/domain/people.js';
import type { Profile } from '../../src/domain/profile.js';
import { noLinks } from '../fakes/links.js';
import { profileStore } from '../fakes/profiles.js';
import { MemoryReferralStore } from '../fakes/referral-store.js';
import { anna, aReferral, bruno, engagement, hours, later, person, profile } from '../support/referrals.js';

const member = (who: Person, email: string | null = null): Standing => ({
  kind: 'member',
  person: who,
  email,
  language: 'en',
  timeZone: 'UTC',
});
const acceptance = (id: string): Command => ({ id, type: 'accept', engagement });

let store: MemoryReferralStore;
let poked: string[];
let now: Date;
beforeEach(async () => {
  store = new MemoryReferralStore();
  poked = [];
  now = later(hours(1));
  await store.create(aReferral(), []);
});
const ports = (changes: Partial<ActPorts> = {}, one: Profile = profile): ActPorts => ({
  referrals: store,
  profiles: profileStore(one),
  clock: { now: () => now },
  links: noLinks,
  afterCommit: (id) => poked.push(id),
  ...changes,
});
const act = (command: Command, by: Standing = member(anna), given = ports()) =>
  actOnReferral(given, { referralId: 'r-1', command, by });
const stored = async () => (await store.byId('r-1')) ?? aReferral();

describe('a command that may be carried out', () => {
  test('is saved with its history and its effects, and deliveries are started', async () => {
    const answer = await act(acceptance('c-1'));
    expect(answer).toMatchObject({
      kind: 'done',
      repeated: false,
      recorded: { id: 'c-1', event: { type: 'accepted', by: anna } },
    });
    expect(answer.kind === 'done' && answer.referral).toEqual(await stored());
    expect(await stored()).toMatchObject({ version: 2, state: { kind: 'active', owner: anna } });
    expect(store.outbox.map(({ effect }) => effect.kind)).toEqual(['sync-cards', 'announce']);
    expect(poked).toEqual(['r-1']);
  });

  test('repeated, it gets the same answer, and nothing happens again', async () => {
    await act(acceptance('c-1'));
    await act({ id: 'c-2', type: 'mark-urgent' });
    const before = await stored();
    const again = await act(acceptance('c-1'));
    expect(again).toMatchObject({
      kind: 'done',
      repeated: true,
      recorded: { event: { type: 'accepted', version: 2 } },
    });
    expect(await stored()).toBe(before);
    expect(poked).toHaveLength(2);
  });

  test('repeated at the same time, it is carried out once', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => act(acceptance('c-1'))));
    expect(answers.every(({ kind }) => kind === 'done')).toBe(true);
    expect(answers.filter((answer) => answer.kind === 'done' && !answer.repeated)).toHaveLength(1);
    expect((await stored()).version).toBe(2);
    expect(poked).toHaveLength(1);
  });
});

describe('a race', () => {
  test('a thousand accept at once: one wins, and the others are told who', async () => {
    const people = Array.from({ length: 1_000 }, (_, index) => person(`U${index}`, `Person ${index}`));
    const answers = await Promise.all(people.map((who) => act(acceptance(`c-${who.id}`), member(who))));
    const won = answers.filter((answer) => answer.kind === 'done');
    const { state, version } = await stored();
    expect(won).toHaveLength(1);
    expect(version).toBe(2);
    const winner = state.kind === 'active' ? state.owner : null;
    expect(won[0]?.kind === 'done' && won[0].recorded.event.by).toEqual(winner);
    const lost = answers.filter((answer) => answer.kind === 'refused');
    expect(lost).toHaveLength(999);
    for (const { refusal } of lost) expect(refusal).toEqual({ code: 'already-accepted', by: winner, at: now });
    expect(poked).toHaveLength(1);
  });

  test('one accepts while another declines: the slower hears of it', async () => {
    const decline: Command = { id: 'c-2', type: 'decline', reason: 'others', notes: 'x' };
    const answers = await Promise.all([act(acceptance('c-1')), act(decline, member(bruno))]);
    expect(answers.map((answer) => (answer.kind === 'refused' ? answer.refusal.code : answer.kind))).toEqual([
      'done',
      'already-accepted',
    ]);
  });

  test('commands that don’t exclude each other all happen', async () => {
    await act(acceptance('c-0'));
    const contacts = Array.from({ length: 15 }, (_, n) => ({ id: `k-${n}`, name: `N${n}`, phone: '12345' }));
    const answers = await Promise.all(
      contacts.map((contact, n) => act({ id: `c-a${n}`, type: 'add-contact', contact })),
    );
    expect(answers.every(({ kind }) => kind === 'done')).toBe(true);
    const { state, version, history } = await stored();
    expect('engagement' in state && state.engagement.contacts).toHaveLength(15);
    expect([version, history.length]).toEqual([17, 17]);
  });

  test('a store that always says conflict is a defect, not an endless loop', async () => {
    let reads = 0;
    const stuck = Object.assign(new MemoryReferralStore(), {
      byId: async () => {
        reads += 1;
        return aReferral();
      },
      save: async () => 'conflict' as const,
    });
    await expect(act(acceptance('c-1'), member(anna), ports({ referrals: stuck }))).rejects.toThrow('lost their race');
    expect(reads).toBeLessThanOrEqual(50);
    expect(poked).toEqual([]);
  });
});

describe('a refusal changes nothing', () => {
  const refused = async (answer: Promise<ActAnswer>, refusal: object) => {
    const before = await stored();
    expect(await answer).toMatchObject({ kind: 'refused', refusal });
    expect(await stored()).toBe(before);
    expect([store.outbox.length, poked.length]).toEqual([0, 0]);
  };

  test.each(['guest', 'bot', 'external', 'unknown'] as const)('of a %s', async (kind) => {
    await refused(act(acceptance('c-1'), { kind, language: 'en' }), { code: 'not-permitted', why: 'not-a-member' });
  });

  test('of somebody who isn’t listed', async () => {
    const narrow = ports({}, { ...profile, people: ['U0BRUNO'] });
    await refused(act(acceptance('c-1'), member(anna), narrow), { code: 'not-permitted', why: 'not-listed' });
    expect(await act(acceptance('c-1'), member(bruno), narrow)).toMatchObject({ kind: 'done' });
  });

  test('of what only a manager may', async () => {
    const managed = ports({}, { ...profile, managers: ['dana@desk.example'] });
    const assign: Command = { id: 'c-1', type: 'assign', to: bruno };
    await refused(act(assign, member(anna), managed), { code: 'not-permitted', why: 'managers-only' });
    expect(await act(assign, member(anna, 'Dana@Desk.example'), managed)).toMatchObject({ kind: 'done' });
  });

  test('of wrong input, so that the corrected form may have the same id', async () => {
    const past: Command = { id: 'c-1', type: 'accept', engagement: { ...engagement, purchaseDate: '2020-01-01' } };
    await refused(act(past), { code: 'invalid', fields: { purchaseDate: 'in-the-past' } });
    expect(await act(acceptance('c-1'))).toMatchObject({ kind: 'done', repeated: false });
  });

  test('of an undo whose effects have left', async () => {
    const sent = Object.assign(Object.create(store) as MemoryReferralStore, {
      save: async () => 'already-sent' as const,
    });
    await store.save({ ...(await changeToAccepted()) });
    poked = [];
    const undo: Command = { id: 'undo:c-1', type: 'undo', of: 'c-1' };
    const before = await stored();
    const given = ports({ referrals: sent, clock: { now: () => later(hours(1) + 1_000) } });
    // The methods of the memory store need its own private parts.
    Object.assign(sent, { byId: (id: string) => store.byId(id) });
    expect(await act(undo, member(anna), given)).toMatchObject({
      kind: 'refused',
      refusal: { code: 'too-late', why: 'already-sent' },
    });
    expect(await stored()).toBe(before);
    expect(poked).toEqual([]);
  });
  async function changeToAccepted() {
    const fresh = new MemoryReferralStore();
    await fresh.create(aReferral(), []);
    await actOnReferral(ports({ referrals: fresh }), {
      referralId: 'r-1',
      command: acceptance('c-1'),
      by: member(anna),
    });
    const next = (await fresh.byId('r-1')) ?? aReferral();
    const recorded = next.commands[0];
    if (!recorded) throw new Error('nothing recorded');
    return { next, event: recorded.event, recorded, effects: [] };
  }
});

describe('a request past its time', () => {
  const decline: Command = { id: 'c-1', type: 'decline', reason: 'others', notes: 'x' };
  test.each<[string, Command]>([
    ['accept', acceptance('c-1')],
    ['decline', decline],
    ['assign', { id: 'c-1', type: 'assign', to: bruno }],
    ['mark-urgent', { id: 'c-1', type: 'mark-urgent' }],
  ])('%s is refused, and archives it for everybody', async (_name, command) => {
    now = aReferral().expiresAt;
    expect(await act(command)).toMatchObject({ kind: 'refused', refusal: { code: 'expired', at: now } });
    const { state, history } = await stored();
    expect(state).toMatchObject({ kind: 'archived', outcome: 'expired', closedAt: now });
    expect(history.at(-1)).toMatchObject({ type: 'expired', by: null });
    expect(poked).toEqual(['r-1']);
    expect(await act({ ...command, id: 'c-2' })).toMatchObject({ refusal: { code: 'closed', outcome: 'expired' } });
  });

  test('many meet it at once: it is archived once', async () => {
    now = aReferral().expiresAt;
    const answers = await Promise.all(Array.from({ length: 50 }, (_, n) => act(acceptance(`c-${n}`))));
    expect(answers.every(({ kind }) => kind === 'refused')).toBe(true);
    expect((await stored()).version).toBe(2);
    expect(poked).toEqual(['r-1']);
  });

  test('one who may not act archives nothing', async () => {
    now = aReferral().expiresAt;
    await act(acceptance('c-1'), { kind: 'guest', language: 'en' });
    expect((await stored()).version).toBe(1);
  });

  test('a millisecond before, it can be accepted', async () => {
    now = new Date(aReferral().expiresAt.getTime() - 1);
    expect(await act({ ...acceptance('c-1'), engagement: { ...engagement } } as Command)).toMatchObject({
      kind: 'done',
    });
  });
});

describe('what isn’t there', () => {
  test('no such referral', async () => {
    expect(await actOnReferral(ports(), { referralId: 'r-2', command: acceptance('c'), by: member(anna) })).toEqual({
      kind: 'not-found',
    });
  });

  test('a referral whose profile is gone', async () => {
    expect(await act(acceptance('c'), member(anna), ports({}, { ...profile, id: 'other' }))).toEqual({
      kind: 'not-found',
    });
  });

  test('a store that is away is said so, not taken for “not found”', async () => {
    store.away = true;
    await expect(act(acceptance('c-1'))).rejects.toBeInstanceOf(StoreUnavailable);
    expect(poked).toEqual([]);
  });

  test('a write whose fate is unknown may be repeated', async () => {
    const real = store.save.bind(store);
    store.save = async (change) => {
      await real(change);
      throw new StoreUnavailable('no answer');
    };
    await expect(act(acceptance('c-1'))).rejects.toBeInstanceOf(StoreUnavailable);
    store.save = real;
    expect(await act(acceptance('c-1'))).toMatchObject({ kind: 'done', repeated: true });
  });
});
