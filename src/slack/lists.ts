import type { Asker } from '../application/asker.js';
import { type ListPage, listDeals, showDeal } from '../application/list-deals.js';
import type { Phrase } from '../application/phrase.js';
import { phrase } from '../application/wording.js';
import type { Referral } from '../domain/referral.js';
import type { SlackDesk } from './desk.js';
import { limits } from './limits.js';
import { escapeText, plain } from './markup.js';
import type { PrivateAnswer } from './private-answer.js';
import { renderCard } from './render-card.js';
import { renderHistory } from './render-details.js';
import { renderList } from './render-list.js';

/** One page of a list, of the profiles that the asker may see. */
export async function listAnswer(desk: SlackDesk, asker: Asker, page: ListPage): Promise<PrivateAnswer> {
  const { reader } = asker;
  const list = await listDeals(desk, asker, page);
  if (list.kind === 'notice') return say(asker, list.text);
  return {
    text: escapeText(plain(reader, phrase(`list.${list.page.show}`))),
    blocks: renderList(reader, list.page, list),
  };
}

/** One referral with its buttons and its history; the same answer for one that isn't there and one that isn't theirs. */
export async function showAnswer(desk: SlackDesk, asker: Asker, referral: Referral | null): Promise<PrivateAnswer> {
  const { reader } = asker;
  const shown = await showDeal(desk, asker, referral);
  if (shown.kind === 'notice') return say(asker, shown.text);
  const card = renderCard(reader, shown.card);
  const room = { bytes: limits.message.blocksJson - JSON.stringify(card).length, sections: 2 };
  return {
    text: escapeText(plain(reader, shown.card.summary)),
    blocks: [...card, ...renderHistory(reader, shown.details, room)],
  };
}

const say = ({ reader }: Asker, text: Phrase): PrivateAnswer => ({ text: escapeText(plain(reader, text)) });
