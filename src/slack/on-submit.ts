import type { SlackViewMiddlewareArgs, ViewResponseAction, ViewSubmitAction } from '@slack/bolt';
import { type Asker, askerOf } from '../application/asker.js';
import { faultPhrase } from '../application/faults.js';
import type { FieldErrors } from '../application/forms/form.js';
import { type FormName, formNames } from '../application/forms/forms.js';
import type { Values } from '../application/forms/values.js';
import { unsupported } from '../application/help.js';
import type { Phrase } from '../application/phrase.js';
import { submitForm as carryOut, submitNewRequest } from '../application/submit-form.js';
import { within } from '../application/within.js';
import { phrase } from '../application/wording.js';
import type { SlackDesk } from './desk.js';
import { escapeText, plain, type Reader } from './markup.js';
import { type Metadata, noticeModal, readMetadata } from './modals.js';
import { doneAnswer } from './outcome.js';
import { answerPrivately, type PrivateAnswer } from './private-answer.js';
import { readValues } from './render-form.js';

type Arguments = SlackViewMiddlewareArgs<ViewSubmitAction>;

/** What a submission comes to: how Slack is answered, and what the person is told once the form is closed. */
interface Outcome {
  readonly response: ViewResponseAction | null;
  readonly answer?: PrivateAnswer & { readonly url: string | undefined; readonly commandId: string };
}

/**
 * A submitted form. The acknowledgement carries the outcome: closed, errors at the fields, or the refusal. Slack's
 * retries of one submission are one command, by the view's id; a corrected form is a new try of the same command,
 * since what failed validation was never recorded.
 */
export async function onSubmit(desk: SlackDesk, { ack, body, view }: Arguments): Promise<void> {
  const work = submitted(desk, body).catch((error) => failed(desk, body, error));
  const outcome = await within(work, desk.answerWithinMs);
  if (!outcome.done) {
    const reader = await within(readerOf(desk, body), 200);
    await acknowledge(ack, inForm(view, reader.done ? reader.value : fallback, phrase('fault.slow')));
  } else await acknowledge(ack, outcome.value.response);
  const { answer } = outcome.done ? outcome.value : await outcome.later;
  if (answer && desk.told.firstTime(answer.commandId)) await answerPrivately(answer.url, answer, desk.logger);
}

const fallback: Reader = { language: 'en', timeZone: 'UTC' };
const readerOf = (desk: SlackDesk, body: ViewSubmitAction): Promise<Reader> =>
  askerOf(desk.directory, body.user.id).then(
    ({ reader }) => reader,
    () => fallback,
  );

async function acknowledge(ack: Arguments['ack'], response: ViewResponseAction | null): Promise<void> {
  await (response ? ack(response) : ack());
}

async function submitted(desk: SlackDesk, body: ViewSubmitAction): Promise<Outcome> {
  const { view } = body;
  const asker = await askerOf(desk.directory, body.user.id);
  const metadata = readMetadata(view.private_metadata);
  const values = readValues(view.state);
  const name = view.callback_id.replace(/^form:/, '');
  const form = formNames.find((known) => known === name);
  const commandId = `slack:view:${view.id}`;
  if (values && metadata && name === 'new') return submitNew(desk, asker, values, metadata, commandId);
  if (!values || !metadata?.r || !form) return notice(asker.reader, unsupported);
  return submitForm(desk, asker, form, values, { ...metadata, r: metadata.r }, commandId);
}

async function submitForm(
  desk: SlackDesk,
  asker: Asker,
  name: FormName,
  values: Values,
  metadata: Metadata & { readonly r: string },
  commandId: string,
): Promise<Outcome> {
  const { reader } = asker;
  const submission = await carryOut(desk, asker, { name, referralId: metadata.r, values, commandId });
  if (submission.kind === 'errors') return { response: fieldErrors(reader, submission.errors) };
  if (submission.kind === 'notice') return notice(reader, submission.text);
  const done = doneAnswer(desk, asker, submission.answer, submission.profile, { replaceCard: metadata.e === 1 });
  return { response: null, answer: { ...done, url: metadata.u, commandId } };
}

/** A request that somebody logs by hand (`/rfi new`). */
async function submitNew(
  desk: SlackDesk,
  asker: Asker,
  values: Values,
  metadata: Metadata,
  commandId: string,
): Promise<Outcome> {
  const { reader } = asker;
  const submission = await submitNewRequest(desk, asker, values, commandId);
  if (submission.kind === 'errors') return { response: fieldErrors(reader, submission.errors) };
  if (submission.kind === 'notice') return notice(reader, submission.text);
  return { response: null, answer: { text: escapeText(plain(reader, submission.text)), url: metadata.u, commandId } };
}

/** Something failed on our side: said in the form, so that nothing typed is lost. */
async function failed(desk: SlackDesk, body: ViewSubmitAction, error: unknown): Promise<Outcome> {
  const said = faultPhrase(desk.logger, error);
  return { response: inForm(body.view, await readerOf(desk, body), said) };
}

function inForm(view: ViewSubmitAction['view'], reader: Reader, text: Phrase): ViewResponseAction {
  const field = view.blocks.find((block) => block.type === 'input')?.block_id;
  if (field) return { response_action: 'errors', errors: { [field]: plain(reader, text) } };
  return { response_action: 'update', view: noticeModal(reader, text) };
}

const notice = (reader: Reader, text: Phrase): Outcome => ({
  response: { response_action: 'update', view: noticeModal(reader, text) },
});

function fieldErrors(reader: Reader, errors: FieldErrors): ViewResponseAction {
  const texts = Object.entries(errors).map(([field, problem]) => [field, plain(reader, phrase(`problem.${problem}`))]);
  return { response_action: 'errors', errors: Object.fromEntries(texts) };
}
