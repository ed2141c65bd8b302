import type { PlainTextElement } from '@slack/types';
import type { Phrase, Value } from '../application/phrase.js';
import {
  fillPhrase,
  isolated,
  isVisible,
  moneyText,
  oneLine,
  placeText,
  plain,
  type Reader,
  shorten,
  withoutControls,
  withoutEmphasis,
} from '../application/plain-text.js';
import type { MessageKey } from '../locales/translate.js';
import { formatDate, formatList, formatMoment, onDateAtTime } from '../locales/values.js';

/** What a text needs on any platform; Slack's files take it from here, beside Slack's own markup. */
export { isolated, isVisible, oneLine, plain, type Reader, withoutControls };

/**
 * Untrusted text inside mrkdwn. Escaping `&`, `<`, `>` stops mentions, links and `<!channel>` (Slack: "Escaping text");
 * what Slack would read as formatting or emoji becomes a look-alike or is parted by a zero-width space, so that a
 * customer's words are shown, never run. A last word such as `:fire` is parted too: a colon may follow in the sentence.
 */
export function escapeText(text: string): string {
  return withoutEmphasis(withoutControls(text))
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/:(?=[^\s:/]+(?::|$))/g, ':\u200b')
    .replace(/\s+/g, (space) => (/[\n\r\u2028\u2029]/.test(space) ? ' ' : space));
}

/** Escaped, on one line, and shortened so that what is sent has at most `max` characters, never half an `&amp;`. */
export function escapeWithin(text: string, max: number): string {
  const line = oneLine(text);
  for (let keep = max; ; ) {
    const escaped = escapeText(shorten(line, keep));
    if (escaped.length <= max) return escaped;
    keep = Math.min(keep - 1, Math.floor((keep * max) / escaped.length));
  }
}

/** A phrase as mrkdwn, values escaped, moments in every reader's own zone. `timeZone` is for clients that can't. */
export function mrkdwn(reader: Reader, value: Value): string {
  if (typeof value === 'string') return escapeText(value);
  if (typeof value === 'number') return String(value);
  if ('moment' in value) {
    const seconds = Math.floor(value.moment.getTime() / 1000);
    const fallback = formatMoment(reader.language, value.moment, reader.timeZone).replaceAll('|', ' ');
    // “today” doesn't fit into French sentences, which put an article before a date.
    const date = reader.language === 'en' ? '{date_short_pretty}' : '{date_short}';
    return `<!date^${seconds}^${onDateAtTime(reader.language, date, '{time}')}|${fallback}>`;
  }
  if ('date' in value) return formatDate(reader.language, value.date);
  if ('money' in value) return escapeText(moneyText(value.money, reader.language));
  if ('place' in value) return placeText(value.place, reader.language, escapeWithin);
  if ('command' in value) return `\`${value.command}\``;
  if ('link' in value) return `<${escapeText(value.link.url)}|${mrkdwn(reader, value.link.text)}>`;
  if ('list' in value)
    return formatList(
      reader.language,
      value.list.map((item) => mrkdwn(reader, item)),
    );
  return fillPhrase(reader, value, mrkdwn, escapeWithin);
}

/** A plain_text object, never longer than `max` characters, never without anything to see, emoji codes left as they are. */
export function plainText(text: string, max: number): PlainTextElement {
  const short = shorten(withoutControls(text), max);
  return { type: 'plain_text', text: isVisible(short) ? short : '–', emoji: false };
}

/** A plain_text object out of `locales/`. */
export function label(reader: Reader, key: MessageKey, max: number, values?: Phrase['values']): PlainTextElement {
  return plainText(plain(reader, values ? { key, values } : { key }), max);
}
