import { Command } from '../../domain/commands.js';
import { purchaseProblem } from '../../domain/field-rules.js';
import { Money } from '../../domain/money.js';
import { type Engagement, longestNotes } from '../../domain/referral.js';
import { oneLine, shorten } from '../plain-text.js';
import { needsOf, phrase } from '../wording.js';
import { offeredCurrencies } from './currencies.js';
import type { Field } from './field.js';
import { checked, type Form, type FormContext, type ReadContext } from './form.js';
import type { Values } from './values.js';

type Draft = { readonly [K in keyof Engagement]?: Engagement[K] | undefined };

/** What accept and edit ask alike (facts: "Accept", "Edit engagement"). */
function engagementFields({ language, profile }: FormContext, draft: Draft): Field[] {
  const currency = draft.value?.currency ?? profile.currency;
  return [
    { kind: 'text', name: 'name', label: phrase('field.engagement-name'), initial: draft.name, longest: 200 },
    { kind: 'amount', name: 'value', label: phrase('field.value'), initial: draft.value?.amount },
    {
      kind: 'choice',
      name: 'currency',
      label: phrase('field.currency'),
      choices: offeredCurrencies(language, currency),
      initial: currency,
    },
    { kind: 'date', name: 'purchaseDate', label: phrase('field.purchase-date'), initial: draft.purchaseDate },
    {
      kind: 'text',
      name: 'notes',
      label: phrase('field.notes'),
      hint: phrase('field.notes.accept-hint'),
      optional: true,
      initial: draft.notes,
      lines: true,
      longest: longestNotes,
    },
    {
      kind: 'text',
      name: 'crmId',
      label: phrase('field.crm-id'),
      hint: phrase('field.crm-id.hint'),
      optional: true,
      initial: draft.crmId,
      longest: 100,
    },
  ];
}

function engagementDraft(values: Values) {
  const crmId = values.text('crmId');
  return {
    name: values.text('name'),
    value: { amount: values.number('value'), currency: values.text('currency') },
    purchaseDate: values.text('purchaseDate'),
    notes: values.text('notes') ?? '',
    ...(crmId ? { crmId } : {}),
  };
}

/** What the customer said, as a proposal that the salesperson corrects. */
function proposal({ referral, profile, today }: FormContext): Draft {
  const { customer, need } = referral.request;
  // The first is enough for a name that people say.
  const [first] = needsOf(referral.request);
  const name = shorten(customer.name, 100);
  const amount = need.value && Math.round(need.value.amount * 100) / 100;
  // No currency means ours; one that we can't read means that the amount would be wrong in ours.
  const value = Money.safeParse({ amount, currency: need.value?.currency?.trim().toUpperCase() ?? profile.currency });
  return {
    name: oneLine(first ? `${name} – ${first}` : name),
    ...(value.success ? { value: value.data } : {}),
    ...(need.closingDate && need.closingDate >= today ? { purchaseDate: need.closingDate } : {}),
  };
}

export const acceptForm: Form = {
  title: 'form.accept',
  submit: 'action.accept',
  fields: (context) => [
    ...engagementFields(context, proposal(context)),
    {
      kind: 'people',
      name: 'contacts',
      label: phrase('field.colleagues'),
      hint: phrase('field.colleagues.hint'),
      optional: true,
      most: 10,
    },
  ],
  async read(values, context) {
    const contacts = await colleagues(values.list('contacts'), context);
    const engagement = { ...engagementDraft(values), contacts: contacts ?? [] };
    const rules = { purchaseDate: purchaseProblem(engagement.purchaseDate, context.now) };
    const found = contacts ? {} : { contacts: 'not-a-member' as const };
    return checked(Command, { id: context.commandId, type: 'accept', engagement }, { rules, found });
  },
};

/** Colleagues as contacts; null when one of them isn't a full member. */
async function colleagues(userIds: readonly string[], context: ReadContext) {
  const standings = await Promise.all(userIds.map((userId) => context.standing(userId)));
  const contacts = standings.map((standing) =>
    standing.kind === 'member'
      ? {
          id: `${context.commandId}:${standing.person.id}`,
          name: standing.person.name,
          ...(standing.email ? { email: standing.email } : {}),
        }
      : null,
  );
  return contacts.every((contact) => contact !== null) ? contacts : null;
}

export const editForm: Form = {
  title: 'form.edit',
  submit: 'action.save',
  fields: (context) => {
    const { state } = context.referral;
    return engagementFields(context, 'engagement' in state ? state.engagement : {});
  },
  async read(values, { commandId, referral: { state }, now }) {
    const engagement = engagementDraft(values);
    const before = 'engagement' in state ? state.engagement.purchaseDate : undefined;
    const rules = {
      purchaseDate: engagement.purchaseDate === before ? null : purchaseProblem(engagement.purchaseDate, now),
    };
    return checked(Command, { id: commandId, type: 'edit', engagement }, { rules });
  },
};
