import type { Language } from '../../domain/profile.js';
import type { Choice } from './field.js';

/** The currencies that deals are usually in; a profile's and a deal's own come first whatever they are. */
const usual = [
  'USD',
  'EUR',
  'GBP',
  'CHF',
  'CAD',
  'AUD',
  'NZD',
  'JPY',
  'CNY',
  'HKD',
  'SGD',
  'INR',
  'SEK',
  'NOK',
  'DKK',
  'PLN',
  'CZK',
  'HUF',
  'RON',
  'TRY',
  'ILS',
  'AED',
  'SAR',
  'ZAR',
  'BRL',
  'MXN',
  'ARS',
  'CLP',
  'COP',
  'KRW',
  'TWD',
  'THB',
  'IDR',
  'MYR',
  'PHP',
  'VND',
];

/** Their names in a language, made once: asking Intl for each form is what a form would cost most. */
const names = new Map<Language, Intl.DisplayNames>();
function namesIn(language: Language): Intl.DisplayNames {
  let found = names.get(language);
  if (!found) {
    found = new Intl.DisplayNames(language, { type: 'currency', fallback: 'code' });
    names.set(language, found);
  }
  return found;
}

/** Choices of currencies, `first` on top, each with its name in the language. */
export function offeredCurrencies(language: Language, first: string): Choice[] {
  const inLanguage = namesIn(language);
  return [...new Set([first, ...usual])].map((code) => {
    const name = inLanguage.of(code);
    return { value: code, text: name && name !== code ? `${code} – ${name}` : code };
  });
}
