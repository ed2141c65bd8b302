import { Command } from '../../domain/commands.js';
import { closeDateProblem, explanationProblem } from '../../domain/field-rules.js';
import { closeReasons, longestNotes } from '../../domain/referral.js';
import { phrase } from '../wording.js';
import { offeredCurrencies } from './currencies.js';
import type { Field } from './field.js';
import { checked, type Form } from './form.js';

/** Declining and losing ask for the same: one of the eight reasons, and notes (facts: "Decline", "Reasons"). */
const reasonFields: readonly Field[] = [
  {
    kind: 'choice',
    name: 'reason',
    label: phrase('field.reason'),
    choices: closeReasons.map((reason) => ({ value: reason, text: phrase(`reason.${reason}`) })),
  },
  {
    kind: 'text',
    name: 'notes',
    label: phrase('field.notes'),
    hint: phrase('field.notes.close-hint', { others: phrase('reason.others') }),
    optional: true,
    lines: true,
    longest: longestNotes,
  },
];

function reasonForm(type: 'decline' | 'lose'): Form {
  return {
    title: `form.${type}`,
    submit: `form.${type}.submit`,
    fields: () => reasonFields,
    async read(values, { commandId }) {
      const draft = { id: commandId, type, reason: values.text('reason'), notes: values.text('notes') ?? '' };
      return checked(Command, draft, { rules: { notes: explanationProblem(draft.reason, draft.notes) } });
    },
  };
}
export const declineForm = reasonForm('decline');
export const loseForm = reasonForm('lose');

export const winForm: Form = {
  title: 'form.win',
  submit: 'form.win.submit',
  fields({ language, referral, profile, today }) {
    const { state } = referral;
    const value = 'engagement' in state ? state.engagement.value : undefined;
    const currency = value?.currency ?? profile.currency;
    return [
      { kind: 'amount', name: 'finalValue', label: phrase('field.final-value'), initial: value?.amount },
      {
        kind: 'choice',
        name: 'currency',
        label: phrase('field.currency'),
        choices: offeredCurrencies(language, currency),
        initial: currency,
      },
      { kind: 'date', name: 'closeDate', label: phrase('field.close-date'), initial: today },
    ];
  },
  async read(values, { commandId, now }) {
    const finalValue = { amount: values.number('finalValue'), currency: values.text('currency') };
    const closeDate = values.text('closeDate');
    const rules = { closeDate: closeDateProblem(closeDate, now) };
    return checked(Command, { id: commandId, type: 'win', finalValue, closeDate }, { rules });
  },
};
