import type { FormName } from '../action-ids.js';
import { declineForm, loseForm, winForm } from './closing-forms.js';
import { acceptForm, editForm } from './engagement-forms.js';
import type { Form } from './form.js';
import { addContactForm, assignForm, removeContactForm } from './people-forms.js';
import { reopenForm } from './reopen-form.js';

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
