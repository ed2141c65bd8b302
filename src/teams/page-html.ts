import type { Language } from '../domain/profile.js';

/** A page of text for browsers, in light and dark. */
export function page(language: Language, heading: string, paragraphs: readonly string[]): string {
  const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  return `<!doctype html>
<html lang="${language}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escaped(heading)}</title>
<style>
  :root { color-scheme: light dark; font: 1.05rem/1.6 system-ui, sans-serif }
  main { max-width: 38rem; margin: 12vh auto; padding: 0 1.25rem }
</style>
<main>
<h1>${escaped(heading)}</h1>
${paragraphs.map((text) => `<p>${escaped(text)}</p>`).join('\n')}
</main>
`;
}
