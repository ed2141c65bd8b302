import { randomBytes } from 'node:crypto';
import type { Asker } from '../application/asker.js';
import { commandAtOnce } from '../application/at-once.js';
import type { Field } from '../application/forms/field.js';
import type { FieldErrors } from '../application/forms/form.js';
import { valuesOf } from '../application/forms/values.js';
import { unsupported } from '../application/help.js';
import { listDeals, listHeading, showDeal } from '../application/list-deals.js';
import { openDetails, openForm, openNewRequest } from '../application/open-form.js';
import { type Done, doneSentences, refusalOf } from '../application/outcome.js';
import { channelsOf } from '../application/permissions.js';
import type { Phrase } from '../application/phrase.js';
import { cardView } from '../application/referral-view.js';
import { type Submission, submitForm, submitNewRequest } from '../application/submit-form.js';
import { phrase } from '../application/wording.js';
import type { Command } from '../domain/commands.js';
import type { Profile } from '../domain/profile.js';
import type { Referral } from '../domain/referral.js';
import type { MessageKey } from '../locales/translate.js';
import type { Pressed } from './action-data.js';
import type { TeamsDesk } from './desk.js';
import { limits } from './limits.js';
import { plain, shorten } from './markup.js';
import type { Press } from './press.js';
import { type Surface, undoButton } from './render-actions.js';
import { renderCard } from './render-card.js';
import { renderDetails } from './render-details.js';
import { type FormCard, renderForm } from './render-form.js';
import { renderList } from './render-list.js';
import { plainLines, renderNotice } from './render-notice.js';
import type { Json } from './templates.js';

/** What somebody gets to see after a press: always a card, and what it says in words. */
export interface Answer {
  /** Of a dialog. */
  readonly title: string;
  readonly card: Json;
  readonly text: string;
  /** A sentence and no more: where a client shows such in passing, no card is needed. */
  readonly brief: boolean;
}

/** Carries out what was pressed. Faults are thrown; everything else is an answer. */
export async function answerTo(desk: TeamsDesk, asker: Asker, press: Press): Promise<Answer> {
  const { pressed } = press;
  const { reader } = asker;
  switch (pressed.do) {
    case 'form': {
      const opened = await openForm(desk, asker, pressed.form, pressed.r);
      if (opened.kind === 'notice') return notice(asker, opened.text);
      const next: Pressed = { do: 'submit', form: pressed.form, r: pressed.r, n: newNonce() };
      const { form, fields, referral } = opened;
      return formAnswer(desk, asker, press, { fields, title: form.title, submit: form.submit, next, referral });
    }
    case 'new': {
      const opened = await openNewRequest(desk, asker, press.channel);
      if (opened.kind === 'notice') return notice(asker, opened.text);
      const next: Pressed = { do: 'submit-new', n: newNonce() };
      const { fields } = opened;
      return formAnswer(desk, asker, press, { fields, title: 'form.new', submit: 'form.new.submit', next });
    }
    case 'details': {
      const opened = await openDetails(desk, asker, pressed.r);
      if (opened.kind === 'notice') return notice(asker, opened.text);
      const title = plain(reader, phrase('form.details', { code: opened.code }));
      return { title, card: renderDetails(reader, opened.view), text: title, brief: false };
    }
    case 'list':
      return listAnswer(desk, asker, pressed.page, press.surface);
    case 'show':
      return showAnswer(desk, asker, await desk.referrals.byId(pressed.r), press.surface);
    case 'at-once':
    case 'snooze': {
      const { r: referralId } = pressed;
      const command = await commandAtOnce(
        desk,
        { ...pressed, referralId },
        asker,
        `teams:click:${asker.userId}:${press.pressId}`,
      );
      return command ? act(desk, asker, press, referralId, command) : notice(asker, phrase('refusal.not-found'));
    }
    case 'undo':
      return act(desk, asker, press, pressed.r, { id: `undo:${pressed.of}`, type: 'undo', of: pressed.of });
    case 'submit':
      return submitted(desk, asker, press, pressed);
    case 'submit-new':
      return submittedNew(desk, asker, press, pressed);
    case 'unsupported':
      return notice(asker, unsupported);
  }
}

/** Opaque, and of the form's own: pressing its button twice is one command. */
const newNonce = () => randomBytes(12).toString('base64url');

/** A form inside a message is everybody's: who presses its button after another gives a command of their own. */
const formCommandId = (asker: Asker, nonce: string) => `teams:form:${asker.userId}:${nonce}`;

export function notice({ reader }: Pick<Asker, 'reader'>, text: Phrase, title: Phrase = phrase('form.notice')): Answer {
  return {
    title: plain(reader, title),
    card: renderNotice(reader, [text]),
    text: plain(reader, text),
    brief: true,
  };
}

export async function listAnswer(
  desk: TeamsDesk,
  asker: Asker,
  page: Extract<Pressed, { do: 'list' }>['page'],
  surface: Surface,
): Promise<Answer> {
  const { reader } = asker;
  const list = await listDeals(desk, asker, page);
  if (list.kind === 'notice') return notice(asker, list.text);
  const title = plain(reader, listHeading(list.page));
  return { title, card: renderList(reader, list, surface), text: title, brief: false };
}

export async function showAnswer(
  desk: TeamsDesk,
  asker: Asker,
  referral: Referral | null,
  surface: Surface,
): Promise<Answer> {
  const { reader } = asker;
  const shown = await showDeal(desk, asker, referral);
  if (shown.kind === 'notice') return notice(asker, shown.text);
  return {
    title: shorten(plain(reader, shown.card.title), limits.dialogTitle),
    card: renderCard(reader, shown.card, { surface, history: shown.details }),
    text: plain(reader, shown.card.summary),
    brief: false,
  };
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
  return { title: shorten(text, limits.dialogTitle), card, text, brief: false };
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

async function act(desk: TeamsDesk, asker: Asker, press: Press, referralId: string, command: Command): Promise<Answer> {
  const answer = await desk.act({ referralId, command, by: asker.standing });
  if (answer.kind !== 'done') return notice(asker, await refusalOf(desk, asker, answer));
  const profile = await desk.profiles.byId(answer.referral.profileId);
  return profile ? done(desk, asker, press, answer, profile) : notice(asker, phrase('refusal.not-found'));
}

/** That it is done, with the button that takes it back; above the card as it now is, where that was pressed. */
function done(desk: TeamsDesk, { reader }: Asker, press: Press, answer: Done, profile: Profile): Answer {
  const { surface, inPlace } = press;
  const { sentences, undo } = doneSentences(desk, answer, profile);
  const { referral, recorded } = answer;
  const actions = undo ? [undoButton(reader, referral.id, recorded.id, surface)] : [];
  return {
    title: referral.code,
    card: inPlace
      ? renderCard(reader, cardView(referral, desk.viewContext(profile)), {
          surface,
          told: { lines: sentences, actions },
        })
      : renderNotice(reader, sentences, { actions }),
    text: plainLines(reader, sentences),
    brief: !undo && !inPlace,
  };
}

async function submitted(
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
  if (submission.kind === 'done') return done(desk, asker, press, submission.answer, submission.profile);
  const opened = await openForm(desk, asker, name, referralId);
  if (opened.kind === 'notice') return notice(asker, opened.text);
  const { form, fields, referral } = opened;
  // The same nonce: what failed was never recorded, and the corrected form is the same command.
  const again = { fields, title: form.title, submit: form.submit, next: pressed, referral };
  return formAnswer(desk, asker, press, { ...again, entered: press.entered, errors: submission.errors });
}

async function submittedNew(
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
