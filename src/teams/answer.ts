import type { Asker } from '../application/asker.js';
import { listDeals, listHeading, showDeal } from '../application/list-deals.js';
import { type Done, doneSentences, refusalOf } from '../application/outcome.js';
import type { Phrase } from '../application/phrase.js';
import { cardView } from '../application/referral-view.js';
import { phrase } from '../application/wording.js';
import type { Command } from '../domain/commands.js';
import type { Profile } from '../domain/profile.js';
import type { Referral } from '../domain/referral.js';
import type { Pressed } from './action-data.js';
import type { TeamsDesk } from './desk.js';
import { limits } from './limits.js';
import { plain, shorten } from './markup.js';
import type { Press } from './press.js';
import { type Surface, undoButton } from './render-actions.js';
import { renderCard } from './render-card.js';
import { renderList } from './render-list.js';
import { plainLines, renderNotice } from './render-notice.js';
import type { Json } from './templates.js';

/** What somebody gets to see after a press: always a card, and what it says in words. */
export interface Answer {
  /** Of a dialog. */
  readonly title: string;
  readonly card: Json;
  readonly text: string;
  /** How much there is to see: where a client shows a sentence in passing, no card is needed for it. */
  readonly extent: 'sentence' | 'few-lines' | 'page';
}

export function notice({ reader }: Pick<Asker, 'reader'>, text: Phrase, title: Phrase = phrase('form.notice')): Answer {
  return {
    title: plain(reader, title),
    card: renderNotice(reader, [text]),
    text: plain(reader, text),
    extent: 'sentence',
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
  return { title, card: renderList(reader, list, surface), text: title, extent: 'page' };
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
    extent: 'page',
  };
}

/** Carries out a command: what came of it, or why nothing did. */
export async function actAnswer(
  desk: TeamsDesk,
  asker: Asker,
  press: Press,
  referralId: string,
  command: Command,
): Promise<Answer> {
  const answer = await desk.act({ referralId, command, by: asker.standing });
  if (answer.kind !== 'done') return notice(asker, await refusalOf(desk, asker, answer));
  const profile = await desk.profiles.byId(answer.referral.profileId);
  return profile ? doneAnswer(desk, asker, press, answer, profile) : notice(asker, phrase('refusal.not-found'));
}

/** That it is done, with the button that takes it back; above the card as it now is, where that was pressed. */
export function doneAnswer(desk: TeamsDesk, { reader }: Asker, press: Press, answer: Done, profile: Profile): Answer {
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
    extent: inPlace ? 'page' : undo ? 'few-lines' : 'sentence',
  };
}
