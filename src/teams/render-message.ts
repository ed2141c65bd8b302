import type { Message } from '../application/messages.js';
import { limits } from './limits.js';
import { plain, type Reader, shorten } from './markup.js';
import { renderCard, summaryOf } from './render-card.js';
import { renderNotice } from './render-notice.js';
import type { Json } from './templates.js';

export interface TeamsMessage {
  /** For notifications. */
  readonly summary: string;
  readonly card: Json;
}

/** What the desk says of its own accord, as a Teams message. `timeZone` serves texts that clients can't adapt. */
export function renderMessage(message: Message, timeZone: string): TeamsMessage {
  const reader: Reader = { language: message.language, timeZone };
  if (message.kind === 'card') {
    return { summary: summaryOf(reader, message.view), card: renderCard(reader, message.view) };
  }
  const lines = message.kind === 'notice' ? message.lines : [message.text];
  const [first] = lines;
  const summary = first ? shorten(plain(reader, first), limits.summary) : '';
  return { summary, card: renderNotice(reader, lines) };
}

/** As the Bot Framework takes it. */
export function toActivity({ summary, card }: TeamsMessage) {
  return {
    type: 'message',
    summary,
    attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content: card }],
  };
}
