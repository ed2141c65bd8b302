import type { ModalView } from '@slack/types';
import type { Asker } from '../application/asker.js';
import type { FormName } from '../application/forms/forms.js';
import { openDetails, openForm } from '../application/open-form.js';
import type { SlackDesk } from './desk.js';
import { formModal, type Metadata, noticeModal } from './modals.js';
import { detailsModal } from './render-details.js';
import { renderFields } from './render-form.js';

/** The form that somebody asked for, or a notice that says why there is none. */
export async function formFor(
  desk: SlackDesk,
  asker: Asker,
  name: FormName,
  referralId: string,
  metadata: Metadata,
): Promise<ModalView> {
  const { reader } = asker;
  const opened = await openForm(desk, asker, name, referralId);
  if (opened.kind === 'notice') return noticeModal(reader, opened.text);
  const blocks = renderFields(reader, opened.fields);
  return formModal(reader, name, opened.form, opened.referral.code, blocks, { ...metadata, r: referralId });
}

/** Everything about a referral, for whoever may see it. */
export async function detailsFor(desk: SlackDesk, asker: Asker, referralId: string): Promise<ModalView> {
  const opened = await openDetails(desk, asker, referralId);
  if (opened.kind === 'notice') return noticeModal(asker.reader, opened.text);
  return detailsModal(asker.reader, opened.code, opened.view);
}
