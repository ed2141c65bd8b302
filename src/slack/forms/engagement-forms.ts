import type { KnownBlock } from '@slack/types';
import { headlineOf } from '../../application/wording.js';
import { Command } from '../../domain/commands.js';
import { Money } from '../../domain/money.js';
import { type Engagement, longestNotes } from '../../domain/referral.js';
import { shorten } from '../limits.js';
import { oneLine } from '../markup.js';
import { offeredCurrencies } from './currencies.js';
import { amountField, choiceField, dateField, peopleField, textField, type Values } from './fields.js';
import { checked, type Form, type FormContext, type ReadContext, wrong } from './form.js';

type Draft = { readonly [K in keyof Engagement]?: Engagement[K] | undefined };

/** What accept and edit ask alike (facts: "Accept", "Edit engagement"). */
function engagementBlocks({ reader, profile }: FormContext, draft: Draft): KnownBlock[] {
  const currency = draft.value?.currency ?? profile.currency;
  return [
    textField(reader, { name: 'name', label: 'field.engagement-name' }, { initial: draft.name, longest: 200 }),
    amountField(reader, { name: 'value', label: 'field.value' }, draft.value?.amount),
    choiceField(reader, { name: 'currency', label: 'field.currency' }, offeredCurrencies(reader, currency), currency),
    dateField(reader, { name: 'purchaseDate', label: 'field.purchase-date' }, draft.purchaseDate),
    textField(
      reader,
      { name: 'notes', label: 'field.notes', hint: 'field.notes.accept-hint', optional: true },
      { initial: draft.notes, lines: true, longest: longestNotes },
    ),
    textField(
      reader,
      { name: 'crmId', label: 'field.crm-id', hint: 'field.crm-id.hint', optional: true },
      { initial: draft.crmId, longest: 100 },
    ),
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
  const headline = headlineOf(referral.request);
  const name = shorten(customer.name, 100);
  const amount = need.value && Math.round(need.value.amount * 100) / 100;
  // No currency means ours; one that we can't read means that the amount would be wrong in ours.
  const value = Money.safeParse({ amount, currency: need.value?.currency?.trim().toUpperCase() ?? profile.currency });
  return {
    name: oneLine(headline ? `${name} – ${headline}` : name),
    ...(value.success ? { value: value.data } : {}),
    ...(need.closingDate && need.closingDate >= today ? { purchaseDate: need.closingDate } : {}),
  };
}

export const acceptForm: Form = {
  title: 'form.accept',
  submit: 'action.accept',
  blocks: (context) => [
    ...engagementBlocks(context, proposal(context)),
    peopleField(context.reader, {
      name: 'contacts',
      label: 'field.colleagues',
      hint: 'field.colleagues.hint',
      optional: true,
    }),
  ],
  async read(values, context) {
    const contacts = await colleagues(values.list('contacts'), context);
    if (!contacts) return wrong({ contacts: 'not-a-member' });
    const engagement = { ...engagementDraft(values), contacts };
    return checked(Command, { id: context.commandId, type: 'accept', engagement });
  },
};

/** People of the workspace as contacts; null when one of them isn't a full member. */
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
  blocks: (context) => {
    const { state } = context.referral;
    return engagementBlocks(context, 'engagement' in state ? state.engagement : {});
  },
  async read(values, { commandId }) {
    return checked(Command, { id: commandId, type: 'edit', engagement: engagementDraft(values) });
  },
};
