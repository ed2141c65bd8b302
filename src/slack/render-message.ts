import type { KnownBlock } from '@slack/types';
import type { Mention, Message } from '../application/messages.js';
import type { Phrase } from '../application/phrase.js';
import { limits, shorten } from './limits.js';
import { escapeText, mrkdwn, plain, type Reader } from './markup.js';
import { actions, renderCard } from './render-card.js';

export interface SlackMessage {
  /** For notifications and screen readers. */
  readonly text: string;
  readonly blocks: KnownBlock[];
}

/** What the desk says of its own accord, as a Slack message. `timeZone` serves clients that know no date markup. */
export function renderMessage(message: Message, timeZone: string): SlackMessage {
  const reader: Reader = { language: message.language, timeZone };
  if (message.kind === 'card') {
    return { text: escapeText(plain(reader, message.view.summary)), blocks: renderCard(reader, message.view) };
  }
  const buttons = 'buttons' in message && message.buttons ? [actions(reader, message.buttons)] : [];
  if (message.kind === 'notice') return renderNotice(reader, message.lines, buttons);
  const called = message.kind === 'line' ? mentions(message.mentions ?? []) : '';
  const text = `${called}${mrkdwn(reader, message.text)}`;
  return {
    // A mention calls somebody wherever it stands; once is enough.
    text: escapeText(plain(reader, message.text)),
    blocks: [{ type: 'section', text: { type: 'mrkdwn', text, verbatim: true } }, ...buttons],
  };
}

/** Only what looks like Slack's own ids: everything else would be text in a place where text is run. */
function mentions(called: readonly Mention[]): string {
  const marks = called.flatMap(({ kind, platform, id }) => {
    if (platform !== 'slack') return [];
    if (kind === 'person') return /^[UW][A-Z0-9]+$/.test(id) ? [`<@${id}>`] : [];
    return /^S[A-Z0-9]+$/.test(id) ? [`<!subteam^${id}>`] : [];
  });
  return marks.map((mark) => `${mark} `).join('');
}

/** Lines below one another, in as few blocks as hold them, above what can be pressed. */
function renderNotice(reader: Reader, lines: readonly Phrase[], buttons: readonly KnownBlock[]): SlackMessage {
  const shown = lines.map((line) => mrkdwn(reader, line));
  const texts: string[] = [];
  for (const line of shown) {
    const last = texts.at(-1);
    const joined = last === undefined ? undefined : `${last}\n${line}`;
    if (joined !== undefined && joined.length <= limits.section.text) texts[texts.length - 1] = joined;
    else texts.push(shorten(line, limits.section.text));
  }
  const [first] = lines;
  return {
    text: first ? escapeText(plain(reader, first)) : '',
    blocks: [
      ...texts
        .slice(0, limits.message.blocks - buttons.length)
        .map((text): KnownBlock => ({ type: 'section', text: { type: 'mrkdwn', text, verbatim: true } })),
      ...buttons,
    ],
  };
}
