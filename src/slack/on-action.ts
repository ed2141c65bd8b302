import type {
  BlockAction,
  ButtonAction,
  OverflowAction,
  SlackActionMiddlewareArgs,
  StaticSelectAction,
} from '@slack/bolt';
import type { ModalView } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import { adoptCard } from '../application/adopt-card.js';
import { askerOf } from '../application/asker.js';
import { commandAtOnce } from '../application/at-once.js';
import { faultPhrase } from '../application/faults.js';
import { unsupported } from '../application/help.js';
import { refusalOf } from '../application/outcome.js';
import { showWithinMs, within } from '../application/within.js';
import { phrase } from '../application/wording.js';
import type { ReferralId } from '../domain/referral.js';
import { type Pressed, parsePressed } from './action-ids.js';
import type { SlackDesk } from './desk.js';
import { listAnswer, showAnswer } from './lists.js';
import { escapeText, plain } from './markup.js';
import { loadingModal, type Metadata, noticeModal } from './modals.js';
import { detailsFor, formFor } from './open-form.js';
import { fillView, openView } from './open-view.js';
import { doneAnswer } from './outcome.js';
import { answerPrivately, type PrivateAnswer } from './private-answer.js';

type Arguments = SlackActionMiddlewareArgs<BlockAction> & { readonly client: WebClient };

/** A pressed button or a chosen menu entry, on a card, in a list, or under a private answer. */
export async function onAction(desk: SlackDesk, { ack, body, action, client }: Arguments): Promise<void> {
  const pressed = parsePressed(action as ButtonAction | OverflowAction | StaticSelectAction);
  const container = body.container as { type?: string; is_ephemeral?: boolean };
  const isPrivate = container.is_ephemeral === true;
  switch (pressed.kind) {
    case 'form':
    case 'details':
      // A form only opens: acknowledged first, since its trigger lives three seconds.
      await ack();
      adoptClicked(desk, body, pressed.referralId, isPrivate);
      return openModal(desk, client, body, (asker) => {
        const metadata: Metadata = { u: body.response_url, ...(isPrivate ? { e: 1 } : {}) };
        return pressed.kind === 'form'
          ? formFor(desk, asker, pressed.form, pressed.referralId, metadata)
          : detailsFor(desk, asker, pressed.referralId);
      });
    case 'at-once':
    case 'snooze':
    case 'undo': {
      const work = perform(desk, body, pressed, isPrivate).catch((error) => faultAnswer(desk, body, error));
      // The outcome first; only a slow one is acknowledged before it is known.
      const answer = await within(work, desk.answerWithinMs);
      await ack();
      return tell(desk, body, answer.done ? answer.value : await answer.later);
    }
    case 'list':
    case 'show':
    case 'unsupported': {
      await ack();
      const answer = await look(desk, body, pressed, isPrivate).catch((error) => faultAnswer(desk, body, error));
      return tell(desk, body, answer);
    }
  }
}

/** Opens at once: with the data when it is quick, else with a sign of waiting that the data then replaces. */
async function openModal(
  desk: SlackDesk,
  client: WebClient,
  body: BlockAction,
  build: (asker: Awaited<ReturnType<typeof askerOf>>) => Promise<ModalView>,
): Promise<void> {
  const work = askerOf(desk.directory, body.user.id)
    .then(build)
    .catch(async (error) => noticeModal(await readerFor(desk, body), faultPhrase(desk.logger, error)));
  const view = await within(work, showWithinMs);
  try {
    const opened = await openView(client, body.trigger_id, view.done ? view.value : loadingModal());
    if (opened.kind === 'open-already') return;
    if (opened.kind === 'opened') {
      if (!view.done && opened.viewId) await fillView(client, opened.viewId, await view.later);
      return;
    }
    await tell(desk, body, { text: escapeText(plain(await readerFor(desk, body), phrase('fault.trigger'))) });
  } catch (error) {
    await tell(desk, body, await faultAnswer(desk, body, error));
  }
}

async function tell(desk: SlackDesk, body: BlockAction, answer: PrivateAnswer): Promise<void> {
  if (desk.told.firstTime(body.trigger_id)) await answerPrivately(body.response_url, answer, desk.logger);
}

/** How the person reads, as far as that can be told; English when Slack can't be asked. */
async function readerFor(desk: SlackDesk, body: BlockAction) {
  return askerOf(desk.directory, body.user.id).then(
    ({ reader }) => reader,
    () => ({ language: 'en' as const, timeZone: 'UTC' }),
  );
}

async function faultAnswer(desk: SlackDesk, body: BlockAction, error: unknown): Promise<PrivateAnswer> {
  const text = plain(await readerFor(desk, body), faultPhrase(desk.logger, error));
  return { text: escapeText(text) };
}

/** What changes state without a form. */
async function perform(
  desk: SlackDesk,
  body: BlockAction,
  pressed: Extract<Pressed, { kind: 'at-once' | 'snooze' | 'undo' }>,
  isPrivate: boolean,
): Promise<PrivateAnswer> {
  const asker = await askerOf(desk.directory, body.user.id);
  // The same click, however often Slack delivers it, is the same command; so is an undo of the same command.
  const command =
    pressed.kind === 'undo'
      ? ({ id: `undo:${pressed.of}`, type: 'undo', of: pressed.of } as const)
      : await commandAtOnce(desk, pressed, asker, `slack:click:${body.trigger_id}`);
  if (!command) return { text: escapeText(plain(asker.reader, phrase('refusal.not-found'))) };
  const answer = await desk.act({ referralId: pressed.referralId, command, by: asker.standing });
  const undoing = pressed.kind === 'undo';
  if (answer.kind !== 'done') {
    const text = plain(asker.reader, await refusalOf(desk, asker, answer));
    return { text: escapeText(text), replace: undoing && isPrivate };
  }
  const profile = await desk.profiles.byId(answer.referral.profileId);
  if (!profile) return { text: escapeText(plain(asker.reader, phrase('refusal.not-found'))) };
  const done = doneAnswer(desk, asker, answer, profile, { replaceCard: isPrivate && !undoing });
  return { ...done, replace: isPrivate };
}

async function look(
  desk: SlackDesk,
  body: BlockAction,
  pressed: Extract<Pressed, { kind: 'list' | 'show' | 'unsupported' }>,
  isPrivate: boolean,
): Promise<PrivateAnswer> {
  const asker = await askerOf(desk.directory, body.user.id);
  if (pressed.kind === 'list') return { ...(await listAnswer(desk, asker, pressed.page)), replace: isPrivate };
  if (pressed.kind === 'show') return showAnswer(desk, asker, await desk.referrals.byId(pressed.referralId));
  return { text: escapeText(plain(asker.reader, unsupported)) };
}

/** Design, "Posting": a click on a card that the desk doesn't know of adopts it. Nobody waits for that. */
function adoptClicked(desk: SlackDesk, body: BlockAction, referralId: string, isPrivate: boolean): void {
  const { channel, message } = body;
  if (isPrivate || !channel || !message?.ts || !isCardOf(message, referralId, desk.botUserId)) return;
  const clicked = { channel: channel.id, id: message.ts };
  const work = async () => {
    const referral = await desk.referrals.byId(referralId);
    const profile = referral && (await desk.profiles.byId(referral.profileId));
    if (!referral || !profile?.slackChannels.includes(clicked.channel)) return;
    const destination = { platform: 'slack', kind: 'channel', id: clicked.channel } as const;
    const found = await adoptCard(desk, referralId as ReferralId, destination, clicked);
    if (found === 'adopted') desk.redraw(referral.id);
  };
  work().catch((error) => desk.logger.warn({ err: error, referralId }, 'a clicked card could not be adopted'));
}

/** Only a message of ours whose buttons name the referral: what becomes of it depends on that. */
function isCardOf(message: NonNullable<BlockAction['message']>, referralId: string, botUserId: string): boolean {
  const blocks: readonly { elements?: readonly { value?: unknown }[] }[] = message.blocks ?? [];
  const named = blocks.some((block) => block.elements?.some((element) => element.value === referralId));
  return message.user === botUserId && named;
}
