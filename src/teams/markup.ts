import type { Value } from '../application/phrase.js';
import {
  fillPhrase,
  isolated,
  isVisible,
  moneyText,
  oneLine,
  placeText,
  plain as plainText,
  type Reader,
  shorten,
  withoutControls,
  withoutEmphasis,
} from '../application/plain-text.js';
import { translate } from '../locales/translate.js';
import { formatDate, formatList, onDateAtTime } from '../locales/values.js';

export { isolated, isVisible, oneLine, type Reader, shorten };

/** Commands are written to the bot like any other words. */
const asWords = (command: string) => command.replace(/^\//, '');
const quoted = (command: string, { language }: Reader) =>
  translate(language, 'command.quoted', { words: asWords(command) });

/** A phrase as plain text, for buttons, titles and notifications. */
export const plain = (reader: Reader, value: Value) => plainText(reader, value, quoted);

/**
 * Untrusted text inside a TextBlock, whose markdown and `{{DATE(…)}}` are run. Not every client of Teams knows
 * backslashes, so what would be formatting becomes a look-alike or is parted by a zero-width space: a customer's words
 * are shown, never run. `<at>` is harmless without an entity, and parted all the same.
 */
export function escapeText(text: string): string {
  return withoutEmphasis(oneLine(text))
    .replaceAll('\\', '＼')
    .replace(/\](?=[([:])/g, ']\u200b')
    .replace(/<(?=[a-z/!?])/gi, '<\u200b')
    .replace(/&(?=#?\w+;)/g, '&\u200b')
    .replaceAll('{{', '{\u200b{')
    .replace(/^(\d+)([.)])(?=\s)/, '$1\u200b$2')
    .replace(/^([-+#>])/, '\u200b$1');
}

export const escapeWithin = (text: string, max: number) => escapeText(shorten(oneLine(text), max));

/** Somebody's words for a TextRun, which parses no markdown; only dates in double braces might still be run. */
export function verbatim(text: string): string {
  const words = withoutControls(text)
    .replaceAll('{{', '{\u200b{')
    .replace(/<(?=\/?at\b)/gi, '<\u200b');
  return isVisible(words) ? words : '–';
}

/** A phrase for a TextBlock: values escaped, moments brought by the client into each reader's own zone and language. */
export function sentence(reader: Reader, value: Value): string {
  if (typeof value === 'string') return escapeText(value);
  if (typeof value === 'number') return String(value);
  if ('moment' in value) {
    const moment = value.moment.toISOString().replace(/\.\d{3}Z$/, 'Z');
    return onDateAtTime(reader.language, `{{DATE(${moment},SHORT)}}`, `{{TIME(${moment})}}`);
  }
  if ('date' in value) return formatDate(reader.language, value.date);
  if ('money' in value) return escapeText(moneyText(value.money, reader.language));
  if ('place' in value) return placeText(value.place, reader.language, escapeWithin);
  if ('command' in value) return `**${asWords(value.command)}**`;
  if ('link' in value) return `[${sentence(reader, value.link.text)}](${value.link.url})`;
  if ('list' in value)
    return formatList(
      reader.language,
      value.list.map((item) => sentence(reader, item)),
    );
  return fillPhrase(reader, value, sentence, escapeWithin);
}
