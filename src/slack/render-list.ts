import type { Button, KnownBlock } from '@slack/types';
import type { Phrase } from '../application/phrase.js';
import { headlineOf, phrase, placeOf } from '../application/wording.js';
import type { Referral } from '../domain/referral.js';
import { actionIds, type ListPage } from './action-ids.js';
import { limits, shorten } from './limits.js';
import { escapeWithin, isVisible, label, mrkdwn, type Reader } from './markup.js';

/** How many deals a page lists. */
export const pageSize = 10;

const heading = (page: ListPage): Phrase =>
  page.show === 'archive' && page.outcome
    ? phrase('list.archive.outcome', { outcome: phrase(`outcome.${page.outcome}`) })
    : phrase(`list.${page.show}`);

/** One page of a list, each line with a button that shows the deal, and the ways on and back. */
export function renderList(
  reader: Reader,
  page: ListPage,
  { items, total }: { readonly items: readonly Referral[]; readonly total: number },
): KnownBlock[] {
  const title = mrkdwn(reader, heading(page));
  if (items.length === 0) return [text(`*${title}*\n${mrkdwn(reader, phrase(`list.empty.${page.show}`))}`)];
  const range = mrkdwn(reader, phrase('list.range', { from: page.skip + 1, to: page.skip + items.length, total }));
  const turns = [
    ...(page.skip > 0 ? [turn(reader, 'previous', { ...page, skip: Math.max(0, page.skip - pageSize) })] : []),
    ...(page.skip + items.length < total ? [turn(reader, 'next', { ...page, skip: page.skip + pageSize })] : []),
  ];
  return [
    text(`*${title}* · ${range}`),
    ...items.map((referral): KnownBlock => item(reader, referral)),
    ...(turns.length > 0 ? [{ type: 'actions' as const, elements: turns }] : []),
  ];
}

const text = (value: string): KnownBlock => ({
  type: 'section',
  text: { type: 'mrkdwn', text: shorten(value, limits.section.text), verbatim: true },
});

function turn(reader: Reader, way: 'previous' | 'next', page: ListPage): Button {
  return {
    type: 'button',
    text: label(reader, `action.${way}`, limits.button.text),
    action_id: actionIds[way],
    value: JSON.stringify(page),
  };
}

function item(reader: Reader, referral: Referral): KnownBlock {
  const { code, request, state, id } = referral;
  const flame = state.urgent && state.kind !== 'archived' ? '🔥 ' : '';
  const headline = headlineOf(request);
  const name = escapeWithin(request.customer.name, 100);
  const first = `${flame}*${isVisible(name) ? name : '–'}* · ${code}`;
  const about = headline ? `\n${escapeWithin(headline, 100)}` : '';
  return {
    type: 'section',
    text: { type: 'mrkdwn', text: `${first}${about}\n${mrkdwn(reader, line(referral))}`, verbatim: true },
    accessory: {
      type: 'button',
      text: label(reader, 'action.open', limits.button.text),
      action_id: actionIds.show,
      value: id,
    },
  };
}

/** What matters of a deal in its state. */
function line({ state, request, respondBy, expiresAt }: Referral): Phrase {
  switch (state.kind) {
    case 'new':
      return phrase('list.item.new', {
        place: placeOf(request) ?? phrase('place.unknown'),
        respondBy: { moment: respondBy },
        expiresAt: { moment: expiresAt },
      });
    case 'active':
      return phrase('list.item.active', {
        value: { money: state.engagement.value },
        owner: state.owner.name,
        purchase: { date: state.engagement.purchaseDate },
      });
    case 'archived':
      if (state.outcome === 'expired') return phrase('list.item.expired', { at: { moment: state.closedAt } });
      if (state.outcome === 'won') {
        const value = { money: state.finalValue };
        return phrase('list.item.won', { at: { moment: state.closed.at }, value, by: state.closed.by.name });
      }
      return phrase(`list.item.${state.outcome}`, {
        at: { moment: state.closed.at },
        reason: phrase(`reason.${state.reason}`),
        by: state.closed.by.name,
      });
  }
}
