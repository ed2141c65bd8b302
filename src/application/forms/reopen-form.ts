import { Command } from '../../domain/commands.js';
import { outcomeOf, phrase } from '../wording.js';
import { checked, type Form } from './form.js';

/** Asks for nothing, but says what reopening takes back and what it can't. */
export const reopenForm: Form = {
  title: 'form.reopen',
  submit: 'action.reopen',
  fields({ referral: { state, source } }) {
    const outcome = outcomeOf(state);
    const paragraphs = [
      ...(outcome ? [phrase('form.reopen.question', { outcome })] : []),
      ...(source.name === 'partner-center' ? [phrase('form.reopen.outside')] : []),
    ];
    return [{ kind: 'note', paragraphs }];
  },
  async read(_values, { commandId }) {
    return checked(Command, { id: commandId, type: 'reopen' });
  },
};
