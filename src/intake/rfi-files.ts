import { readFileSync } from 'node:fs';

/** One RFI of a file, or what keeps it from being one. */
export type FileEntry =
  /** `name`: the file, with the number of the entry or the line where it holds several. */
  { readonly name: string; readonly rfi: unknown } | { readonly name: string; readonly problem: string };

/**
 * The RFIs of a file: one JSON object, a list of them, an answer of Partner Center's list call (its `value`), or one
 * object a line (NDJSON). Whether they are good RFIs is for the intake to say.
 */
export function rfisOf(file: string): FileEntry[] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8').replace(/^\ufeff/, '');
  } catch {
    return [{ name: file, problem: 'the file cannot be read' }];
  }
  const whole = parsed(text);
  if (whole) {
    const list = listOf(whole.value);
    return list ? list.map((rfi, n) => ({ name: `${file} [${n + 1}]`, rfi })) : [{ name: file, rfi: whole.value }];
  }
  const lines = text.split('\n').flatMap((line, n) => (line.trim() ? [{ name: `${file}:${n + 1}`, line }] : []));
  // A broken object over several lines is one problem rather than one for each line.
  if (!lines[0] || !parsed(lines[0].line)) return [{ name: file, problem: 'the file is not valid JSON' }];
  return lines.map(({ name, line }) => {
    const entry = parsed(line);
    return entry ? { name, rfi: entry.value } : { name, problem: 'the line is not valid JSON' };
  });
}

function listOf(value: unknown): unknown[] | null {
  if (Array.isArray(value)) return value;
  const listed = (value as { value?: unknown } | null)?.value;
  return Array.isArray(listed) ? listed : null;
}

function parsed(text: string): { readonly value: unknown } | null {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return null;
  }
}
