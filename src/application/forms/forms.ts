import { declineForm, loseForm, winForm } from './closing-forms.js';
import { acceptForm, editForm } from './engagement-forms.js';
import type { Form } from './form.js';
import { addContactForm, assignForm, removeContactForm } from './people-forms.js';
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
