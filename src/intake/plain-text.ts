/** A sender's single text: trimmed; empty counts as absent. Half characters (lone surrogates) can't be stored. */
export function line(text: string | null | undefined): string | undefined {
  return storable(text)?.trim() || undefined;
}

/** A sender's longer text, kept as it came; one of spaces alone counts as absent. */
export function prose(text: string | null | undefined): string | undefined {
  const kept = storable(text);
  return kept?.trim() ? kept : undefined;
}

export function lines(texts: readonly (string | null | undefined)[] | null | undefined): string[] {
  return (texts ?? []).map(line).filter((text) => text !== undefined);
}

/** The object without its absent fields; undefined when none is left. */
export function present<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } | undefined {
  const given = Object.entries(fields).filter(([, value]) => value !== undefined);
  return given.length > 0 ? (Object.fromEntries(given) as { [K in keyof T]?: Exclude<T[K], undefined> }) : undefined;
}

function storable(text: string | null | undefined): string | undefined {
  // Encoding replaces a lone surrogate by U+FFFD and leaves everything else as it is.
  return text == null ? undefined : Buffer.from(text, 'utf8').toString('utf8');
}
