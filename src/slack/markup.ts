import type { PlainTextElement } from '@slack/types';
import type { Phrase, Value } from '../application/phrase.js';
import type { Language } from '../domain/profile.js';
import type { MessageKey } from '../locales/translate.js';
import { translate } from '../locales/translate.js';
import { formatDate, formatList, formatMoment, formatMoney } from '../locales/values.js';
import { shorten } from './limits.js';

/** Whose eyes a text is for. */
export interface Reader {
  readonly language: Language;
  /** IANA zone, for plain text only: Slack's own date markup follows each reader. */
  readonly timeZone: string;
}

/**
 * Untrusted text inside mrkdwn. Escaping `&`, `<`, `>` stops mentions, links and `<!channel>` (Slack: "Escaping text");
 * what Slack would read as formatting or emoji becomes a look-alike or is parted by a zero-width space, so that a
 * customer's words are shown, never run.
 */
export function escapeText(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('*', '∗')
    .replaceAll('~', '∼')
    .replaceAll('`', 'ˋ')
    .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, 'ˍ')
    .replace(/:(?=[\w+-]+:)/g, ':\u200b')
    .replace(/\s*\n\s*/g, ' ');
}

function money({ amount, currency }: { amount: number; currency?: string | undefined }, language: Language): string {
  return formatMoney(language, amount, currency);
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
    return `<!date^${seconds}^${date} {time}|${fallback}>`;
  }
  if ('date' in value) return formatDate(reader.language, value.date);
  if ('money' in value) return escapeText(money(value.money, reader.language));
  if ('list' in value)
    return formatList(
      reader.language,
      value.list.map((item) => mrkdwn(reader, item)),
    );
  return fill(reader, value, mrkdwn);
}

/** A phrase as plain text, for headers, buttons, titles and notifications that aren't parsed. */
export function plain(reader: Reader, value: Value): string {
  if (typeof value === 'string') return value.replace(/\s+/g, ' ').trim();
  if (typeof value === 'number') return String(value);
  if ('moment' in value) return formatMoment(reader.language, value.moment, reader.timeZone);
  if ('date' in value) return formatDate(reader.language, value.date);
  if ('money' in value) return money(value.money, reader.language);
  if ('list' in value)
    return formatList(
      reader.language,
      value.list.map((item) => plain(reader, item)),
    );
  return fill(reader, value, plain);
}

function fill(reader: Reader, { key, values }: Phrase, form: (reader: Reader, value: Value) => string): string {
  const filled = Object.entries(values ?? {}).map(([name, value]) => [name, form(reader, value)]);
  return translate(reader.language, key, Object.fromEntries(filled));
}

/** A plain_text object, never longer than `max` characters, never empty, emoji codes left as they are. */
export function plainText(text: string, max: number): PlainTextElement {
  return { type: 'plain_text', text: shorten(text, max) || '–', emoji: false };
}

/** A plain_text object out of `locales/`. */
export function label(reader: Reader, key: MessageKey, max: number, values?: Phrase['values']): PlainTextElement {
  return plainText(plain(reader, values ? { key, values } : { key }), max);
}
