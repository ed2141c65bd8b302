import type { CardButtons } from '../application/card-view.js';
import type { Phrase } from '../application/phrase.js';
import { plain, type Reader, sentence } from './markup.js';
import { cardButtons } from './render-actions.js';
import { fill, type Json } from './templates.js';

/** Says something: a refusal, an answer, a line about an event. */
export function renderNotice(
  reader: Reader,
  lines: readonly Phrase[],
  options: { readonly title?: Phrase; readonly actions?: readonly Json[]; readonly buttons?: CardButtons } = {},
): Json {
  const { title, actions = [], buttons } = options;
  return fill('notice', {
    fallback: plainLines(reader, lines),
    titles: title ? [{ text: sentence(reader, title) }] : [],
    lines: lines.map((line) => ({ text: sentence(reader, line) })),
    actions,
    ...(buttons ? cardButtons(reader, buttons, 'message') : { buttons: [], rare: [] }),
  });
}

export const plainLines = (reader: Reader, lines: readonly Phrase[]) =>
  lines.map((line) => plain(reader, line)).join(' ');
