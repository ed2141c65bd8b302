import type { KnownBlock, ModalView } from '@slack/types';
import { z } from 'zod';
import type { Form } from '../application/forms/form.js';
import type { FormName } from '../application/forms/forms.js';
import type { Phrase } from '../application/phrase.js';
import type { MessageKey } from '../locales/translate.js';
import { fromJson } from './action-ids.js';
import { limits } from './limits.js';
import { label, plain, plainText, type Reader } from './markup.js';

/** What a form carries along, unseen. */
const Metadata = z.strictObject({
  /** Referral id; none on the form of `/rfi new`. */
  r: z.string().optional(),
  /** Where to answer the person privately. */
  u: z.string().optional(),
  /** The card that was clicked is itself private, and gets replaced. */
  e: z.literal(1).optional(),
});
export type Metadata = z.infer<typeof Metadata>;

/** Null when it isn't one of our forms. */
export function readMetadata(text: unknown): Metadata | null {
  return fromJson(Metadata, text);
}

export function formModal(
  reader: Reader,
  name: FormName,
  form: Form,
  code: string,
  blocks: KnownBlock[],
  metadata: Metadata,
): ModalView {
  return modal(reader, `form:${name}`, form.title, form.submit, blocks, metadata, { code });
}

export function newRequestModal(reader: Reader, blocks: KnownBlock[], metadata: Metadata): ModalView {
  return modal(reader, 'form:new', 'form.new', 'form.new.submit', blocks, metadata);
}

function modal(
  reader: Reader,
  callbackId: string,
  title: MessageKey,
  submit: MessageKey,
  blocks: KnownBlock[],
  metadata: Metadata,
  values?: Phrase['values'],
): ModalView {
  return {
    type: 'modal',
    callback_id: callbackId,
    title: label(reader, title, limits.view.title, values),
    submit: label(reader, submit, limits.view.submit),
    close: label(reader, 'action.cancel', limits.view.close),
    blocks,
    private_metadata: JSON.stringify(metadata),
  };
}

/** Says one thing, and can only be closed. */
export function noticeModal(reader: Reader, text: Phrase): ModalView {
  return {
    type: 'modal',
    callback_id: 'notice',
    title: label(reader, 'form.notice', limits.view.title),
    close: label(reader, 'action.close', limits.view.close),
    blocks: [{ type: 'section', text: plainText(`⚠️ ${plain(reader, text)}`, limits.section.text) }],
  };
}

/** Stands there while the data is on its way. Wordless, since whose language it should speak isn't known yet. */
export function loadingModal(): ModalView {
  const reader: Reader = { language: 'en', timeZone: 'UTC' };
  return {
    type: 'modal',
    callback_id: 'loading',
    title: label(reader, 'form.loading', limits.view.title),
    blocks: [{ type: 'section', text: label(reader, 'form.loading.text', limits.section.text) }],
  };
}
