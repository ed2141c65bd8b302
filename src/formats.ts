// Making a format takes a hundred times longer than using it, so each is made once.

/** How many are kept; every zone in every form that we use fits. */
const most = 2_000;
const kept = new Map<string, unknown>();

function once<Options, Format>(kind: new (locale: string, options: Options) => Format) {
  return (locale: string, options: Options): Format => {
    const key = JSON.stringify([kind.name, locale, options]);
    const known = kept.get(key);
    if (known !== undefined) return known as Format;
    const made = new kind(locale, options);
    // Zones and currencies have many spellings, and some come from outside.
    if (kept.size >= most) kept.clear();
    kept.set(key, made);
    return made;
  };
}

/** As `new Intl.DateTimeFormat`. Throws a RangeError for an unknown time zone. */
export const dateFormat = once<Intl.DateTimeFormatOptions, Intl.DateTimeFormat>(Intl.DateTimeFormat);

/** As `new Intl.NumberFormat`. Throws a RangeError for what can't be a currency. */
export const numberFormat = once<Intl.NumberFormatOptions, Intl.NumberFormat>(Intl.NumberFormat);

/** As `new Intl.RelativeTimeFormat`. */
export const relativeTimeFormat = once<Intl.RelativeTimeFormatOptions, Intl.RelativeTimeFormat>(
  Intl.RelativeTimeFormat,
);

/** As `new Intl.DisplayNames`. */
export const displayNames = once<Intl.DisplayNamesOptions, Intl.DisplayNames>(Intl.DisplayNames);

/** Whether it is a time zone's name in the IANA database. */
export function isTimeZone(zone: string): boolean {
  try {
    return dateFormat('en', { timeZone: zone }) !== undefined;
  } catch {
    return false;
  }
}
