import { type DealList, listHeading, listLine, pagesAround } from '../application/list-deals.js';
import { headlineOf, phrase } from '../application/wording.js';
import type { Referral } from '../domain/referral.js';
import { isolated, oneLine, plain, type Reader, sentence, shorten, verbatim } from './markup.js';
import { button, type Surface } from './render-actions.js';
import { renderNotice } from './render-notice.js';
import { fill, type Json } from './templates.js';

/** One page of a list, each deal with a button that shows it, and the ways on and back. */
export function renderList(reader: Reader, list: DealList, surface: Surface): Json {
  const { page, items, total } = list;
  if (items.length === 0) {
    return renderNotice(reader, [phrase(`list.empty.${page.show}`)], { title: listHeading(page) });
  }
  const { previous, next } = pagesAround(list);
  const title = plain(reader, listHeading(page));
  return fill('list', {
    fallback: title,
    title,
    range: sentence(reader, phrase('list.range', { from: page.skip + 1, to: page.skip + items.length, total })),
    items: items.map((referral) => item(reader, referral, surface)),
    actions: [
      ...(previous ? [button(plain(reader, phrase('action.previous')), { do: 'list', page: previous }, surface)] : []),
      ...(next ? [button(plain(reader, phrase('action.next')), { do: 'list', page: next }, surface)] : []),
    ],
  });
}

function item(reader: Reader, referral: Referral, surface: Surface): Json {
  const { code, request, state, id } = referral;
  const headline = headlineOf(request);
  const flame = state.urgent && !state.urgent.contacted && state.kind !== 'archived' ? '🔥 ' : '';
  return {
    name: `${flame}${isolated(verbatim(shorten(oneLine(request.customer.name), 100)))}`,
    code,
    headlines: headline === null ? [] : [{ text: verbatim(shorten(oneLine(headline), 100)) }],
    line: sentence(reader, listLine(referral)),
    open: button(plain(reader, phrase('action.open')), { do: 'show', r: id }, surface),
  };
}
