import type { KnownBlock, ModalView, SectionBlock } from '@slack/types';
import type { DetailsView } from '../application/card-view.js';
import { limits, shorten } from './limits.js';
import { label, mrkdwn, plain, plainText, type Reader } from './markup.js';
import { factsSection } from './render-card.js';

/** Blocks that somebody's long text may take of a modal's hundred: 60 × 3,000 characters, more than any intake accepts unescaped. */
const mostTextBlocks = 60;
const mostHistorySections = 20;

/** Everything about a referral, in a modal. */
export function detailsModal(reader: Reader, code: string, view: DetailsView): ModalView {
  return {
    type: 'modal',
    callback_id: 'details',
    title: label(reader, 'form.details', limits.view.title, { code }),
    close: label(reader, 'action.close', limits.view.close),
    blocks: renderDetails(reader, view),
  };
}

export function renderDetails(reader: Reader, view: DetailsView): KnownBlock[] {
  const texts = view.texts.flatMap(({ label: name, text }) => [
    bold(mrkdwn(reader, name)),
    ...chunks(text).map((chunk): KnownBlock => ({ type: 'section', text: plainText(chunk, limits.section.text) })),
  ]);
  const link = view.link ? `\n<${view.link.url}|${mrkdwn(reader, view.link.label)}>` : '';
  return [
    { type: 'header', text: plainText(plain(reader, view.title), limits.header) },
    text(`${mrkdwn(reader, view.status)}${link}`),
    ...pages(view.facts, limits.section.fields).map((facts) => factsSection(reader, facts)),
    ...texts.slice(0, mostTextBlocks),
    ...renderHistory(reader, view, mostHistorySections),
  ];
}

/** The history under its heading, newest first, in at most so many sections. */
export function renderHistory(reader: Reader, view: DetailsView, mostSections: number): KnownBlock[] {
  return [
    { type: 'divider' },
    bold(mrkdwn(reader, { key: 'events.heading' })),
    ...historySections(reader, view).slice(0, mostSections),
  ];
}

const text = (value: string): SectionBlock => ({
  type: 'section',
  text: { type: 'mrkdwn', text: shorten(value, limits.section.text), verbatim: true },
});
const bold = (value: string) => text(`*${value}*`);

/** Lines of history, packed into as few sections as they fit; newest first. */
function historySections(reader: Reader, view: DetailsView): KnownBlock[] {
  const sections: string[] = [];
  for (const event of view.history) {
    const line = `• ${mrkdwn(reader, event)}`;
    const last = sections.at(-1);
    if (last !== undefined && last.length + line.length < limits.section.text) {
      sections[sections.length - 1] = `${last}\n${line}`;
    } else sections.push(line);
  }
  return sections.map(text);
}

/** Cuts a long text at line breaks or spaces where it can, never inside a character. */
function chunks(whole: string): string[] {
  const parts: string[] = [];
  let rest = whole;
  while (rest.length > limits.section.text) {
    const head = rest.slice(0, limits.section.text);
    const at = Math.max(head.lastIndexOf('\n'), head.lastIndexOf(' '));
    let cut = at > limits.section.text / 2 ? at : limits.section.text;
    if (/[\uD800-\uDBFF]/.test(rest[cut - 1] ?? '')) cut -= 1;
    parts.push(rest.slice(0, cut));
    rest = rest.slice(cut).trimStart();
  }
  return rest ? [...parts, rest] : parts;
}

function pages<T>(items: readonly T[], size: number): T[][] {
  const count = Math.ceil(items.length / size);
  return Array.from({ length: count }, (_none, index) => items.slice(index * size, (index + 1) * size));
}
