import type { SlackViewMiddlewareArgs, ViewResponseAction, ViewSubmitAction } from '@slack/bolt';
import { seesProfile, visibleProfiles } from '../application/permissions.js';
import type { Phrase } from '../application/phrase.js';
import { phrase } from '../application/wording.js';
import type { Profile } from '../domain/profile.js';
import { type FormName, formNames } from './action-ids.js';
import { type Asker, askerOf } from './asker.js';
import type { SlackDesk } from './desk.js';
import { faultPhrase } from './faults.js';
import { readValues, type Values } from './forms/fields.js';
import type { FieldErrors } from './forms/form.js';
import { forms } from './forms/forms.js';
import { readNewRequest } from './forms/new-request-form.js';
import { escapeText, plain, type Reader } from './markup.js';
import { type Metadata, noticeModal, readMetadata } from './modals.js';
import { doneAnswer, refusalOf } from './outcome.js';
import { answerPrivately, type PrivateAnswer } from './private-answer.js';
import { acknowledgeWithinMs, within } from './within.js';

type Arguments = SlackViewMiddlewareArgs<ViewSubmitAction>;

/** What a submission comes to: how Slack is answered, and what the person is told once the form is closed. */
interface Outcome {
  readonly response: ViewResponseAction | null;
  readonly answer?: PrivateAnswer & { readonly url: string | undefined; readonly commandId: string };
}

/** The last submissions whose private answer went out: a retry is answered, but not told twice. */
const told = new Set<string>();
const mostTold = 1_000;

/**
 * A submitted form. The acknowledgement carries the outcome: closed, errors at the fields, or the refusal. Slack's
 * retries of one submission are one command, by the view's id; a corrected form is a new try of the same command,
 * since what failed validation was never recorded.
 */
export async function onSubmit(desk: SlackDesk, { ack, body, view }: Arguments): Promise<void> {
  const work = submitted(desk, body).catch((error) => failed(desk, body, error));
  const outcome = await within(work, acknowledgeWithinMs);
  if (!outcome.done) {
    const reader = await within(readerOf(desk, body), 200);
    await acknowledge(ack, inForm(view, reader.done ? reader.value : fallback, phrase('fault.slow')));
  } else await acknowledge(ack, outcome.value.response);
  const { answer } = outcome.done ? outcome.value : await outcome.later;
  if (!answer || told.has(answer.commandId)) return;
  told.add(answer.commandId);
  for (const oldest of told) {
    if (told.size <= mostTold) break;
    told.delete(oldest);
  }
  await answerPrivately(answer.url, answer, desk.logger);
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
  if (!values || !metadata?.r || !form) return notice(asker.reader, phrase('refusal.unsupported'));
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
  const referral = await desk.referrals.byId(metadata.r);
  const profile = referral && (await desk.profiles.byId(referral.profileId));
  if (!referral || !profile) return notice(reader, phrase('refusal.not-found'));
  const standing = (userId: string) => desk.directory.standing(userId);
  const read = await forms[name].read(values, { commandId, profile, standing });
  if (!read.ok) return { response: fieldErrors(reader, read.errors) };

  const answer = await desk.act({ referralId: referral.id, command: read.command, by: asker.standing });
  if (answer.kind === 'done') {
    const done = doneAnswer(desk, asker, answer, profile, { replaceCard: metadata.e === 1 });
    return { response: null, answer: { ...done, url: metadata.u, commandId } };
  }
  if (answer.kind === 'refused' && answer.refusal.code === 'invalid') {
    return { response: fieldErrors(reader, answer.refusal.fields) };
  }
  return notice(reader, await refusalOf(desk, asker, answer));
}

/** A request that somebody logs by hand (`/rfi new`). */
async function submitNew(
  desk: SlackDesk,
  asker: Asker,
  values: Values,
  metadata: Metadata,
  commandId: string,
): Promise<Outcome> {
  const { reader, standing } = asker;
  if (standing.kind !== 'member') return notice(reader, phrase('refusal.not-a-member'));
  const read = readNewRequest(values);
  if (!read.ok) return { response: fieldErrors(reader, read.errors) };
  const profile = await profileFor(desk, standing, read.profileId);
  if (!profile) return notice(reader, phrase('list.no-profiles'));
  const answer = await desk.receive({
    source: { name: 'manual', externalId: commandId },
    request: read.request,
    dates: {},
    mayBeNew: true,
    profileId: profile.id,
    by: standing.person,
  });
  if (answer.kind === 'unknown') return notice(reader, phrase('refusal.not-found'));
  const text = plain(reader, phrase('done.received', { code: answer.referral.code }));
  return { response: null, answer: { text: escapeText(text), url: metadata.u, commandId } };
}

async function profileFor(
  desk: SlackDesk,
  member: Extract<Asker['standing'], { kind: 'member' }>,
  chosen: string | undefined,
): Promise<Profile | null> {
  if (!chosen) return (await visibleProfiles(desk, member))[0] ?? null;
  const profile = await desk.profiles.byId(chosen);
  return profile && (await seesProfile(desk, member, profile)) ? profile : null;
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
