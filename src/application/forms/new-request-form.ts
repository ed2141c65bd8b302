import { z } from 'zod';
import { CustomerRequest } from '../../domain/customer-request.js';
import { Money } from '../../domain/money.js';
import type { Language, Profile } from '../../domain/profile.js';
import { Contact, longestNotes } from '../../domain/referral.js';
import { phrase } from '../wording.js';
import { offeredCurrencies } from './currencies.js';
import type { Field } from './field.js';
import { errorsOf, type FieldErrors, type Problem } from './form.js';
import type { Values } from './values.js';

/**
 * The form of “rfi new”: a request that came by telephone or mail.
 *
 * @param profiles those that the person may log for, the likeliest first
 */
export function newRequestFields(language: Language, profiles: readonly Profile[]): readonly Field[] {
  const currencies = offeredCurrencies(language, profiles[0]?.currency ?? 'USD');
  const choices = profiles.map(({ id, name }) => ({ value: id, text: name }));
  const optional = true;
  return [
    { kind: 'text', name: 'customer', label: phrase('field.customer'), longest: 200 },
    { kind: 'text', name: 'need', label: phrase('field.need'), lines: true, longest: longestNotes },
    { kind: 'text', name: 'contactName', label: phrase('field.customer-contact'), optional, longest: 200 },
    { kind: 'email', name: 'email', label: phrase('field.contact-email'), optional },
    { kind: 'text', name: 'phone', label: phrase('field.contact-phone'), optional, longest: 50 },
    {
      kind: 'text',
      name: 'country',
      label: phrase('field.country'),
      hint: phrase('field.country.hint'),
      optional,
      longest: 2,
    },
    { kind: 'amount', name: 'value', label: phrase('field.their-value'), optional },
    {
      kind: 'choice',
      name: 'currency',
      label: phrase('field.currency'),
      optional,
      choices: currencies,
      initial: currencies[0]?.value,
    },
    {
      kind: 'tick',
      name: 'urgent',
      label: phrase('field.urgent'),
      option: phrase('field.urgent.option'),
      optional,
    },
    ...(choices.length > 1
      ? [
          {
            kind: 'choice',
            name: 'profile',
            label: phrase('field.profile'),
            choices,
            initial: choices[0]?.value,
          } as const,
        ]
      : []),
  ];
}

export type NewRequestAnswer =
  | { readonly ok: true; readonly request: CustomerRequest; readonly profileId: string | undefined }
  | { readonly ok: false; readonly errors: FieldErrors };

/** What a platform's own client lets through is checked here: its fields know nothing of each other. */
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
