/**
 * The Markdown that Teams shows in text blocks and bots' messages: bold, italic, links and lists. Everything else is
 * text; whatever could be HTML is escaped before it is looked at.
 */
export function markdownToHtml(source: string): string {
  const lines = escapeMarked(source).split(/\r?\n/);
  const html: string[] = [];
  let list: 'ul' | 'ol' | undefined;
  const inList = (kind: 'ul' | 'ol' | undefined) => {
    if (list === kind) return;
    if (list) html.push(`</${list}>`);
    if (kind) html.push(`<${kind}>`);
    list = kind;
  };
  for (const [index, line] of lines.entries()) {
    const [, bullet] = /^\s*[-*]\s+(.*)$/.exec(line) ?? [];
    const [, numbered] = /^\s*\d+\.\s+(.*)$/.exec(line) ?? [];
    const item = bullet ?? numbered;
    inList(bullet !== undefined ? 'ul' : numbered !== undefined ? 'ol' : undefined);
    if (item !== undefined) html.push(`<li>${inline(item)}</li>`);
    else html.push(inline(line), index < lines.length - 1 ? '<br>' : '');
  }
  inList(undefined);
  return html.join('');
}

/** Text of people: shown as it is, but for mentions. */
export function plainToHtml(source: string): string {
  return mentions(escapeHtml(source)).replaceAll('\n', '<br>');
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

/** What a backslash precedes becomes a numbered entity, so that no mark is read in it. */
function escapeMarked(text: string): string {
  return text.replace(/\\([^\w\s]|_)|[&<>"]/g, (found, character?: string) =>
    character === undefined ? escapeHtml(found) : `&#${character.codePointAt(0)};`,
  );
}

function mentions(escaped: string): string {
  return escaped.replace(/&lt;at&gt;(.+?)&lt;\/at&gt;/g, '<span class="teams-mention">$1</span>');
}

function inline(escaped: string): string {
  return mentions(escaped)
    .replace(
      /\[([^\]]+)\]\((https?:\/\/[^\s)]+|mailto:[^\s)]+)\)/g,
      '<a href="$2" target="_blank" rel="noopener">$1</a>',
    )
    .replace(/\*\*(?=\S)(.+?)(?<=\S)\*\*/g, '<strong>$1</strong>')
    .replace(/(?<![\w*])\*(?=\S)([^*]+?)(?<=\S)\*(?!\w)/g, '<em>$1</em>')
    .replace(/(?<!\w)_(?=\S)([^_]+?)(?<=\S)_(?!\w)/g, '<em>$1</em>');
}
