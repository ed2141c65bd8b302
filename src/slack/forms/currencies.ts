import type { Reader } from '../markup.js';
import type { Choice } from './fields.js';

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

/** Choices of currencies, `first` on top, each with its name in the reader's language. */
export function offeredCurrencies(reader: Reader, first: string): Choice[] {
  const names = new Intl.DisplayNames(reader.language, { type: 'currency', fallback: 'code' });
  return [...new Set([first, ...usual])].map((code) => {
    const name = names.of(code);
    return { value: code, text: name && name !== code ? `${code} – ${name}` : code };
  });
}
