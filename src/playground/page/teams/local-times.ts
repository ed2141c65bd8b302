import { dateFormat } from '../../../formats.js';

const styles: Readonly<Record<string, Intl.DateTimeFormatOptions>> = {
  COMPACT: {},
  SHORT: { weekday: 'short', year: 'numeric', month: 'short', day: 'numeric' },
  LONG: { weekday: 'long', year: 'numeric', month: 'long', day: 'numeric' },
};

/** `{{DATE(…)}}` and `{{TIME(…)}}` as Teams' client shows them to this person; anything else stays as it is. */
export function withLocalTimes(text: string, { locale, tz }: { locale: string; tz: string }): string {
  return text.replace(
    /\{\{(DATE|TIME)\(([\d:TZ+-]{20,25})(?:, ?(COMPACT|SHORT|LONG))?\)\}\}/g,
    (found, kind: string, moment: string, style = 'COMPACT') => {
      const date = new Date(moment);
      if (Number.isNaN(date.getTime())) return found;
      return kind === 'DATE'
        ? dateFormat(locale, { ...styles[style], timeZone: tz }).format(date)
        : dateFormat(locale, { timeStyle: 'short', timeZone: tz }).format(date);
    },
  );
}
