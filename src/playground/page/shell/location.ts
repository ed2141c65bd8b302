/** The choices that a reload, a bookmark or a second tab should keep: they live in the address. */
export type Choice = 'user' | 'channel' | 'conversation' | 'platform' | 'message';

export function readChoice(choice: Choice): string | undefined {
  return new URLSearchParams(window.location.search).get(choice) ?? undefined;
}

/** @param value null: none any more */
export function writeChoice(choice: Choice, value: string | null): void {
  const url = new URL(window.location.href);
  if (url.searchParams.get(choice) === value) return;
  if (value === null) url.searchParams.delete(choice);
  else url.searchParams.set(choice, value);
  window.history.replaceState(null, '', url);
}
