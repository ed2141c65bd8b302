import { malformedAt } from './json-position.js';

/** No request is nested deeper; what is would break recursive code further on. */
const deepest = 64;

export type JsonAnswer =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly detail: string };

/** Reads a body that must be JSON in UTF-8. The refusal says where it goes wrong, without repeating any of it. */
export function parseJsonBody(bytes: Uint8Array): JsonAnswer {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return { ok: false, detail: 'The body is not valid UTF-8.' };
  }
  if (text.trim() === '') return { ok: false, detail: 'The body is empty; send one RFI as JSON.' };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    const { line, column } = malformedAt(text);
    return { ok: false, detail: `The body is not valid JSON, from line ${line}, column ${column} on.` };
  }
  if (isDeeper(value, deepest)) return { ok: false, detail: `The body is nested deeper than ${deepest} levels.` };
  return { ok: true, value };
}

/** Level by level, so that a hostile depth costs no stack. */
function isDeeper(value: unknown, levels: number): boolean {
  let level = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > levels) return true;
    level = level.flatMap((one) => (typeof one === 'object' && one !== null ? Object.values(one) : []));
  }
  return false;
}
