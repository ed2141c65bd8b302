import { foreseeRefusal } from '../../src/application/foresee-refusal.js';
import type { Person } from '../../src/domain/people.js';
import { formNames } from '../../src/slack/action-ids.js';
import { anna, bruno, hours, later } from '../support/referrals.js';
import { type Situation, situations } from '../support/situations.js';

const foresee = (name: string, type: (typeof formNames)[number], by: Person = anna, manages = true) => {
  const { referral, now } = situations[name] as Situation;
  return (
    foreseeRefusal(referral, type, {
      actor: { person: by, manages },
      now,
      undoWindow: 30_000,
      tellCustomer: 'own' as const,
    })?.code ?? null
  );
};
const none = Object.fromEntries(formNames.map((name) => [name, null]));
const every = (code: string) => Object.fromEntries(formNames.map((name) => [name, code]));
const inactive = {
  edit: 'not-active',
  'add-contact': 'not-active',
  'remove-contact': 'not-active',
  win: 'not-active',
  lose: 'not-active',
};

describe('a form opens unless whatever is written there would be refused', () => {
  test.each<[string, object]>([
    ['new', { ...none, ...inactive, reopen: 'no-change' }],
    ['assigned', { ...none, ...inactive, reopen: 'no-change' }],
    [
      'past its time',
      { ...none, ...inactive, accept: 'expired', decline: 'expired', assign: 'expired', reopen: 'no-change' },
    ],
    [
      'active',
      {
        ...none,
        accept: 'already-accepted',
        decline: 'already-accepted',
        'remove-contact': 'no-change',
        reopen: 'no-change',
      },
    ],
    ['with contacts', { ...none, accept: 'already-accepted', decline: 'already-accepted', reopen: 'no-change' }],
    ['won', { ...every('closed'), reopen: null }],
    ['declined', { ...every('closed'), reopen: null }],
    ['declined long ago', { ...every('closed'), reopen: 'expired' }],
    ['expired', { ...every('closed'), reopen: 'expired' }],
  ])('%s', (name, expected) => {
    expect(Object.fromEntries(formNames.map((form) => [form, foresee(name, form)]))).toEqual(expected);
  });

  test.each<[string, string, Person, string | null]>([
    ['takes what nobody has', 'new', bruno, null],
    ['hands over their own', 'active', anna, null],
    ['can’t take somebody else’s', 'active', bruno, 'not-permitted'],
  ])('who is no manager %s', (_what, name, by, expected) => {
    expect(foresee(name, 'assign', by, false)).toBe(expected);
  });

  test('only a manager reopens', () => {
    expect(foresee('won', 'reopen', anna, false)).toBe('not-permitted');
  });

  test('what needs no form is left to the command', () => {
    const { referral } = situations.won as Situation;
    const circumstances = {
      actor: { person: anna, manages: true },
      now: later(hours(2)),
      undoWindow: 0,
      tellCustomer: 'own' as const,
    };
    expect(foreseeRefusal(referral, 'mark-urgent', circumstances)).toBeNull();
  });
});
