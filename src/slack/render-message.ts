import type { KnownBlock } from '@slack/types';
import type { Message } from '../application/messages.js';
import { escapeText, mrkdwn, plain, type Reader } from './markup.js';
import { renderCard } from './render-card.js';

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
  const where = message.kind === 'direct' && message.card ? ` · <#${message.card.channel}>` : '';
  const text = `${mrkdwn(reader, message.text)}${where}`;
  return {
    text: escapeText(plain(reader, message.text)),
    blocks: [{ type: 'section', text: { type: 'mrkdwn', text, verbatim: true } }],
  };
}
