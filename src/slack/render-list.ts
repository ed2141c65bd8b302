import type { Button, KnownBlock } from '@slack/types';
import { type ListPage, listHeading, listLine, pageSize, pagesAround } from '../application/list-deals.js';
import { headlineOf, phrase } from '../application/wording.js';
import type { Referral } from '../domain/referral.js';
import { actionIds } from './action-ids.js';
import { limits, shorten } from './limits.js';
import { escapeWithin, isolated, isVisible, label, mrkdwn, type Reader } from './markup.js';

export { pageSize };

/** One page of a list, each line with a button that shows the deal, and the ways on and back. */
export function renderList(
  reader: Reader,
  page: ListPage,
  { items, total }: { readonly items: readonly Referral[]; readonly total: number },
): KnownBlock[] {
  const title = mrkdwn(reader, listHeading(page));
  if (items.length === 0) return [text(`*${title}*\n${mrkdwn(reader, phrase(`list.empty.${page.show}`))}`)];
  const range = mrkdwn(reader, phrase('list.range', { from: page.skip + 1, to: page.skip + items.length, total }));
  const { previous, next } = pagesAround({ kind: 'list', page, items, total });
  const turns = [
    ...(previous ? [turn(reader, 'previous', previous)] : []),
    ...(next ? [turn(reader, 'next', next)] : []),
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
  const flame = state.urgent && !state.urgent.contacted && state.kind !== 'archived' ? '🔥 ' : '';
  const headline = headlineOf(request);
  const name = isolated(escapeWithin(request.customer.name, 100));
  const first = `${flame}*${isVisible(name) ? name : '–'}* · ${code}`;
  const about = headline ? `\n${isolated(escapeWithin(headline, 100))}` : '';
  return {
    type: 'section',
    text: { type: 'mrkdwn', text: `${first}${about}\n${mrkdwn(reader, listLine(referral))}`, verbatim: true },
    accessory: {
      type: 'button',
      text: label(reader, 'action.open', limits.button.text),
      action_id: actionIds.show,
      value: id,
    },
  };
}
