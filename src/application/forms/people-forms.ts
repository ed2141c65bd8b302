import { Command } from '../../domain/commands.js';
import { reachabilityProblem } from '../../domain/field-rules.js';
import { phrase } from '../wording.js';
import { checked, type Form, wrong } from './form.js';

export const addContactForm: Form = {
  title: 'form.add-contact',
  submit: 'form.add',
  fields: () => [
    { kind: 'text', name: 'name', label: phrase('field.contact-name'), longest: 200 },
    { kind: 'email', name: 'email', label: phrase('field.contact-email'), optional: true },
    { kind: 'text', name: 'phone', label: phrase('field.contact-phone'), optional: true, longest: 50 },
  ],
  async read(values, { commandId }) {
    const email = values.text('email');
    const phone = values.text('phone');
    const contact = {
      id: commandId,
      name: values.text('name'),
      ...(email ? { email } : {}),
      ...(phone ? { phone } : {}),
    };
    const rules = { email: reachabilityProblem(contact) };
    return checked(Command, { id: commandId, type: 'add-contact', contact }, { rules });
  },
};

export const removeContactForm: Form = {
  title: 'form.remove-contact',
  submit: 'form.remove',
  fields({ referral: { state } }) {
    const contacts = 'engagement' in state ? state.engagement.contacts : [];
    const choices = contacts.map(({ id, name, email, phone }) => ({
      value: id,
      text: [name, email ?? phone].filter(Boolean).join(', '),
    }));
    return choices.length === 0 ? [] : [{ kind: 'choice', name: 'contactId', label: phrase('field.contact'), choices }];
  },
  async read(values, { commandId }) {
    return checked(Command, { id: commandId, type: 'remove-contact', contactId: values.text('contactId') });
  },
};

export const assignForm: Form = {
  title: 'form.assign',
  submit: 'form.assign.submit',
  fields: () => [{ kind: 'person', name: 'to', label: phrase('field.person') }],
  async read(values, { commandId, standing, mayAct }) {
    const userId = values.text('to');
    if (!userId) return wrong({ to: 'required' });
    const chosen = await standing(userId);
    if (chosen.kind !== 'member' || !(await mayAct(chosen))) return wrong({ to: 'not-a-member' });
    return checked(Command, { id: commandId, type: 'assign', to: chosen.person });
  },
};

export const handOverForm: Form = { ...assignForm, title: 'form.hand-over', submit: 'action.hand-over' };
