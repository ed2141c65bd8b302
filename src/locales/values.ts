/** Numbers, money, dates and lists as a language writes them. */

import { dateFormat, numberFormat } from '../formats.js';

type Language = 'en' | 'fr';
const tags = { en: 'en-GB', fr: 'fr-FR' } as const;

export function formatMoney(language: Language, amount: number, currency: string | undefined): string {
  const digits = { minimumFractionDigits: Number.isInteger(amount) ? 0 : 2, maximumFractionDigits: 2 };
  const plain = numberFormat(tags[language], digits).format(amount);
  if (!currency) return plain;
  try {
    return numberFormat(tags[language], {
      style: 'currency',
      currency,
      // Not the narrow one: a bare $ could be any of a dozen currencies.
      currencyDisplay: 'symbol',
      ...digits,
    }).format(amount);
  } catch {
    // A customer may write any word where a currency belongs.
    return `${plain} ${currency}`;
  }
}

/** A country's name by its two-letter code; anything else as it came. */
export function formatCountry(language: Language, country: string): string {
  if (!/^[a-z]{2}$/i.test(country)) return country;
  const names = new Intl.DisplayNames(tags[language], { type: 'region', fallback: 'code' });
  return names.of(country.toUpperCase()) ?? country;
}

/** A calendar date `YYYY-MM-DD`, without any time zone's help: it never shifts. */
export function formatDate(language: Language, date: string): string {
  const form = dateFormat(tags[language], { dateStyle: 'medium', timeZone: 'UTC' });
  return form.format(new Date(`${date}T00:00:00Z`));
}

/** A date and a time of day, however each is written, as they stand in a sentence. */
export const onDateAtTime = (language: Language, date: string, time: string) =>
  language === 'fr' ? `${date} à ${time}` : `${date} at ${time}`;

/** A moment in an IANA zone; an unknown zone falls back to UTC. */
export function formatMoment(language: Language, moment: Date, timeZone: string): string {
  const form = (style: Intl.DateTimeFormatOptions, zone: string) =>
    dateFormat(tags[language], { ...style, timeZone: zone }).format(moment);
  const within = (zone: string) =>
    onDateAtTime(language, form({ dateStyle: 'medium' }, zone), form({ timeStyle: 'short' }, zone));
  try {
    return within(timeZone);
  } catch {
    return `${within('UTC')} UTC`;
  }
}

export function formatList(language: Language, items: readonly string[]): string {
  return new Intl.ListFormat(tags[language], { type: 'conjunction' }).format(items);
}
