import type { CardView, DetailsView, FactView, TextView } from '../application/card-view.js';
import type { Phrase } from '../application/phrase.js';
import { limits } from './limits.js';
import { isVisible, oneLine, plain, type Reader, sentence, shorten, verbatim } from './markup.js';
import { cardButtons, type Surface } from './render-actions.js';
import { fill, type Json } from './templates.js';

/** A card as an Adaptive Card. `told`: what stands above it, to whoever just did something. */
export function renderCard(
  reader: Reader,
  view: CardView,
  options: {
    readonly surface?: Surface;
    readonly told?: { readonly lines: readonly Phrase[]; readonly actions: readonly Json[] };
    readonly history?: DetailsView;
  } = {},
): Json {
  const { surface = 'message', told } = options;
  const footer = [...view.footnotes];
  if (view.texts.some((text) => text.shortened)) footer.push({ key: 'card.shortened' });
  const text = (value: string) => ({ text: value });
  return fill('card', {
    fallback: summaryOf(reader, view),
    told: told
      ? [
          {
            lines: told.lines.map((line) => text(sentence(reader, line))),
            buttons: told.actions.length > 0 ? [{ actions: told.actions }] : [],
          },
        ]
      : [],
    title: titleOf(reader, view.title),
    alerts: view.alert
      ? [{ text: sentence(reader, view.alert.text), style: view.alert.tone === 'urgent' ? 'attention' : 'emphasis' }]
      : [],
    headlines: view.headline === null ? [] : [text(verbatim(shorten(oneLine(view.headline), 300)))],
    status: sentence(reader, view.status),
    facts: view.facts.map((fact) => renderFact(reader, fact)),
    texts: view.texts.map((entry) => renderText(reader, entry)),
    footers: footer.length > 0 ? [text(footer.map((note) => sentence(reader, note)).join(' · '))] : [],
    history: options.history ? [renderHistory(reader, options.history.history.slice(0, 5))] : [],
    ...cardButtons(reader, view, surface),
  });
}

/** For notifications, screen readers, and clients that can't show cards. */
export function summaryOf(reader: Reader, view: CardView): string {
  return shorten(plain(reader, view.summary), limits.summary);
}

export const titleOf = (reader: Reader, title: Phrase) => verbatim(shorten(plain(reader, title), 150));

export function renderFact(reader: Reader, { label, value }: FactView): Json {
  const own = typeof value === 'string';
  return {
    label: sentence(reader, label),
    value: own
      ? {
          type: 'RichTextBlock',
          inlines: [{ type: 'TextRun', text: verbatim(shorten(oneLine(value), limits.fact)) }],
        }
      : { type: 'TextBlock', text: sentence(reader, value), wrap: true },
  };
}

export function renderHistory(reader: Reader, events: readonly Phrase[]): Json {
  return {
    heading: sentence(reader, { key: 'events.heading' }),
    lines: events.map((event) => ({ text: sentence(reader, event) })),
  };
}

/** Somebody's longer words, running the way in which they are read. */
export function renderText(reader: Reader, { label, text }: TextView): Json {
  return { label: sentence(reader, label), rtl: runsRightToLeft(text), lines: linesOf(text) };
}

/** By the first letter, as browsers tell by themselves and cards don't. */
const runsRightToLeft = (text: string) =>
  /^\P{L}*[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u.test(text);

/** A text line by line, since not every client breaks lines inside a block; beyond a limit the rest runs on. */
export function linesOf(text: string): { readonly text: string }[] {
  const lines = text
    .split(/\r\n|[\n\r\u2028\u2029]/)
    .map((line) => line.trimEnd())
    .filter((line) => isVisible(line));
  const kept = lines.slice(0, limits.lines);
  const rest = lines.slice(limits.lines);
  if (rest.length > 0) kept.push(rest.join(' '));
  return (kept.length > 0 ? kept : ['–']).map((line) => ({ text: verbatim(line) }));
}
