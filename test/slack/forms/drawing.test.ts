import type { InputBlock } from '@slack/types';
import { offeredCurrencies } from '../../../src/application/forms/currencies.js';
import { forms } from '../../../src/application/forms/forms.js';
import { type Language, languages } from '../../../src/domain/profile.js';
import type { Referral } from '../../../src/domain/referral.js';
import { validateView } from '../../../src/playground/slack/blocks/validate.js';
import { checkForm } from '../../../src/playground/slack/form-check.js';
import { type FormName, formNames } from '../../../src/slack/action-ids.js';
import { formModal, loadingModal, noticeModal, readMetadata } from '../../../src/slack/modals.js';
import { renderFields } from '../../../src/slack/render-form.js';
import { extreme, extremes } from '../../support/extremes.js';
import { aReferral, hours, later, profile, start } from '../../support/referrals.js';
import { accept, after, type Situation, situations } from '../../support/situations.js';
import { textsIn } from '../seen.js';

const today = '2026-03-02';
const draw = (
  name: FormName,
  referral: Referral,
  language: Language = 'en',
  currency = 'CHF',
  now = later(hours(20 * 24)),
) => {
  const reader = { language, timeZone: 'Europe/Paris' };
  const fields = forms[name].fields({ language, referral, profile: { ...profile, currency }, today, now });
  const blocks = renderFields(reader, fields);
  return formModal(reader, name, forms[name], referral.code, blocks, { r: referral.id, u: 'https://hooks.example/x' });
};
const situation = (name: string) => (situations[name] as Situation).referral;
/** A situation in which each form is offered. */
const suits: Record<FormName, string> = {
  accept: 'new',
  decline: 'new',
  assign: 'new',
  edit: 'active',
  win: 'active',
  lose: 'active',
  'add-contact': 'active',
  'remove-contact': 'with contacts',
  reopen: 'won',
};
const field = (view: ReturnType<typeof draw>, name: string) => {
  const block = view.blocks.find(({ block_id }) => block_id === name) as InputBlock | undefined;
  return block?.element as unknown as Record<string, unknown> | undefined;
};

describe('every form', () => {
  test.each(formNames.flatMap((name) => languages.map((language) => [name, language] as const)))(
    '%s in %s: Slack takes it, with the code in its title',
    (name, language) => {
      const view = draw(name, situation(suits[name]), language);
      expect(validateView(view)).toEqual([]);
      expect(view.callback_id).toBe(`form:${name}`);
      expect(view.title.text).not.toContain('…');
      expect(readMetadata(view.private_metadata)).toEqual({ r: 'r-1', u: 'https://hooks.example/x' });
      for (const text of textsIn(view.blocks)) if (text.type === 'plain_text') expect(text.emoji).toBe(false);
    },
  );

  test.each(formNames)('%s speaks the reader’s language, not the profile’s', (name) => {
    const [english, french] = languages.map((language) => draw(name, situation(suits[name]), language));
    expect(english?.submit?.text).not.toBe(french?.submit?.text);
    expect(french?.close?.text).toBe('Abandonner');
  });

  test.each(Object.keys(extremes))('with %s: Slack takes it', (data) => {
    for (const name of formNames) {
      const referral = extreme(data, suits[name]);
      for (const language of languages) expect(validateView(draw(name, referral, language))).toEqual([]);
    }
  });
});

describe('what accepting proposes', () => {
  const { request } = aReferral();
  const asked = (need: Partial<typeof request.need>, name = 'Contoso') =>
    aReferral({ request: { ...request, customer: { ...request.customer, name }, need: { ...request.need, ...need } } });
  const none = { solutions: [], products: [], services: [] };

  test.each<[string, Parameters<typeof asked>, string]>([
    ['customer and need', [{ ...none, solutions: ['Dynamics365'] }], 'Contoso – Dynamics 365'],
    ['no need: the customer alone', [none], 'Contoso'],
    ['lines and controls become spaces', [none, 'Con\ntoso\u202e'], 'Con toso'],
    [
      'a long customer leaves room for the need',
      [{ ...none, solutions: ['Azure'] }, 'x'.repeat(1_000)],
      `${'x'.repeat(99)}… – Azure`,
    ],
  ])('name: %s', (_name, args, expected) => {
    expect(field(draw('accept', asked(...args)), 'name')?.initial_value).toBe(expected);
  });

  test.each<[string, { amount: number; currency?: string } | undefined, string | undefined, string]>([
    ['as it is', { amount: 50_000, currency: 'EUR' }, '50000', 'EUR'],
    ['rounded to cents', { amount: 10.123_45, currency: 'EUR' }, '10.12', 'EUR'],
    ['a currency that isn’t in the list', { amount: 5, currency: 'ISK' }, '5', 'ISK'],
    ['a currency in small letters', { amount: 5, currency: ' eur ' }, '5', 'EUR'],
    ['no currency: the profile’s', { amount: 5 }, '5', 'CHF'],
    [
      'an unreadable currency: no amount, since it would be wrong in ours',
      { amount: 5, currency: 'Dollars' },
      undefined,
      'CHF',
    ],
    ['nothing', undefined, undefined, 'CHF'],
    ['negative', { amount: -5, currency: 'EUR' }, undefined, 'CHF'],
    ['beyond all deals', { amount: 1e21, currency: 'EUR' }, undefined, 'CHF'],
    ['next to nothing', { amount: 1e-7, currency: 'EUR' }, '0', 'EUR'],
  ])('value: %s', (_name, value, amount, currency) => {
    const referral = asked({ value: undefined });
    const given = value
      ? asked({ value })
      : { ...referral, request: { ...referral.request, need: { ...referral.request.need } } };
    if (!value) delete (given.request.need as { value?: unknown }).value;
    const view = draw('accept', given);
    expect(field(view, 'value')?.initial_value).toBe(amount);
    expect(field(view, 'currency')?.initial_option).toMatchObject({ value: currency });
    expect(validateView(view)).toEqual([]);
  });

  test.each([
    ['2026-06-30', '2026-06-30'],
    ['2026-03-02', '2026-03-02'],
    ['2026-03-01', undefined],
  ])('purchase on %s: %s', (closingDate, expected) => {
    expect(field(draw('accept', asked({ closingDate })), 'purchaseDate')?.initial_date).toBe(expected);
  });

  test('as it stands it may be sent, once a date is chosen', () => {
    const view = draw('accept', asked({ closingDate: '2026-06-30' }));
    const blocks = view.blocks as unknown as Parameters<typeof checkForm>[0];
    const state = Object.fromEntries(
      view.blocks.map((block) => {
        const element = (block as InputBlock).element as unknown as Record<string, unknown>;
        const type = String(element.type);
        const state = {
          type,
          value: element.initial_value ?? null,
          selected_date: element.initial_date ?? null,
          selected_option: element.initial_option ?? null,
        };
        return [block.block_id, { value: state }];
      }),
    );
    expect(checkForm(blocks, state as Parameters<typeof checkForm>[1])).toEqual({});
  });
});

describe('what the others begin with', () => {
  test('edit: the deal as it is', () => {
    const view = draw(
      'edit',
      after(aReferral(), { ...accept, engagement: { ...engagementOf(), crmId: '4711' } } as typeof accept),
    );
    expect(['name', 'value', 'notes', 'crmId'].map((name) => field(view, name)?.initial_value)).toEqual([
      'Supply chain on Dynamics 365',
      '50000',
      'Wants a pilot first.',
      '4711',
    ]);
    expect(field(view, 'purchaseDate')?.initial_date).toBe('2026-06-30');
  });
  const engagementOf = () => {
    const { state } = situation('active');
    if (!('engagement' in state)) throw new Error('not active');
    return state.engagement;
  };

  test('win: the estimate, and today', () => {
    const view = draw('win', situation('active'));
    expect(field(view, 'finalValue')?.initial_value).toBe('50000');
    expect(field(view, 'closeDate')?.initial_date).toBe(today);
  });

  test.each(['decline', 'lose'] as const)('%s: the eight reasons, none chosen, notes not demanded', (name) => {
    const view = draw(name, situation(suits[name]));
    const reason = field(view, 'reason');
    expect(reason?.options).toHaveLength(8);
    expect(reason?.initial_option).toBeUndefined();
    expect(view.blocks[1]).toMatchObject({ optional: true, hint: { text: 'Required for “Others”' } });
  });

  test('remove a contact: who there is', () => {
    const options = field(draw('remove-contact', situation('with contacts')), 'contactId')?.options;
    expect(options).toMatchObject([{ value: 'k-1', text: { text: 'Ida Lund, ida@desk.example' } }]);
  });

  test('reopen: what it takes back, and what it can’t', () => {
    const [text] = textsIn(draw('reopen', situation('won')).blocks);
    expect(text?.text).toContain('takes back “Won”');
    expect(text?.text).toContain('What has been answered in Partner Center stays');
    const manual = { ...situation('won'), source: { name: 'manual', externalId: 'x' } };
    expect(textsIn(draw('reopen', manual).blocks)[0]?.text).not.toContain('Partner Center');
  });

  test('reopen: whether the customer was told already', () => {
    const asks = (made: Referral, now?: Date) => textsIn(draw('reopen', made, 'en', 'CHF', now).blocks)[0]?.text;
    const told = /told by e-mail <!date.*> to choose a different partner/;
    const agreed = (name: string) => {
      const { request, ...rest } = situation(name);
      const contacts = [{ email: 'lea@customer.example' }];
      const customer = { ...request.customer, contacts } as typeof request.customer;
      const consent = { ...request.consent, contact: true };
      return { ...rest, request: { ...request, customer, consent }, source: { name: 'crm', externalId: '1' } };
    };
    const declined = agreed('declined');
    expect(asks(declined)).toMatch(told);
    const gone = agreed('expired');
    const lapse = { type: 'expired', at: gone.expiresAt, version: 2, by: null, fields: [], commandId: null } as const;
    expect(asks({ ...gone, history: [...gone.history, lapse] })).toMatch(told);
    // Its mail can still be stopped.
    const at = declined.history.findLast(({ type }) => type === 'declined')?.at ?? start;
    expect(asks(declined, new Date(at.getTime() + 29_999))).not.toMatch(told);
    expect(asks(declined, new Date(at.getTime() + 30_000))).toMatch(told);
    expect(asks({ ...declined, source: situation('declined').source })).not.toMatch(told);
    expect(asks(agreed('won'))).not.toMatch(told);
  });
});

describe('currencies', () => {
  test.each(languages)('the first is the one asked for, none comes twice, all have names in %s', (language) => {
    const offered = offeredCurrencies(language, 'EUR');
    expect(offered[0]?.value).toBe('EUR');
    expect(new Set(offered.map(({ value }) => value)).size).toBe(offered.length);
    for (const { text } of offered) expect(text).toMatch(/^[A-Z]{3} – \p{L}/u);
  });

  test('an unknown one is offered by its code', () => {
    expect(offeredCurrencies('en', 'QQQ')[0]).toEqual({ value: 'QQQ', text: 'QQQ' });
  });
});

describe('modals without a form', () => {
  const reader = { language: 'fr', timeZone: 'UTC' } as const;
  test('a notice says one thing, whatever it is about', () => {
    const view = noticeModal(reader, {
      key: 'refusal.already-accepted',
      values: { by: '<@U1> *x*'.repeat(99), at: { moment: later(0) } },
    });
    expect(validateView(view)).toEqual([]);
    expect(textsIn(view.blocks)[0]).toMatchObject({ type: 'plain_text', text: expect.stringContaining('⚠️ <@U1> *x*') });
    expect(view.submit).toBeUndefined();
  });

  test('the waiting sign', () => {
    expect(validateView(loadingModal())).toEqual([]);
  });

  test('metadata that we never wrote is none', () => {
    for (const text of [undefined, '', '{', '{"r":7}', '{"x":"y"}', '[]']) expect(readMetadata(text)).toBeNull();
  });
});
