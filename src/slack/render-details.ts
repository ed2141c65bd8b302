import type { KnownBlock, ModalView, SectionBlock } from '@slack/types';
import type { DetailsView, FactView, TextView } from '../application/card-view.js';
import { graphemes, limits, shorten } from './limits.js';
import { label, mrkdwn, plain, plainText, type Reader, withoutControls } from './markup.js';
import { factsSection, linkTo, longestFact } from './render-card.js';

/** What the history gets at least, however long the texts are: its heading, and the latest events in two sections. */
const leastHistory = 4;
/** Bytes kept free of texts, for those and for what stands around the blocks. */
const bytesBeside = 20_000;
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
  const top: KnownBlock[] = [
    { type: 'header', text: plainText(plain(reader, view.title), limits.header) },
    text([mrkdwn(reader, view.status), ...linkTo(reader, view)].join('\n')),
  ];
  const isLong = ({ value }: FactView) => typeof value === 'string' && value.length > longestFact;
  const all: KnownBlock[] = [
    ...pages(
      view.facts.filter((fact) => !isLong(fact)),
      limits.section.fields,
    ).map((facts) => factsSection(reader, facts)),
    ...view.facts.filter(isLong).flatMap((fact) => wholeText(reader, { ...fact, text: String(fact.value) })),
    ...view.texts.flatMap((entry) => wholeText(reader, entry)),
  ];
  const { blocks: mostBlocks, jsonBytes } = limits.view;
  const shown = fitting(all, mostBlocks - top.length - leastHistory - 1, jsonBytes - bytesBeside);
  const more = shown.length < all.length ? [text(mrkdwn(reader, { key: 'details.more' }))] : [];
  const blocks = [...top, ...shown, ...more];
  return [
    ...blocks,
    ...renderHistory(reader, view, {
      // Half of what is kept free is for the view itself.
      bytes: jsonBytes - bytesBeside / 2 - bytesOf(blocks),
      sections: Math.min(mostHistorySections, mostBlocks - blocks.length - 2),
    }),
  ];
}

const bytesOf = (blocks: readonly KnownBlock[]) => Buffer.byteLength(JSON.stringify(blocks));

/** As many of the blocks, from the first on, as there is room for. */
function fitting(blocks: readonly KnownBlock[], most: number, mostBytes: number): KnownBlock[] {
  let bytes = 0;
  const firstTooMany = blocks.findIndex((block, index) => {
    bytes += bytesOf([block]);
    return index >= most || bytes > mostBytes;
  });
  return firstTooMany < 0 ? [...blocks] : blocks.slice(0, firstTooMany);
}

function wholeText(reader: Reader, { label: name, text: whole }: Pick<TextView, 'label' | 'text'>): KnownBlock[] {
  return [
    bold(mrkdwn(reader, name)),
    ...chunks(withoutControls(whole).trim()).map(
      (chunk): KnownBlock => ({ type: 'section', text: plainText(chunk, limits.section.text) }),
    ),
  ];
}

/** The history under its heading, newest first; as much of it as there is room for. `bytes`: of the blocks as JSON. */
export function renderHistory(
  reader: Reader,
  view: DetailsView,
  room: { readonly bytes: number; readonly sections: number },
): KnownBlock[] {
  const top: KnownBlock[] = [{ type: 'divider' }, bold(mrkdwn(reader, { key: 'events.heading' }))];
  let bytes = bytesOf(top) + room.sections * bytesOf([text('')]);
  const lines: string[] = [];
  for (const event of view.history) {
    const line = `• ${mrkdwn(reader, event)}`;
    bytes += Buffer.byteLength(JSON.stringify(line));
    if (bytes > room.bytes) break;
    lines.push(line);
  }
  return [...top, ...sectionsOf(lines).slice(0, room.sections)];
}

const text = (value: string): SectionBlock => ({
  type: 'section',
  text: { type: 'mrkdwn', text: shorten(value, limits.section.text), verbatim: true },
});
const bold = (value: string) => text(`*${value}*`);

/** Lines packed into as few sections as they fit. */
function sectionsOf(lines: readonly string[]): KnownBlock[] {
  const sections: string[] = [];
  for (const line of lines) {
    const last = sections.at(-1);
    if (last !== undefined && last.length + line.length < limits.section.text) {
      sections[sections.length - 1] = `${last}\n${line}`;
    } else sections.push(line);
  }
  return sections.map(text);
}

/** A long text in pieces that fill a section each. Nothing but spaces at a cut is left out. */
function chunks(whole: string): string[] {
  const parts: string[] = [];
  let rest = whole;
  while (rest.length > limits.section.text) {
    const cut = cutIn(rest);
    parts.push(rest.slice(0, cut).trimEnd());
    rest = rest.slice(cut).trimStart();
  }
  return rest ? [...parts, rest] : parts;
}

/** Where a piece ends: at a line's or word's end close to the limit, else between what a reader sees as characters. */
function cutIn(rest: string): number {
  const most = limits.section.text;
  const head = rest.slice(0, most + 1);
  const space = Math.max(head.lastIndexOf('\n'), head.lastIndexOf(' '));
  if (space > most - 200) return space;
  const index = graphemes.segment(rest.slice(0, most + 50)).containing(most)?.index ?? most;
  if (index > 0) return index;
  // One endless character: it can't be kept whole, but its halves of UTF-16 can.
  return /[\uD800-\uDBFF]/.test(rest[most - 1] ?? '') ? most - 1 : most;
}

function pages<T>(items: readonly T[], size: number): T[][] {
  const count = Math.ceil(items.length / size);
  return Array.from({ length: count }, (_none, index) => items.slice(index * size, (index + 1) * size));
}
