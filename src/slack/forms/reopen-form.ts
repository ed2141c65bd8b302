import { outcomeOf } from '../../application/wording.js';
import { Command } from '../../domain/commands.js';
import { mrkdwn } from '../markup.js';
import { checked, type Form } from './form.js';

/** Asks for nothing, but says what reopening takes back and what it can't. */
export const reopenForm: Form = {
  title: 'form.reopen',
  submit: 'action.reopen',
  blocks({ reader, referral: { state, source } }) {
    const outcome = outcomeOf(state);
    const question = outcome ? mrkdwn(reader, { key: 'form.reopen.question', values: { outcome } }) : '';
    const outside = source.name === 'partner-center' ? mrkdwn(reader, { key: 'form.reopen.outside' }) : '';
    const text = [question, outside].filter(Boolean).join('\n\n') || '–';
    return [{ type: 'section', text: { type: 'mrkdwn', text, verbatim: true } }];
  },
  async read(_values, { commandId }) {
    return checked(Command, { id: commandId, type: 'reopen' });
  },
};
