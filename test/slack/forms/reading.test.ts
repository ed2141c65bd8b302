import { forms } from '../../../src/application/forms/forms.js';
import { rightsOf } from '../../../src/application/permissions.js';
import type { Member } from '../../../src/application/ports.js';
import type { FormName } from '../../../src/slack/action-ids.js';
import { readValues } from '../../../src/slack/render-form.js';
import { aReferral, bruno, profile, start } from '../../support/referrals.js';
import { context, filledIn } from './submission.js';

type Fields = Parameters<typeof filledIn>[0];
const read = (name: FormName, fields: Fields, changed = context) => forms[name].read(filledIn(fields), changed);

const deal = {
  name: ' Supply chain ',
  value: '50000',
  currency: 'EUR',
  purchaseDate: '2026-06-30',
  notes: ' Wants a pilot.\nSoon. ',
  crmId: ' 4711 ',
};
const engagement = {
  name: 'Supply chain',
  value: { amount: 50_000, currency: 'EUR' },
  purchaseDate: '2026-06-30',
  notes: 'Wants a pilot.\nSoon.',
  crmId: '4711',
};
const least = { name: 'x', value: '0', currency: 'EUR', purchaseDate: '2026-06-30', notes: null, crmId: null };

describe('good input is exactly the command', () => {
  test.each<[FormName, string, Fields, object]>([
    [
      'accept',
      'everything',
      { ...deal, contacts: ['U0BRUNO', 'U0DANA'] },
      {
        type: 'accept',
        engagement: {
          ...engagement,
          contacts: [
            { id: 'cmd-1:U0BRUNO', name: 'Bruno Caron', email: 'u0bruno@desk.example' },
            { id: 'cmd-1:U0DANA', name: 'Dana Hill' },
          ],
        },
      },
    ],
    [
      'accept',
      'the least',
      { ...least, contacts: [] },
      {
        type: 'accept',
        engagement: {
          name: 'x',
          value: { amount: 0, currency: 'EUR' },
          purchaseDate: '2026-06-30',
          notes: '',
          contacts: [],
        },
      },
    ],
    ['edit', 'everything', deal, { type: 'edit', engagement }],
    [
      'decline',
      'a reason alone',
      { reason: 'not-a-customer', notes: null },
      { type: 'decline', reason: 'not-a-customer', notes: '' },
    ],
    [
      'decline',
      'with notes',
      { reason: 'others', notes: ' Why. ' },
      { type: 'decline', reason: 'others', notes: 'Why.' },
    ],
    ['lose', 'with notes', { reason: 'others', notes: 'Why.' }, { type: 'lose', reason: 'others', notes: 'Why.' }],
    [
      'win',
      'everything',
      { finalValue: '48000.50', currency: 'USD', closeDate: '2026-03-02' },
      { type: 'win', finalValue: { amount: 48_000.5, currency: 'USD' }, closeDate: '2026-03-02' },
    ],
    [
      'add-contact',
      'everything',
      { name: 'Ida Lund', email: 'ida@desk.example', phone: '+49 (0)30 1234-56' },
      {
        type: 'add-contact',
        contact: { id: 'cmd-1', name: 'Ida Lund', email: 'ida@desk.example', phone: '+49 (0)30 1234-56' },
      },
    ],
    [
      'add-contact',
      'a phone',
      { name: 'Ida', email: null, phone: '030123' },
      { type: 'add-contact', contact: { id: 'cmd-1', name: 'Ida', phone: '030123' } },
    ],
    ['remove-contact', 'one', { contactId: 'k-1' }, { type: 'remove-contact', contactId: 'k-1' }],
    ['assign', 'a colleague', { to: 'U0BRUNO' }, { type: 'assign', to: bruno }],
    ['reopen', 'nothing to fill in', {}, { type: 'reopen' }],
  ])('%s: %s', async (name, _what, fields, command) => {
    expect(await read(name, fields)).toEqual({ ok: true, command: { id: 'cmd-1', ...command } });
  });

  test.each([
    ['1234.5', 1_234.5],
    ['1234,5', 1_234.5],
    ['1 234,50', 1_234.5],
    ['1\u00a0234\u202f567,89', 1_234_567.89],
    ['0', 0],
    ['0.01', 0.01],
    ['12.', 12],
    ['1000000000000', 1_000_000_000_000],
    ['8.20', 8.2],
    ['1001.15', 1_001.15],
  ])('the amount %j', async (value, amount) => {
    expect(await read('edit', { ...deal, value })).toMatchObject({ command: { engagement: { value: { amount } } } });
  });
});

describe('wrong input is an error at its field', () => {
  test('what only the domain refuses is left to it: it says first what has been decided meanwhile', async () => {
    expect(await read('accept', { ...deal, purchaseDate: '2001-01-01' })).toMatchObject({ ok: true });
    expect(await read('lose', { reason: 'others', notes: null })).toMatchObject({ ok: true });
  });

  test('a date that has passed since it was set is no mistake of whoever edits something else', async () => {
    const old = { ...engagement, purchaseDate: '2001-01-01', contacts: [] };
    const accepted = { by: bruno, at: start };
    const referral = aReferral({ state: { kind: 'active', owner: bruno, urgent: null, accepted, engagement: old } });
    const edited = { ...deal, value: 'x', purchaseDate: '2001-01-01' };
    expect(await read('edit', edited, { ...context, referral })).toEqual({
      ok: false,
      errors: { value: 'not-a-number' },
    });
  });

  test.each<[FormName, string, Fields, object]>([
    ...(['accept', 'edit'] as const).flatMap((name): [FormName, string, Fields, object][] => [
      [
        name,
        'nothing at all',
        { name: null, value: null, currency: null, purchaseDate: null, notes: null, crmId: null },
        { name: 'required', value: 'required', currency: 'required', purchaseDate: 'required' },
      ],
      [name, 'a name of spaces', { ...deal, name: '   ' }, { name: 'required' }],
      [name, 'a name too long', { ...deal, name: 'x'.repeat(201) }, { name: 'too-long' }],
      [name, 'words for a value', { ...deal, value: 'a lot' }, { value: 'not-a-number' }],
      [name, 'three decimals', { ...deal, value: '1.125' }, { value: 'not-a-number' }],
      [name, 'thousands in the English way', { ...deal, value: '1,234.50' }, { value: 'not-a-number' }],
      [name, 'thousands in the German way', { ...deal, value: '1.234,50' }, { value: 'not-a-number' }],
      [name, 'an exponent', { ...deal, value: '1e5' }, { value: 'not-a-number' }],
      [name, 'a hexadecimal number', { ...deal, value: '0x10' }, { value: 'not-a-number' }],
      [name, 'infinity', { ...deal, value: 'Infinity' }, { value: 'not-a-number' }],
      [name, 'other digits', { ...deal, value: '१२' }, { value: 'not-a-number' }],
      [name, 'a negative value', { ...deal, value: '-1' }, { value: 'out-of-range' }],
      [name, 'a value beyond all deals', { ...deal, value: '1000000000001' }, { value: 'out-of-range' }],
      [name, 'no such currency', { ...deal, currency: 'euro' }, { currency: 'not-a-currency' }],
      [name, 'an impossible date', { ...deal, purchaseDate: '2026-02-30' }, { purchaseDate: 'not-a-date' }],
      [name, 'no date', { ...deal, purchaseDate: 'soon' }, { purchaseDate: 'not-a-date' }],
      [name, 'notes too long', { ...deal, notes: 'x'.repeat(3_001) }, { notes: 'too-long' }],
      [name, 'a CRM ID too long', { ...deal, crmId: 'x'.repeat(101) }, { crmId: 'too-long' }],
      [
        name,
        'several',
        { ...deal, value: 'x', purchaseDate: 'y', notes: 'z'.repeat(3_001) },
        { value: 'not-a-number', purchaseDate: 'not-a-date', notes: 'too-long' },
      ],
      [
        name,
        'a bad number and a past date at once',
        { ...deal, value: 'x', purchaseDate: '2001-01-01' },
        { value: 'not-a-number', purchaseDate: 'in-the-past' },
      ],
    ]),
    [
      'accept',
      'a guest among the colleagues',
      { ...deal, contacts: ['U0BRUNO', 'U0GUEST'] },
      { contacts: 'not-a-member' },
    ],
    [
      'accept',
      'a guest, a bad number and a past date',
      { ...deal, value: 'x', purchaseDate: '2001-01-01', contacts: ['U0GUEST'] },
      { contacts: 'not-a-member', value: 'not-a-number', purchaseDate: 'in-the-past' },
    ],
    [
      'accept',
      'too many colleagues',
      { ...deal, contacts: Array.from({ length: 21 }, () => 'U0BRUNO') },
      { contacts: 'too-many' },
    ],
    ...(['decline', 'lose'] as const).flatMap((name): [FormName, string, Fields, object][] => [
      [name, 'no reason', { reason: null, notes: 'x' }, { reason: 'not-one-of' }],
      [name, 'no such reason', { reason: 'bored', notes: 'x' }, { reason: 'not-one-of' }],
      [name, 'notes too long', { reason: 'others', notes: 'x'.repeat(3_001) }, { notes: 'too-long' }],
    ]),
    [
      'win',
      'nothing at all',
      { finalValue: null, currency: null, closeDate: null },
      { finalValue: 'required', currency: 'required', closeDate: 'required' },
    ],
    [
      'win',
      'a negative value',
      { finalValue: '-5', currency: 'EUR', closeDate: '2026-03-02' },
      { finalValue: 'out-of-range' },
    ],
    [
      'win',
      'three decimals',
      { finalValue: '5,125', currency: 'EUR', closeDate: '2026-03-02' },
      { finalValue: 'not-a-number' },
    ],
    [
      'win',
      'an impossible date',
      { finalValue: '5', currency: 'EUR', closeDate: '2026-13-01' },
      { closeDate: 'not-a-date' },
    ],
    [
      'win',
      'a bad number and a day to come',
      { finalValue: 'x', currency: 'EUR', closeDate: '2099-01-01' },
      { finalValue: 'not-a-number', closeDate: 'in-the-future' },
    ],
    [
      'add-contact',
      'nothing at all',
      { name: null, email: null, phone: null },
      { name: 'required', email: 'email-or-phone-required' },
    ],
    ['add-contact', 'no name', { name: null, email: 'a@b.example', phone: null }, { name: 'required' }],
    ['add-contact', 'no address', { name: 'Ida', email: 'ida', phone: null }, { email: 'not-an-email' }],
    ['add-contact', 'no phone number', { name: 'Ida', email: null, phone: 'call me' }, { phone: 'not-a-phone' }],
    [
      'add-contact',
      'a phone number of three digits',
      { name: 'Ida', email: null, phone: '112' },
      { phone: 'not-a-phone' },
    ],
    [
      'add-contact',
      'all wrong',
      { name: 'x'.repeat(201), email: 'x', phone: 'y' },
      { name: 'too-long', email: 'not-an-email', phone: 'not-a-phone' },
    ],
    ['assign', 'nobody', { to: null }, { to: 'required' }],
    ['assign', 'a guest', { to: 'U0GUEST' }, { to: 'not-a-member' }],
  ])('%s: %s', async (name, _what, fields, errors) => {
    expect(await read(name, fields)).toEqual({ ok: false, errors });
  });

  test('nobody is assigned to what they may not act on', async () => {
    const listed = { ...profile, people: ['U0ANNA'] };
    const narrow = { ...context, mayAct: async (member: Member) => rightsOf(member, listed).may };
    expect(await read('assign', { to: 'U0BRUNO' }, narrow)).toEqual({ ok: false, errors: { to: 'not-a-member' } });
    expect(await read('assign', { to: 'U0ANNA' }, narrow)).toMatchObject({ ok: true });
  });

  test('a contact that was not chosen', async () => {
    expect(await read('remove-contact', { contactId: null })).toEqual({ ok: false, errors: { contactId: 'required' } });
  });
});

describe('what isn’t the state of a form', () => {
  test.each([
    ['nothing', undefined],
    ['a string', 'x'],
    ['values that are none', { values: 'x' }],
    ['an object where a string belongs', { values: { name: { value: { value: { $gt: '' } } } } }],
    ['a number where a string belongs', { values: { name: { value: { value: 7 } } } }],
  ])('%s', (_name, state) => {
    expect(readValues(state)).toBeNull();
  });

  test('names that objects inherit are no fields', () => {
    const values = readValues({ values: {} });
    for (const name of ['constructor', '__proto__', 'toString']) {
      expect([values?.text(name), values?.number(name), values?.list(name)]).toEqual([undefined, undefined, []]);
    }
  });
});
