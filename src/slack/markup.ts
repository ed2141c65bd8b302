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

/** The longest a text of somebody's gets inside a sentence, so that every sentence fits wherever it is shown. */
const longestInSentence = 100;

/**
 * Leaves out what isn't text: control characters, and those that turn the direction of everything after them
 * (U+202A–U+202E, U+2066–U+2069). They are dropped rather than closed again: right-to-left letters run their own way
 * without them, and a text that is cut later could lose its closing one.
 */
export function withoutControls(text: string): string {
  return text.replace(/(?!\s)\p{Cc}|[\u202a-\u202e\u2066-\u2069]/gu, '');
}

/** A text of somebody's on one line, without spaces around it. */
export const oneLine = (text: string) => withoutControls(text).replace(/\s+/g, ' ').trim();

/**
 * Untrusted text inside mrkdwn. Escaping `&`, `<`, `>` stops mentions, links and `<!channel>` (Slack: "Escaping text");
 * what Slack would read as formatting or emoji becomes a look-alike or is parted by a zero-width space, so that a
 * customer's words are shown, never run. A last word such as `:fire` is parted too: a colon may follow in the sentence.
 */
export function escapeText(text: string): string {
  return withoutControls(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('*', '∗')
    .replaceAll('~', '∼')
    .replaceAll('`', 'ˋ')
    .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, 'ˍ')
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

/** A customer's amount may have 300 digits, and their currency may be a whole sentence. */
function money({ amount, currency }: { amount: number; currency?: string | undefined }, language: Language): string {
  return shorten(formatMoney(language, amount, currency && shorten(oneLine(currency), 20)), 60);
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
  return fill(reader, value, mrkdwn, escapeWithin);
}

/** A phrase as plain text, for headers, buttons, titles and notifications that aren't parsed. */
export function plain(reader: Reader, value: Value): string {
  if (typeof value === 'string') return oneLine(value);
  if (typeof value === 'number') return String(value);
  if ('moment' in value) return formatMoment(reader.language, value.moment, reader.timeZone);
  if ('date' in value) return formatDate(reader.language, value.date);
  if ('money' in value) return money(value.money, reader.language);
  if ('list' in value)
    return formatList(
      reader.language,
      value.list.map((item) => plain(reader, item)),
    );
  return fill(reader, value, plain, (text, max) => shorten(oneLine(text), max));
}

function fill(
  reader: Reader,
  { key, values }: Phrase,
  form: (reader: Reader, value: Value) => string,
  within: (text: string, max: number) => string,
): string {
  const filled = Object.entries(values ?? {}).map(([name, value]) => [
    name,
    typeof value === 'string' ? within(value, longestInSentence) : form(reader, value),
  ]);
  return translate(reader.language, key, Object.fromEntries(filled));
}

/** A plain_text object, never longer than `max` characters, never without anything to see, emoji codes left as they are. */
export function plainText(text: string, max: number): PlainTextElement {
  const short = shorten(withoutControls(text), max);
  return { type: 'plain_text', text: isVisible(short) ? short : '–', emoji: false };
}

/** Whether there is anything to see: spaces and zero-width characters alone are nothing. */
export function isVisible(text: string): boolean {
  return /[^\s\p{Cf}]/u.test(text);
}

/** A plain_text object out of `locales/`. */
export function label(reader: Reader, key: MessageKey, max: number, values?: Phrase['values']): PlainTextElement {
  return plainText(plain(reader, values ? { key, values } : { key }), max);
}
