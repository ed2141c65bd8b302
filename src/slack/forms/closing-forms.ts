import { Command } from '../../domain/commands.js';
import { closeReasons, longestNotes } from '../../domain/referral.js';
import { plain } from '../markup.js';
import { offeredCurrencies } from './currencies.js';
import { amountField, choiceField, dateField, textField } from './fields.js';
import { checked, type Form, type FormContext } from './form.js';

/** Declining and losing ask for the same: one of the eight reasons, and notes (facts: "Decline", "Reasons"). */
function reasonBlocks({ reader }: FormContext) {
  const reasons = closeReasons.map((reason) => ({ value: reason, text: plain(reader, { key: `reason.${reason}` }) }));
  const hintText = plain(reader, { key: 'field.notes.close-hint', values: { others: { key: 'reason.others' } } });
  return [
    choiceField(reader, { name: 'reason', label: 'field.reason' }, reasons),
    textField(
      reader,
      { name: 'notes', label: 'field.notes', hintText, optional: true },
      { lines: true, longest: longestNotes },
    ),
  ];
}

function reasonForm(type: 'decline' | 'lose'): Form {
  return {
    title: `form.${type}`,
    submit: `form.${type}.submit`,
    blocks: reasonBlocks,
    async read(values, { commandId }) {
      const draft = { id: commandId, type, reason: values.text('reason'), notes: values.text('notes') ?? '' };
      return checked(Command, draft);
    },
  };
}
export const declineForm = reasonForm('decline');
export const loseForm = reasonForm('lose');

export const winForm: Form = {
  title: 'form.win',
  submit: 'form.win.submit',
  blocks({ reader, referral, profile, today }) {
    const { state } = referral;
    const value = 'engagement' in state ? state.engagement.value : undefined;
    const currency = value?.currency ?? profile.currency;
    return [
      amountField(reader, { name: 'finalValue', label: 'field.final-value' }, value?.amount),
      choiceField(reader, { name: 'currency', label: 'field.currency' }, offeredCurrencies(reader, currency), currency),
      dateField(reader, { name: 'closeDate', label: 'field.close-date' }, today),
    ];
  },
  async read(values, { commandId }) {
    const finalValue = { amount: values.number('finalValue'), currency: values.text('currency') };
    return checked(Command, { id: commandId, type: 'win', finalValue, closeDate: values.text('closeDate') });
  },
};
