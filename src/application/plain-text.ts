import type { Language } from '../domain/profile.js';
import { translate } from '../locales/translate.js';
import { formatCountry, formatDate, formatList, formatMoment, formatMoney } from '../locales/values.js';
import type { Phrase, Place, Value } from './phrase.js';

/** Whose eyes a text is for. */
export interface Reader {
  readonly language: Language;
  /** IANA zone, for texts that a platform doesn't bring into each reader's own. */
  readonly timeZone: string;
}

/** The longest a text of somebody's gets inside a sentence, so that every sentence fits wherever it is shown. */
const longestInSentence = 100;

export const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/**
 * A text of at most `max` UTF-16 units, ended with "…" where something was left out. Never cuts what a reader sees as
 * one character (an emoji with its skin tone, a letter with its accents); where the first alone is too long, it goes too.
 */
export function shorten(text: string, max: number): string {
  if (text.length <= max) return text;
  if (max < 1) return '';
  // Looks only at where it cuts, in no more than could be kept: a customer's text can be 100 KB long.
  const end = graphemes.segment(text.slice(0, max + 1)).containing(max - 1)?.index;
  return `${text.slice(0, end).trimEnd()}…`;
}

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

/** Whether there is anything to see: spaces and zero-width characters alone are nothing. */
export function isVisible(text: string): boolean {
  return /[^\s\p{Cf}]/u.test(text);
}

/** A customer's amount may have 300 digits, and their currency may be a whole sentence. */
export function moneyText(
  { amount, currency }: { amount: number; currency?: string | undefined },
  language: Language,
): string {
  return shorten(formatMoney(language, amount, currency && shorten(oneLine(currency), 20)), 60);
}

/** The longest a town or a state gets beside others. */
export const longestPlacePart = 40;

/**
 * Town, state and country on one line, each kept to itself: beside a town that is read from right to left, its country
 * would change places with it.
 *
 * @param within brings a part into the platform's form, and keeps it that short
 */
export function placeText(
  { city, state, country }: Place,
  language: Language,
  within: (text: string, max: number) => string = shorten,
): string {
  const parts = [city, state, country && formatCountry(language, country.trim())].map((part) => oneLine(part ?? ''));
  return parts.flatMap((part) => (part ? [isolated(within(part, longestPlacePart))] : [])).join(', ');
}

/**
 * Somebody's text so that it can stand in a sentence: letters that run from right to left would turn the sentence's own
 * words around, or a whole line that begins with them. First-strong isolates (Unicode, UAX 9) keep each to itself.
 */
export function isolated(text: string): string {
  return rightToLeft.test(text) ? `\u2068${text}\u2069` : text;
}

/** The scripts' blocks, not every single letter: an isolate around something else does no harm. */
const rightToLeft = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/**
 * A phrase as plain text, for headers, buttons, titles and notifications that aren't parsed.
 *
 * @param typed how a command is written on the platform
 */
export function plain(
  reader: Reader,
  value: Value,
  typed: (command: string, reader: Reader) => string = (command) => command,
): string {
  if (typeof value === 'string') return oneLine(value);
  if (typeof value === 'number') return String(value);
  if ('moment' in value) return formatMoment(reader.language, value.moment, reader.timeZone);
  if ('date' in value) return formatDate(reader.language, value.date);
  if ('money' in value) return moneyText(value.money, reader.language);
  if ('place' in value) return placeText(value.place, reader.language);
  if ('link' in value) return plain(reader, value.link.text, typed);
  if ('command' in value) return typed(value.command, reader);
  if ('list' in value)
    return formatList(
      reader.language,
      value.list.map((item) => plain(reader, item, typed)),
    );
  const inside = (of: Reader, item: Value) => plain(of, item, typed);
  return fillPhrase(reader, value, inside, (text, max) => shorten(oneLine(text), max));
}

/**
 * A phrase in the reader's language, each value in the form that `form` gives it; texts of somebody's are brought into
 * theirs by `within`, which also keeps them short.
 */
export function fillPhrase(
  reader: Reader,
  { key, values }: Phrase,
  form: (reader: Reader, value: Value) => string,
  within: (text: string, max: number) => string,
): string {
  const filled = Object.entries(values ?? {}).map(([name, value]) => [
    name,
    typeof value === 'string' ? isolated(within(value, longestInSentence)) : form(reader, value),
  ]);
  return translate(reader.language, key, Object.fromEntries(filled));
}

/** Look-alikes for the characters that both Slack's mrkdwn and markdown read as bold, italic, struck or code. */
export function withoutEmphasis(text: string): string {
  return text
    .replaceAll('*', '∗')
    .replaceAll('~', '∼')
    .replaceAll('`', 'ˋ')
    .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, 'ˍ');
}
