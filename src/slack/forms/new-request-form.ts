import type { KnownBlock } from '@slack/types';
import { z } from 'zod';
import { CustomerRequest } from '../../domain/customer-request.js';
import { Money } from '../../domain/money.js';
import type { Profile } from '../../domain/profile.js';
import { Contact, longestNotes } from '../../domain/referral.js';
import type { Reader } from '../markup.js';
import { offeredCurrencies } from './currencies.js';
import { amountField, choiceField, emailField, textField, tickField, type Values } from './fields.js';
import { errorsOf, type FieldErrors, type Problem } from './form.js';

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

/** What Slack's own client lets through is checked here: its fields know nothing of each other. */
export function readNewRequest(values: Values): NewRequestAnswer {
  const [need, country, email, phone] = ['need', 'country', 'email', 'phone'].map((name) => values.text(name));
  const amount = values.number('value');
  const value = amount === undefined ? undefined : { amount, ...optional('currency', values.text('currency')) };
  const contact = {
    ...optional('firstName', values.text('contactName')),
    ...optional('email', email),
    ...optional('phone', phone),
  };
  const parsed = CustomerRequest.safeParse(
    {
      customer: {
        name: values.text('customer'),
        ...(country ? { address: { country: country.toUpperCase() } } : {}),
        contacts: Object.keys(contact).length > 0 ? [contact] : [],
      },
      need: {
        ...optional('notes', need),
        industries: [],
        products: [],
        services: [],
        solutions: [],
        ...(value ? { value } : {}),
      },
      consent: {},
      contactMeDirectly: values.list('urgent').length > 0,
      targets: [],
    },
    { reportInput: true },
  );
  const found: Record<string, Problem> = {
    ...(parsed.success ? {} : errorsOf(parsed.error)),
    ...problems(Written, { need, email, phone }),
    ...(value ? problems(EstimatedValue, value) : {}),
    ...(country && !/^[a-z]{2}$/i.test(country) ? { country: 'two-letters' as const } : {}),
  };
  if (parsed.success && Object.keys(found).length === 0) {
    return { ok: true, request: parsed.data, profileId: values.text('profile') };
  }
  const { name: customer, notes: tooLong, amount: wrongAmount, ...errors } = found;
  return {
    ok: false,
    errors: {
      ...errors,
      ...(customer ? { customer } : {}),
      ...(tooLong ? { need: tooLong } : {}),
      ...(wrongAmount ? { value: wrongAmount } : {}),
    },
  };
}

/** A request that a sender posts may hold anything; what our own people type is held to our own rules. */
const Written = z.object({
  need: z.string().max(longestNotes),
  email: Contact.shape.email,
  phone: Contact.shape.phone,
});
const EstimatedValue = Money.partial({ currency: true });

function problems(schema: z.ZodType, draft: unknown): Record<string, Problem> {
  const checked = schema.safeParse(draft, { reportInput: true });
  return checked.success ? {} : errorsOf(checked.error);
}

const optional = <Name extends string>(name: Name, value: string | undefined) =>
  (value === undefined ? {} : { [name]: value }) as { [K in Name]?: string };
