import type { Referral } from '../../domain/referral.js';
import { declineForm, loseForm, winForm } from './closing-forms.js';
import { acceptForm, editForm } from './engagement-forms.js';
import type { Form } from './form.js';
import { addContactForm, assignForm, handOverForm, removeContactForm } from './people-forms.js';
import { reopenForm } from './reopen-form.js';

/** Actions that ask for something first. */
export const formNames = [
  'accept',
  'decline',
  'edit',
  'add-contact',
  'remove-contact',
  'win',
  'lose',
  'assign',
  'reopen',
] as const;
export type FormName = (typeof formNames)[number];

export const forms: Readonly<Record<FormName, Form>> = {
  accept: acceptForm,
  decline: declineForm,
  edit: editForm,
  'add-contact': addContactForm,
  'remove-contact': removeContactForm,
  win: winForm,
  lose: loseForm,
  assign: assignForm,
  reopen: reopenForm,
};

/** The form as its button calls it: who has a deal hands it over. */
export function formOf(name: FormName, { state }: Referral): Form {
  return name === 'assign' && state.kind === 'active' ? handOverForm : forms[name];
}
