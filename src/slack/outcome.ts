import type { KnownBlock } from '@slack/types';
import type { Asker } from '../application/asker.js';
import { type Done, doneSentences } from '../application/outcome.js';
import { cardView } from '../application/referral-view.js';
import type { Profile } from '../domain/profile.js';
import type { SlackDesk } from './desk.js';
import { escapeText, mrkdwn, plain } from './markup.js';
import type { PrivateAnswer } from './private-answer.js';
import { renderCard, undoButton } from './render-card.js';

/**
 * What somebody reads who has just changed something: that it is done, how long they can take it back, and, where the
 * card they clicked was private to them, that card anew.
 */
export function doneAnswer(
  desk: SlackDesk,
  asker: Asker,
  done: Done,
  profile: Profile,
  options: { readonly replaceCard: boolean },
): PrivateAnswer {
  const { reader } = asker;
  const { referral, recorded } = done;
  const { sentences, undo } = doneSentences(desk, done, profile);
  const text = sentences.map((sentence) => mrkdwn(reader, sentence)).join(' ');
  const section: KnownBlock = { type: 'section', text: { type: 'mrkdwn', text, verbatim: true } };
  const card = options.replaceCard ? renderCard(reader, cardView(referral, desk.viewContext(profile))) : [];
  return {
    text: escapeText(sentences.map((sentence) => plain(reader, sentence)).join(' ')),
    blocks: [...card, section, ...(undo ? [undoButton(reader, referral.id, recorded.id)] : [])],
    replace: options.replaceCard,
  };
}
