/** The values of a submitted form, by field name. */
export interface Values {
  /** Trimmed; undefined where nothing was entered or chosen. */
  text(name: string): string | undefined;
  /** NaN where something else than a plain decimal number was entered; a comma may stand for the point. */
  number(name: string): number | undefined;
  /** What was chosen of several; empty where nothing was. */
  list(name: string): readonly string[];
}

/**
 * @param entered what a platform reports for each field: one text, or several where several can be chosen (as Slack
 *   does, or joined by commas, as Adaptive Cards do)
 */
export function valuesOf(entered: ReadonlyMap<string, string | readonly string[]>): Values {
  const text = (name: string) => {
    const value = entered.get(name);
    return typeof value === 'string' && value.trim() ? value.trim() : undefined;
  };
  return {
    text,
    number: (name) => {
      const value = text(name);
      if (value === undefined) return undefined;
      const digits = value.replace(/\s/g, '');
      // Anything else is a slip: `1e5`, `0x10`, or 1.234,50, whose separators mean different things to different people.
      return /^[-+]?\d+([.,]\d*)?$/.test(digits) ? Number(digits.replace(',', '.')) : Number.NaN;
    },
    list: (name) => {
      const value = entered.get(name) ?? [];
      return typeof value === 'string' ? value.split(',').filter((part) => part.trim() !== '') : value;
    },
  };
}
