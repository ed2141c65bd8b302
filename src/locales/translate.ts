import { IntlMessageFormat } from 'intl-messageformat';
import { en } from './en.js';
import { fr } from './fr.js';

export type MessageKey = keyof typeof en;
export type Messages = Readonly<Record<MessageKey, string>>;

const messages: Readonly<Record<'en' | 'fr', Messages>> = { en, fr };
const formats = new Map<string, IntlMessageFormat>();

/**
 * A text in a language, its placeholders filled. Values go in as they are: escaping them is the caller's business,
 * before they get here.
 *
 * @throws when a placeholder has no value, so that a test meets the gap before a reader does
 */
export function translate(
  language: 'en' | 'fr',
  key: MessageKey,
  values?: Readonly<Record<string, string | number>>,
): string {
  const cacheKey = `${language}:${key}`;
  let format = formats.get(cacheKey);
  if (!format) {
    // Tags are off: texts hold platform markup such as <!date^…> only through their values.
    format = new IntlMessageFormat(messages[language][key], language, undefined, { ignoreTag: true });
    formats.set(cacheKey, format);
  }
  return String(format.format(values));
}
