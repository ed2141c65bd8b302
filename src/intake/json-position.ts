/** What may come next. */
type Expecting = 'value' | 'value or ]' | 'key' | 'key or }' | 'colon' | 'comma or end';

/**
 * Where a text stops being JSON, as line and column from 1. JSON.parse tells only now and then, and in the words of
 * the engine's version. Only called for text that JSON.parse refused.
 */
export function malformedAt(text: string): { readonly line: number; readonly column: number } {
  const before = text.slice(0, offsetOfError(text));
  const lineStart = before.lastIndexOf('\n') + 1;
  return { line: before.split('\n').length, column: before.length - lineStart + 1 };
}

function offsetOfError(text: string): number {
  const open: ('{' | '[')[] = [];
  let expecting: Expecting = 'value';
  let offset = 0;
  for (;;) {
    offset = endOf(/[ \t\n\r]*/y, text, offset) ?? offset;
    const next = text[offset];
    if (next === undefined) return offset;
    const value: boolean = expecting === 'value' || expecting === 'value or ]';
    const key: boolean = expecting === 'key' || expecting === 'key or }';
    const within = open.at(-1);
    if (value && (next === '{' || next === '[')) {
      open.push(next);
      expecting = next === '{' ? 'key or }' : 'value or ]';
      offset += 1;
    } else if (
      (next === ']' && within === '[' && (expecting === 'value or ]' || expecting === 'comma or end')) ||
      (next === '}' && within === '{' && (expecting === 'key or }' || expecting === 'comma or end'))
    ) {
      open.pop();
      expecting = 'comma or end';
      offset += 1;
    } else if (expecting === 'colon' && next === ':') {
      expecting = 'value';
      offset += 1;
    } else if (expecting === 'comma or end' && next === ',' && within) {
      expecting = within === '{' ? 'key' : 'value';
      offset += 1;
    } else if (next === '"' && (value || key)) {
      const { end, closed } = stringFrom(text, offset);
      if (!closed) return end;
      expecting = key ? 'colon' : 'comma or end';
      offset = end;
    } else {
      const end = value
        ? endOf(/-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y, text, offset)
        : undefined;
      if (end === undefined) return offset;
      expecting = 'comma or end';
      offset = end;
    }
  }
}

function endOf(pattern: RegExp, text: string, offset: number): number | undefined {
  pattern.lastIndex = offset;
  return pattern.test(text) ? pattern.lastIndex : undefined;
}

/** The end of a string that begins at `start`: behind its closing quote, else where it goes wrong. */
function stringFrom(text: string, start: number): { readonly end: number; readonly closed: boolean } {
  for (let offset = start + 1; offset < text.length; offset++) {
    const next = text[offset] as string;
    if (next === '"') return { end: offset + 1, closed: true };
    if (next < ' ') return { end: offset, closed: false };
    if (next === '\\') {
      const end = endOf(/\\(?:["\\/bfnrt]|u[\da-fA-F]{4})/y, text, offset);
      if (end === undefined) return { end: offset, closed: false };
      offset = end - 1;
    }
  }
  return { end: text.length, closed: false };
}
