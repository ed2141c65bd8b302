import type { Command } from '../../src/domain/commands.js';
import { type Circumstances, decide } from '../../src/domain/lifecycle.js';
import type { Links, Person } from '../../src/domain/people.js';
import type { Referral } from '../../src/domain/referral.js';
import { actor, anna, aReferral, bruno, dana, engagement, hours, later } from '../support/referrals.js';

const by = (who = anna, at = later(hours(1)), manages = false): Circumstances => ({
  actor: actor(who, manages),
  now: at,
  undoWindow: 30_000,
  tellCustomer: 'own' as const,
});

let count = 0;
type Draft = Command extends infer C ? (C extends { id: string } ? Omit<C, 'id'> & { id?: string } : never) : never;
const command = (draft: Draft) => ({ id: `c${++count}`, ...draft }) as Command;

function changed(referral: Referral, draft: Draft, circumstances = by()) {
  const answer = decide(referral, command(draft), circumstances);
  if (answer.kind !== 'changed') throw new Error(JSON.stringify(answer));
  return answer;
}
const refusal = (referral: Referral, draft: Draft, circumstances = by()) => {
  const answer = decide(referral, command(draft), circumstances);
  return answer.kind === 'refused' ? answer.refusal : answer.kind;
};

const accept: Draft = { type: 'accept', engagement };
const decline: Draft = { type: 'decline', reason: 'chose-another-vendor', notes: '' };
const win: Draft = { type: 'win', finalValue: { amount: 45_000, currency: 'USD' }, closeDate: '2026-03-02' };
const lose: Draft = { type: 'lose', reason: 'budget-not-adequate', notes: '' };
const edit: Draft = { type: 'edit', engagement: { ...withoutContacts(), name: 'Another name' } };
const contact = { id: 'k1', name: 'Karl', email: 'karl@desk.example' };

function withoutContacts() {
  const { contacts: _contacts, ...rest } = engagement;
  return rest;
}
const active = () => changed(aReferral(), accept).next;
const declined = () => changed(aReferral(), decline).next;
const won = () => changed(active(), win).next;

describe('what each command does', () => {
  test('accept makes it active, owned by whoever accepted, and owes the cards and a line', () => {
    const answer = changed(aReferral(), accept);
    expect(answer.next.state).toMatchObject({ kind: 'active', owner: anna, engagement, accepted: { by: anna } });
    expect(answer.next.version).toBe(2);
    expect(answer.effects).toEqual([{ kind: 'sync-cards' }, { kind: 'announce', version: 2 }]);
    expect(answer.next.history.at(-1)).toMatchObject({ type: 'accepted', by: anna, at: later(hours(1)) });
  });
  test('decline archives it with its reason', () => {
    expect(declined().state).toMatchObject({ kind: 'archived', outcome: 'declined', reason: 'chose-another-vendor' });
  });
  test('edit names the fields that changed, not their texts', () => {
    const answer = changed(active(), edit);
    expect(answer.next.history.at(-1)).toMatchObject({ type: 'edited', fields: ['name'] });
    expect(JSON.stringify(answer.next.history)).not.toContain('Another name');
  });
  test('contacts are added and removed', () => {
    const added = changed(active(), { type: 'add-contact', contact }).next;
    expect(added.state).toMatchObject({ engagement: { contacts: [contact] } });
    const removed = changed(added, { type: 'remove-contact', contactId: 'k1' }).next;
    expect(removed.state).toMatchObject({ engagement: { contacts: [] } });
  });
  test('win and lose archive it and keep the engagement', () => {
    expect(won().state).toMatchObject({ kind: 'archived', outcome: 'won', engagement, owner: anna });
    expect(changed(active(), lose).next.state).toMatchObject({ outcome: 'lost', reason: 'budget-not-adequate' });
  });
  test('expire archives it from the moment of expiry on, without an actor', () => {
    const late = { actor: null, now: later(hours(400)), undoWindow: 0, tellCustomer: 'own' as const };
    expect(changed(aReferral(), { type: 'expire' }, late).next.state).toMatchObject({
      outcome: 'expired',
      closedAt: aReferral().expiresAt,
    });
  });
  test('an assignment tells the new owner, unless they did it themselves', () => {
    const told = changed(aReferral(), { type: 'assign', to: bruno }, by(dana, later(1), true));
    expect(told.effects).toContainEqual({ kind: 'nudge', version: 2, person: bruno });
    const taken = changed(aReferral(), { type: 'assign', to: anna });
    expect(taken.effects.map((effect) => effect.kind)).toEqual(['sync-cards', 'announce']);
  });
  test('undo restores what was, and cancels what was held back', () => {
    const before = aReferral();
    const done = changed(before, { ...accept, id: 'a1' });
    const undone = changed(done.next, { type: 'undo', of: 'a1' }, by(anna, later(hours(1) + 29_999)));
    expect(undone.next.state).toEqual(before.state);
    expect(undone.cancels).toBe('a1');
    expect(undone.next.history.map((event) => event.type)).toEqual(['received', 'accepted', 'undone']);
    expect(undone.next.undo).toBeNull();
  });
  test('reopen brings back the state before the outcome', () => {
    expect(changed(won(), { type: 'reopen' }, by(dana, later(hours(2)), true)).next.state.kind).toBe('active');
    expect(changed(declined(), { type: 'reopen' }, by(dana, later(hours(2)), true)).next.state.kind).toBe('new');
  });
});

describe('what is refused', () => {
  const cases: [string, () => Referral, Draft, Circumstances | undefined, object][] = [
    ['a second accept', active, accept, by(bruno), { code: 'already-accepted', by: anna }],
    ['a decline of what is accepted', active, decline, by(bruno), { code: 'already-accepted', by: anna }],
    ['an accept of what is declined', declined, accept, by(bruno), { code: 'closed', outcome: 'declined', by: anna }],
    ['an accept at the moment of expiry', aReferral, accept, by(anna, later(hours(336))), { code: 'expired' }],
    ['a decline at the moment of expiry', aReferral, decline, by(anna, later(hours(336))), { code: 'expired' }],
    ['editing what nobody accepted', aReferral, edit, undefined, { code: 'not-active' }],
    ['winning what nobody accepted', aReferral, win, undefined, { code: 'not-active' }],
    ['editing what is won', won, edit, undefined, { code: 'closed', outcome: 'won' }],
    ['losing what is won', won, lose, undefined, { code: 'closed', outcome: 'won' }],
    ['expiring too early', aReferral, { type: 'expire' }, undefined, { code: 'not-due' }],
    [
      'expiring what is accepted',
      active,
      { type: 'expire' },
      by(anna, later(hours(400))),
      { code: 'already-accepted' },
    ],
    [
      'declining for "Others" without a note',
      aReferral,
      { ...decline, reason: 'others' } as Draft,
      undefined,
      { code: 'invalid', fields: { notes: 'required' } },
    ],
    [
      'losing for "Others" without a note',
      active,
      { ...lose, reason: 'others' } as Draft,
      undefined,
      { code: 'invalid', fields: { notes: 'required' } },
    ],
    [
      'a purchase date in the past',
      aReferral,
      { type: 'accept', engagement: { ...engagement, purchaseDate: '2026-02-28' } },
      undefined,
      { code: 'invalid', fields: { purchaseDate: 'in-the-past' } },
    ],
    [
      'a close date in the future',
      active,
      { ...win, closeDate: '2026-03-04' } as Draft,
      undefined,
      { code: 'invalid', fields: { closeDate: 'in-the-future' } },
    ],
    [
      'a contact that cannot be reached',
      active,
      { type: 'add-contact', contact: { id: 'k', name: 'Karl' } },
      undefined,
      { code: 'invalid', fields: { email: 'email-or-phone-required' } },
    ],
    [
      'an edit that changes nothing',
      active,
      { type: 'edit', engagement: withoutContacts() },
      undefined,
      { code: 'no-change' },
    ],
    [
      'removing a contact that is not there',
      active,
      { type: 'remove-contact', contactId: 'x' },
      undefined,
      { code: 'no-change' },
    ],
    [
      'taking over a deal of somebody else',
      active,
      { type: 'assign', to: bruno },
      by(bruno),
      { code: 'not-permitted', why: 'not-your-deal' },
    ],
    [
      'assigning a new one to somebody else',
      aReferral,
      { type: 'assign', to: bruno },
      by(anna),
      { code: 'not-permitted', why: 'managers-only' },
    ],
    ['assigning to whoever has it', active, { type: 'assign', to: anna }, by(anna), { code: 'no-change' }],
    [
      'reopening without a manager’s rights',
      won,
      { type: 'reopen' },
      by(anna),
      { code: 'not-permitted', why: 'managers-only' },
    ],
    ['reopening what is open', active, { type: 'reopen' }, by(dana, later(hours(2)), true), { code: 'no-change' }],
    [
      'reopening a declined one after its expiry',
      declined,
      { type: 'reopen' },
      by(dana, later(hours(400)), true),
      { code: 'expired' },
    ],
    [
      'marking urgent twice',
      () => changed(aReferral(), { type: 'mark-urgent' }).next,
      { type: 'mark-urgent' },
      undefined,
      { code: 'no-change' },
    ],
    [
      'undoing another command',
      active,
      { type: 'undo', of: 'other' },
      undefined,
      { code: 'too-late', why: 'changed-since' },
    ],
  ];
  test.each(cases)('%s', (_name, referral, draft, circumstances, expected) => {
    expect(refusal(referral(), draft, circumstances)).toMatchObject(expected);
  });

  test('an undo by somebody else, after its window, or after another command', () => {
    const done = changed(aReferral(), { ...accept, id: 'a1' }).next;
    const at = (ms: number) => later(hours(1) + ms);
    expect(refusal(done, { type: 'undo', of: 'a1' }, by(bruno, at(1)))).toMatchObject({ code: 'not-permitted' });
    expect(refusal(done, { type: 'undo', of: 'a1' }, by(anna, at(30_000)))).toEqual({
      code: 'too-late',
      why: 'window-closed',
    });
    const edited = changed(done, edit).next;
    expect(refusal(edited, { type: 'undo', of: 'a1' }, by(anna, at(1)))).toEqual({
      code: 'too-late',
      why: 'changed-since',
    });
  });
});

describe('one person with an identity on each platform', () => {
  const elsewhere: Person = { platform: 'teams', tenant: 'contoso', id: '0a11a000', name: 'Anna B.' };
  const linked = (who: Person, links: Links = [[anna, elsewhere]]) => ({ ...by(who, later(hours(1) + 1)), links });
  const mine = () => changed(aReferral(), { ...accept, id: 'a1' }).next;

  test('takes back there what they did here', () => {
    expect(changed(mine(), { type: 'undo', of: 'a1' }, linked(elsewhere)).next.state.kind).toBe('new');
    expect(refusal(mine(), { type: 'undo', of: 'a1' }, linked(elsewhere, []))).toMatchObject({
      why: 'not-your-command',
    });
  });

  test('hands over there what they took here', () => {
    const assign = { type: 'assign', to: bruno } as const;
    expect(changed(mine(), assign, linked(elsewhere)).next.state.owner).toEqual(bruno);
    expect(refusal(mine(), assign, linked(elsewhere, []))).toMatchObject({ why: 'not-your-deal' });
  });

  test('gains nothing by an assignment to themselves, and is not told of one', () => {
    expect(refusal(mine(), { type: 'assign', to: elsewhere }, linked(anna))).toEqual({ code: 'no-change' });
    const taken = changed(aReferral(), { type: 'assign', to: elsewhere }, linked(anna));
    expect(taken.effects.map(({ kind }) => kind)).toEqual(['sync-cards', 'announce']);
    expect(refusal(aReferral(), { type: 'assign', to: elsewhere }, linked(anna, []))).toMatchObject({
      why: 'managers-only',
    });
  });
});

test('a repeated command gets the answer it got, even after others have followed', () => {
  const done = changed(aReferral(), { ...accept, id: 'a1' });
  const edited = changed(done.next, edit).next;
  expect(decide(edited, command({ ...accept, id: 'a1' }), by(anna, later(hours(5))))).toEqual({
    kind: 'repeated',
    recorded: done.recorded,
  });
});
