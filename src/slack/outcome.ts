import type { KnownBlock } from '@slack/types';
import type { Phrase } from '../application/phrase.js';
import type { ActAnswer } from '../application/ports.js';
import { cardView } from '../application/referral-view.js';
import { donePhrase, phrase, refusalPhrase } from '../application/wording.js';
import type { Profile } from '../domain/profile.js';
import type { Asker } from './asker.js';
import type { SlackDesk } from './desk.js';
import { escapeText, mrkdwn, plain } from './markup.js';
import type { PrivateAnswer } from './private-answer.js';
import { renderCard, undoButton } from './render-card.js';

type Done = Extract<ActAnswer, { kind: 'done' }>;

/** Why something wasn't done, as a sentence to the person who asked. */
export async function refusalOf(
  desk: SlackDesk,
  asker: Asker,
  answer: Exclude<ActAnswer, { kind: 'done' }>,
): Promise<Phrase> {
  if (answer.kind === 'not-found') return phrase('refusal.not-found');
  const profile = await desk.profiles.byId(answer.referral.profileId);
  const person = asker.standing.kind === 'member' ? asker.standing.person : null;
  return refusalPhrase(answer.refusal, answer.referral, person, profile?.name ?? '');
}

/**
 * What somebody reads who has just changed something: that it is done, how long they can take it back, and, where the
 * card they clicked was private to them, that card anew.
 */
export function doneAnswer(
  desk: SlackDesk,
  asker: Asker,
  { referral, recorded }: Done,
  profile: Profile,
  options: { readonly replaceCard: boolean },
): PrivateAnswer {
  const { reader } = asker;
  const { event } = recorded;
  const undo = referral.undo?.commandId === recorded.id && desk.clock.now() < referral.undo.until;
  const seconds = Math.round(profile.undoWindow / 1000);
  const elsewhere =
    referral.source.name === 'partner-center' && ['accepted', 'declined', 'won', 'lost'].includes(event.type);
  const sentences = [
    donePhrase(event, referral),
    ...(elsewhere ? [phrase('done.answer-there')] : []),
    ...(undo ? [phrase('done.undo-hint', { seconds })] : []),
  ];
  const text = sentences.map((sentence) => mrkdwn(reader, sentence)).join(' ');
  const section: KnownBlock = { type: 'section', text: { type: 'mrkdwn', text, verbatim: true } };
  const card = options.replaceCard ? renderCard(reader, cardView(referral, desk.viewContext(profile))) : [];
  return {
    text: escapeText(sentences.map((sentence) => plain(reader, sentence)).join(' ')),
    blocks: [...card, section, ...(undo ? [undoButton(reader, referral.id, recorded.id)] : [])],
    replace: options.replaceCard,
  };
}
