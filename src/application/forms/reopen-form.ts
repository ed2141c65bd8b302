import { Command } from '../../domain/commands.js';
import { customerToTell } from '../../domain/customer-notice.js';
import type { Phrase } from '../phrase.js';
import { outcomeOf, phrase } from '../wording.js';
import { checked, type Form, type FormContext } from './form.js';

/** Asks for nothing, but says what reopening takes back and what it can't. */
export const reopenForm: Form = {
  title: 'form.reopen',
  submit: 'action.reopen',
  fields(context) {
    const { state, source } = context.referral;
    const outcome = outcomeOf(state);
    const paragraphs = [
      ...(outcome ? [phrase('form.reopen.question', { outcome })] : []),
      ...(source.name === 'partner-center' ? [phrase('form.reopen.outside')] : []),
      ...customerTold(context),
    ];
    return [{ kind: 'note', paragraphs }];
  },
  async read(_values, { commandId }) {
    return checked(Command, { id: commandId, type: 'reopen' });
  },
};

/** Once the time to undo a decline is over, its mail is on its way to the customer. */
function customerTold({ referral, profile, now }: FormContext): Phrase[] {
  const closing = referral.history.findLast(({ type }) => type === 'declined' || type === 'expired');
  if (referral.state.kind !== 'archived' || !closing) return [];
  const sentFrom = closing.at.getTime() + (closing.type === 'declined' ? profile.undoWindow : 0);
  if (now.getTime() < sentFrom || !customerToTell(referral, closing, profile.tellCustomer)) return [];
  return [phrase('form.reopen.told', { at: { moment: new Date(sentFrom) } })];
}
