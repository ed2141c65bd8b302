import type { KnownBlock } from '@slack/types';
import { CustomerRequest } from '../../domain/customer-request.js';
import type { Profile } from '../../domain/profile.js';
import { longestNotes } from '../../domain/referral.js';
import type { Reader } from '../markup.js';
import { offeredCurrencies } from './currencies.js';
import { amountField, choiceField, emailField, textField, tickField, type Values } from './fields.js';
import { errorsOf, type FieldErrors } from './form.js';

/** The form of `/rfi new`: a request that came by telephone or mail. `profiles`: those that the person may log for. */
export function newRequestBlocks(reader: Reader, profiles: readonly Profile[]): KnownBlock[] {
  const currencies = offeredCurrencies(reader, profiles[0]?.currency ?? 'USD');
  const choices = profiles.map(({ id, name }) => ({ value: id, text: name }));
  return [
    textField(reader, { name: 'customer', label: 'field.customer' }, { longest: 200 }),
    textField(reader, { name: 'need', label: 'field.need' }, { lines: true, longest: longestNotes }),
    textField(reader, { name: 'contactName', label: 'field.customer-contact', optional: true }, { longest: 200 }),
    emailField(reader, { name: 'email', label: 'field.contact-email', optional: true }),
    textField(reader, { name: 'phone', label: 'field.contact-phone', optional: true }, { longest: 50 }),
    textField(
      reader,
      { name: 'country', label: 'field.country', hint: 'field.country.hint', optional: true },
      { longest: 2 },
    ),
    amountField(reader, { name: 'value', label: 'field.their-value', optional: true }, undefined),
    choiceField(
      reader,
      { name: 'currency', label: 'field.currency', optional: true },
      currencies,
      currencies[0]?.value,
    ),
    tickField(reader, { name: 'urgent', label: 'field.urgent', optional: true }, 'field.urgent.option'),
    ...(choices.length > 1
      ? [choiceField(reader, { name: 'profile', label: 'field.profile' }, choices, choices[0]?.value)]
      : []),
  ];
}

export type NewRequestAnswer =
  | { readonly ok: true; readonly request: CustomerRequest; readonly profileId: string | undefined }
  | { readonly ok: false; readonly errors: FieldErrors };

export function readNewRequest(values: Values): NewRequestAnswer {
  const country = values.text('country');
  if (country && !/^[a-z]{2}$/i.test(country)) return { ok: false, errors: { country: 'two-letters' } };
  const amount = values.number('value');
  if (Number.isNaN(amount)) return { ok: false, errors: { value: 'not-a-number' } };
  const contact = {
    ...optional('firstName', values.text('contactName')),
    ...optional('email', values.text('email')),
    ...optional('phone', values.text('phone')),
  };
  const parsed = CustomerRequest.safeParse(
    {
      customer: {
        name: values.text('customer'),
        ...(country ? { address: { country: country.toUpperCase() } } : {}),
        contacts: Object.keys(contact).length > 0 ? [contact] : [],
      },
      need: {
        ...optional('notes', values.text('need')),
        industries: [],
        products: [],
        services: [],
        solutions: [],
        ...(amount === undefined ? {} : { value: { amount, ...optional('currency', values.text('currency')) } }),
      },
      consent: {},
      contactMeDirectly: values.list('urgent').length > 0,
      targets: [],
    },
    { reportInput: true },
  );
  if (parsed.success) return { ok: true, request: parsed.data, profileId: values.text('profile') };
  const { name, notes, amount: value, ...errors } = errorsOf(parsed.error) as Record<string, FieldErrors[string]>;
  return {
    ok: false,
    errors: {
      ...errors,
      ...(name ? { customer: name } : {}),
      ...(notes ? { need: notes } : {}),
      ...(value ? { value } : {}),
    },
  };
}

const optional = <Name extends string>(name: Name, value: string | undefined) =>
  (value === undefined ? {} : { [name]: value }) as { [K in Name]?: string };
