import { newRequestFields, readNewRequest } from '../../../src/application/forms/new-request-form.js';
import { validateView } from '../../../src/playground/slack/blocks/validate.js';
import { newRequestModal } from '../../../src/slack/modals.js';
import { renderFields } from '../../../src/slack/render-form.js';
import { profile } from '../../support/referrals.js';
import { filledIn } from './submission.js';

const nothing = {
  customer: null,
  need: null,
  contactName: null,
  email: null,
  phone: null,
  country: null,
  value: null,
  currency: 'EUR',
  urgent: [],
};
const least = { ...nothing, customer: ' Contoso ', need: ' A migration. ' };
const request = {
  customer: { name: 'Contoso', contacts: [] },
  need: { notes: 'A migration.', industries: [], products: [], services: [], solutions: [] },
  consent: {},
  contactMeDirectly: false,
  targets: [],
};

describe('a request that is logged by hand', () => {
  test('the least', () => {
    expect(readNewRequest(filledIn(least))).toEqual({ ok: true, request, profileId: undefined });
  });

  test('everything', () => {
    const fields = {
      ...least,
      contactName: 'Sue Smith',
      email: 'sue@contoso.example',
      phone: '+1 555 0100',
      country: 'de',
      value: '1 500,50',
      urgent: ['yes'],
      profile: 'other',
    };
    expect(readNewRequest(filledIn(fields))).toEqual({
      ok: true,
      profileId: 'other',
      request: {
        ...request,
        customer: {
          name: 'Contoso',
          address: { country: 'DE' },
          contacts: [{ firstName: 'Sue Smith', email: 'sue@contoso.example', phone: '+1 555 0100' }],
        },
        need: { ...request.need, value: { amount: 1_500.5, currency: 'EUR' } },
        contactMeDirectly: true,
      },
    });
  });

  test('an amount in no currency', () => {
    const answer = readNewRequest(filledIn({ ...least, value: '5', currency: null }));
    expect(answer).toMatchObject({ ok: true, request: { need: { value: { amount: 5 } } } });
  });

  test.each([
    ['nothing at all', nothing, { customer: 'required', need: 'required' }],
    ['spaces', { ...least, customer: '  ', need: ' \n ' }, { customer: 'required', need: 'required' }],
    ['a name too long', { ...least, customer: 'x'.repeat(1_001) }, { customer: 'too-long' }],
    ['a need too long', { ...least, need: 'x'.repeat(3_001) }, { need: 'too-long' }],
    ['no address', { ...least, email: 'sue' }, { email: 'not-an-email' }],
    ['no phone number', { ...least, phone: 'call me' }, { phone: 'not-a-phone' }],
    ['no country', { ...least, country: 'D1' }, { country: 'two-letters' }],
    ['no number', { ...least, value: 'much' }, { value: 'not-a-number' }],
    ['three decimals', { ...least, value: '1.125' }, { value: 'not-a-number' }],
    ['a negative amount', { ...least, value: '-1' }, { value: 'out-of-range' }],
    ['an amount beyond all deals', { ...least, value: '9999999999999' }, { value: 'out-of-range' }],
    ['no currency', { ...least, value: '5', currency: 'euros' }, { currency: 'not-a-currency' }],
    [
      'everything wrong',
      { ...nothing, email: 'x', phone: 'y', country: 'z', value: '-1' },
      {
        customer: 'required',
        need: 'required',
        email: 'not-an-email',
        phone: 'not-a-phone',
        country: 'two-letters',
        value: 'out-of-range',
      },
    ],
  ])('%s', (_name, fields, errors) => {
    expect(readNewRequest(filledIn(fields))).toEqual({ ok: false, errors });
  });
});

describe('its form', () => {
  const reader = { language: 'fr', timeZone: 'Europe/Paris' } as const;
  const profilesOf = (count: number) =>
    Array.from({ length: count }, (_, n) => ({ ...profile, id: `p${n}`, name: 'x'.repeat(100) }));
  const names = (count: number) =>
    newRequestFields('fr', profilesOf(count)).map((field) => (field.kind === 'note' ? null : field.name));

  test('asks for the profile only where there is a choice', () => {
    expect(names(1)).not.toContain('profile');
    expect(names(2)).toContain('profile');
  });

  test.each([1, 2, 150])('with %i profiles: Slack takes it', (count) => {
    const profiles = profilesOf(count);
    const view = newRequestModal(reader, renderFields(reader, newRequestFields(reader.language, profiles)), {
      u: 'https://hooks.example/x',
    });
    expect(validateView(view)).toEqual([]);
    expect(view).toMatchObject({ title: { text: 'Saisir une demande' }, submit: { text: 'Enregistrer' } });
  });
});
