import type { Mention, Message } from '../application/messages.js';
import { limits } from './limits.js';
import { escapeWithin, plain, type Reader, sentence, shorten } from './markup.js';
import { renderCard, summaryOf } from './render-card.js';
import { renderNotice } from './render-notice.js';
import { fill, type Json } from './templates.js';

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
  const called = message.kind === 'line' ? mentions(message.mentions ?? []) : [];
  const buttons = 'buttons' in message && message.buttons ? { buttons: message.buttons } : {};
  if (!first || called.length === 0) return { summary, card: renderNotice(reader, lines, buttons) };
  const text = [...called.map((mention) => mention.text), sentence(reader, first)].join(' ');
  const card = fill('notice', { fallback: summary, titles: [], lines: [{ text }], actions: [], buttons: [], rare: [] });
  return { summary, card: { ...card, msteams: { ...(card.msteams as Json), entities: called } } };
}

/**
 * Each entity's text stands in the card letter by letter (Teams: "Mention support within Adaptive Cards"). Those of one
 * name are told apart by what nobody sees. Teams knows no groups to mention, and nobody without their name.
 */
function mentions(called: readonly Mention[]): { readonly type: 'mention'; readonly text: string; mentioned: Json }[] {
  const taken = new Set<string>();
  return called.flatMap(({ kind, platform, id, name }) => {
    if (platform !== 'teams' || kind !== 'person' || name === undefined) return [];
    let shown = escapeWithin(name, limits.fact).replaceAll('<', '‹').replaceAll('>', '›');
    while (taken.has(shown)) shown += '\u200b';
    taken.add(shown);
    return [{ type: 'mention' as const, text: `<at>${shown}</at>`, mentioned: { id, name } }];
  });
}

/** As the Bot Framework takes it. */
export function toActivity({ summary, card }: TeamsMessage) {
  return {
    type: 'message',
    summary,
    attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content: card }],
  };
}
