import { randomBytes } from 'node:crypto';
import type { Asker } from '../application/asker.js';
import type { Field } from '../application/forms/field.js';
import type { FieldErrors } from '../application/forms/form.js';
import { valuesOf } from '../application/forms/values.js';
import { openForm, openNewRequest } from '../application/open-form.js';
import { channelsOf } from '../application/permissions.js';
import type { Phrase } from '../application/phrase.js';
import { type Submission, submitForm, submitNewRequest } from '../application/submit-form.js';
import { phrase } from '../application/wording.js';
import type { Referral } from '../domain/referral.js';
import type { MessageKey } from '../locales/translate.js';
import type { Pressed } from './action-data.js';
import { type Answer, doneAnswer, notice } from './answer.js';
import type { TeamsDesk } from './desk.js';
import { limits } from './limits.js';
import { plain, shorten } from './markup.js';
import type { Press } from './press.js';
import { type FormCard, renderForm } from './render-form.js';

/** Opaque, and of the form's own: pressing its button twice is one command. */
const newNonce = () => randomBytes(12).toString('base64url');

/** A form inside a message is everybody's: who presses its button after another gives a command of their own. */
const formCommandId = (asker: Asker, nonce: string) => `teams:form:${asker.userId}:${nonce}`;

/** A referral's form, or why there is none. */
export async function openedAnswer(
  desk: TeamsDesk,
  asker: Asker,
  press: Press,
  { form: name, r }: Extract<Pressed, { do: 'form' }>,
): Promise<Answer> {
  const opened = await openForm(desk, asker, name, r);
  if (opened.kind === 'notice') return notice(asker, opened.text);
  const next: Pressed = { do: 'submit', form: name, r, n: newNonce() };
  const { form, fields, referral } = opened;
  return formAnswer(desk, asker, press, { fields, title: form.title, submit: form.submit, next, referral });
}

/** The form that logs a request by hand, or why there is none. */
export async function openedNewAnswer(desk: TeamsDesk, asker: Asker, press: Press): Promise<Answer> {
  const opened = await openNewRequest(desk, asker, press.channel);
  if (opened.kind === 'notice') return notice(asker, opened.text);
  const next: Pressed = { do: 'submit-new', n: newNonce() };
  const { fields } = opened;
  return formAnswer(desk, asker, press, { fields, title: 'form.new', submit: 'form.new.submit', next });
}

/** The outcome of a form that was sent, or the form again with its errors and what was typed. */
export async function submittedAnswer(
  desk: TeamsDesk,
  asker: Asker,
  press: Press,
  pressed: Extract<Pressed, { do: 'submit' }>,
): Promise<Answer> {
  const values = valuesOf(press.entered);
  const { form: name, r: referralId, n } = pressed;
  const submission: Submission = await submitForm(desk, asker, {
    name,
    referralId,
    values,
    commandId: formCommandId(asker, n),
  });
  if (submission.kind === 'notice') return notice(asker, submission.text);
  if (submission.kind === 'done') return doneAnswer(desk, asker, press, submission.answer, submission.profile);
  const opened = await openForm(desk, asker, name, referralId);
  if (opened.kind === 'notice') return notice(asker, opened.text);
  const { form, fields, referral } = opened;
  // The same nonce: what failed was never recorded, and the corrected form is the same command.
  const again = { fields, title: form.title, submit: form.submit, next: pressed, referral };
  return formAnswer(desk, asker, press, { ...again, entered: press.entered, errors: submission.errors });
}

/** The same for a request that is logged by hand. */
export async function submittedNewAnswer(
  desk: TeamsDesk,
  asker: Asker,
  press: Press,
  pressed: Extract<Pressed, { do: 'submit-new' }>,
): Promise<Answer> {
  const submission = await submitNewRequest(desk, asker, valuesOf(press.entered), formCommandId(asker, pressed.n));
  if (submission.kind === 'notice') return notice(asker, submission.text);
  if (submission.kind === 'logged') return notice(asker, submission.text, phrase('form.new'));
  const opened = await openNewRequest(desk, asker, press.channel);
  if (opened.kind === 'notice') return notice(asker, opened.text);
  return formAnswer(desk, asker, press, {
    fields: opened.fields,
    title: 'form.new',
    submit: 'form.new.submit',
    next: pressed,
    entered: press.entered,
    errors: submission.errors,
  });
}

/** Something failed on our side: said in the form where there is one, so that nothing typed is lost. */
export function faultAnswer(asker: Asker, press: Press, problem: Phrase): Answer {
  const form = 'n' in press.pressed && remembered.get(press.pressed.n);
  if (!form) return notice(asker, problem);
  const { errors: _, ...rest } = form;
  return drawn(asker, press, { ...rest, entered: press.entered, problem });
}

interface ToDraw {
  readonly fields: readonly Field[];
  readonly title: MessageKey;
  readonly submit: MessageKey;
  readonly next: Pressed;
  readonly referral?: Referral;
  readonly errors?: FieldErrors;
  readonly entered?: ReadonlyMap<string, string>;
  readonly problem?: Phrase;
}

async function formAnswer(desk: TeamsDesk, asker: Asker, press: Press, form: ToDraw): Promise<Answer> {
  const { fields, referral } = form;
  const wantsPeople = fields.some(({ kind }) => kind === 'person' || kind === 'people');
  const profile = referral && wantsPeople ? await desk.profiles.byId(referral.profileId) : null;
  const people = profile ? await desk.directory.peopleOf(channelsOf(profile, 'teams')) : [];
  const whole = { ...form, people };
  if ('n' in form.next) remember(form.next.n, whole);
  return drawn(asker, press, whole);
}

function drawn({ reader }: Asker, { surface }: Press, form: ToDraw & Pick<FormCard, 'people'>): Answer {
  const { title, referral, next, ...rest } = form;
  const text = plain(reader, phrase(title, referral ? { code: referral.code } : {}));
  const card = renderForm(reader, { ...rest, pressed: next, surface });
  return { title: shorten(text, limits.dialogTitle), card, text, extent: 'page' };
}

/** The forms drawn last, so that a form can be shown again while the store is away. */
const remembered = new Map<string, ToDraw & Pick<FormCard, 'people'>>();
const mostRemembered = 500;

function remember(nonce: string, form: ToDraw & Pick<FormCard, 'people'>): void {
  remembered.delete(nonce);
  remembered.set(nonce, form);
  for (const oldest of remembered.keys()) {
    if (remembered.size <= mostRemembered) break;
    remembered.delete(oldest);
  }
}
