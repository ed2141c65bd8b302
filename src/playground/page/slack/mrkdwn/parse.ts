/**
 * Slack's mrkdwn as a small tree. It follows what Slack's client does, not Markdown: `<…>` is the only markup that
 * carries a meaning, and the entities `&lt; &gt; &amp;` are decoded last, so that escaped text can never become any.
 */
import { findEmoji } from './emoji.js';

export type Inline =
  | { kind: 'text'; text: string }
  | { kind: 'break' }
  | { kind: 'bold' | 'italic' | 'strike'; children: Inline[] }
  | { kind: 'code'; text: string }
  | { kind: 'emoji'; name: string; character: string }
  | { kind: 'link'; url: string; label: Inline[] }
  | { kind: 'user' | 'channel'; id: string; label: string | undefined }
  | { kind: 'broadcast'; name: string }
  | { kind: 'date'; seconds: number; format: string; url: string | undefined; fallback: string };

export type MrkdwnBlock =
  | { kind: 'paragraph'; children: Inline[] }
  | { kind: 'quote'; children: Inline[] }
  | { kind: 'preformatted'; text: string };

type Style = 'bold' | 'italic' | 'strike';

const STYLES: Readonly<Record<string, Style>> = { '*': 'bold', _: 'italic', '~': 'strike' };
const FENCE = /```\n?([\s\S]+?)\n?```/g;
const QUOTE = /^(?:>|&gt;) ?/;
const WORD = /[\p{L}\p{N}]/u;
const BARE_URL = /^https?:\/\/[^\s<>|*`]+[^\s<>|*`.,;:!?)"'\]]/;
const EMOJI = /^:([\w+'-]+):(?::skin-tone-[2-6]:)?/;
const SAFE_URL = /^(?:https?:\/\/|mailto:|tel:)/i;

/** `verbatim`, as in a text object: bare URLs stay text; `<…>` works all the same. */
export function parseMrkdwn(text: string, verbatim = false): MrkdwnBlock[] {
  const blocks: MrkdwnBlock[] = [];
  let from = 0;
  for (const match of text.matchAll(FENCE)) {
    blocks.push(...parseLines(trimBreak(text.slice(from, match.index)), verbatim));
    blocks.push({ kind: 'preformatted', text: plainText(match[1] ?? '') });
    from = match.index + match[0].length;
  }
  blocks.push(...parseLines(from === 0 ? text : text.slice(from).replace(/^\n/, ''), verbatim));
  return blocks;
}

/** A `plain_text` object: nothing but line breaks and, unless switched off, emoji short codes. */
export function parsePlain(text: string, emoji = true): Inline[] {
  const out: Inline[] = [];
  for (let at = 0; at < text.length; ) {
    const found = emoji ? emojiAt(text, at) : undefined;
    if (found) out.push(found.node);
    else if (text[at] === '\n') out.push({ kind: 'break' });
    else appendText(out, text.charAt(at));
    at += found?.length ?? 1;
  }
  return out;
}

/** Only what a browser may safely follow on a click. */
export function isSafeUrl(url: string): boolean {
  return SAFE_URL.test(url);
}

/** What a person would read aloud: markup gone, entities decoded. For announcements and previews. */
export function plainText(mrkdwn: string): string {
  return decode(mrkdwn.replace(/<([^<>]*)>/g, (_all, inside: string) => inside.slice(inside.indexOf('|') + 1)));
}

function parseLines(text: string, verbatim: boolean): MrkdwnBlock[] {
  if (text === '') return [];
  const blocks: MrkdwnBlock[] = [];
  for (const line of text.split('\n')) {
    const kind = QUOTE.test(line) ? 'quote' : 'paragraph';
    const children = parseInline(kind === 'quote' ? line.replace(QUOTE, '') : line, verbatim);
    const last = blocks.at(-1);
    if (last?.kind === kind) last.children.push({ kind: 'break' }, ...children);
    else blocks.push({ kind, children });
  }
  return blocks;
}

/** `inside`: the styles already open, which keeps the recursion three deep at most. */
function parseInline(text: string, verbatim: boolean, inside: readonly Style[] = []): Inline[] {
  const out: Inline[] = [];
  for (let at = 0; at < text.length; ) {
    const found =
      controlAt(text, at) ??
      codeAt(text, at) ??
      styledAt(text, at, verbatim, inside) ??
      emojiAt(text, at) ??
      (verbatim ? undefined : urlAt(text, at));
    if (found) out.push(found.node);
    else appendText(out, entityAt(text, at));
    at += found?.length ?? entityAt(text, at, true).length;
  }
  return out;
}

interface Found {
  node: Inline;
  length: number;
}

function controlAt(text: string, at: number): Found | undefined {
  if (text[at] !== '<') return undefined;
  const end = text.indexOf('>', at);
  if (end < 0) return undefined;
  const inside = text.slice(at + 1, end);
  const bar = inside.indexOf('|');
  const target = bar < 0 ? inside : inside.slice(0, bar);
  const node = controlNode(target, bar < 0 ? undefined : inside.slice(bar + 1));
  return node && { node, length: end - at + 1 };
}

function controlNode(target: string, label: string | undefined): Inline | undefined {
  if (/^@[UWB]\w+$/.test(target)) return { kind: 'user', id: target.slice(1), label };
  if (/^#[CG]\w+$/.test(target)) return { kind: 'channel', id: target.slice(1), label };
  if (target.startsWith('!date^')) return dateNode(target, label);
  if (target.startsWith('!subteam^')) return { kind: 'broadcast', name: label?.replace(/^@/, '') ?? target.slice(9) };
  if (/^!(?:here|channel|everyone)$/.test(target)) return { kind: 'broadcast', name: target.slice(1) };
  const url = decode(target);
  if (!isSafeUrl(url)) return undefined;
  return { kind: 'link', url, label: parsePlain(decode(label ?? target.replace(/^mailto:/, ''))) };
}

function dateNode(target: string, fallback = ''): Inline | undefined {
  const [, seconds = '', format = '', link] = target.split('^');
  if (!/^-?\d+$/.test(seconds) || format === '') return undefined;
  const url = link === undefined ? undefined : decode(link);
  return {
    kind: 'date',
    seconds: Number(seconds),
    format: decode(format),
    url: url !== undefined && isSafeUrl(url) ? url : undefined,
    fallback: decode(fallback),
  };
}

function codeAt(text: string, at: number): Found | undefined {
  if (text[at] !== '`') return undefined;
  const end = text.indexOf('`', at + 1);
  if (end <= at + 1) return undefined;
  return { node: { kind: 'code', text: plainText(text.slice(at + 1, end)) }, length: end - at + 1 };
}

function styledAt(text: string, at: number, verbatim: boolean, inside: readonly Style[]): Found | undefined {
  const mark = text.charAt(at);
  const kind = STYLES[mark];
  if (!kind || inside.includes(kind) || isWord(text[at - 1]) || isSpace(text[at + 1])) return undefined;
  const end = closerOf(text, at + 1, mark);
  if (end < 0) return undefined;
  const children = parseInline(text.slice(at + 1, end), verbatim, [...inside, kind]);
  return { node: { kind, children }, length: end - at + 1 };
}

function closerOf(text: string, from: number, mark: string): number {
  for (let at = from; at < text.length; at++) {
    const skipped = controlAt(text, at) ?? codeAt(text, at);
    if (skipped) at += skipped.length - 1;
    else if (text[at] === mark && at > from && !isSpace(text[at - 1]) && !isWord(text[at + 1])) return at;
  }
  return -1;
}

function emojiAt(text: string, at: number): Found | undefined {
  if (text[at] !== ':' || isWord(text[at - 1])) return undefined;
  const match = EMOJI.exec(text.slice(at, at + 64));
  const name = match?.[1];
  const character = name === undefined ? undefined : findEmoji(name);
  if (!match || name === undefined || character === undefined) return undefined;
  return { node: { kind: 'emoji', name, character }, length: match[0].length };
}

function urlAt(text: string, at: number): Found | undefined {
  if (text[at] !== 'h' || isWord(text[at - 1])) return undefined;
  const match = BARE_URL.exec(text.slice(at));
  if (!match) return undefined;
  const url = decode(match[0]);
  return { node: { kind: 'link', url, label: [{ kind: 'text', text: url }] }, length: match[0].length };
}

/** One character, or one entity: decoded, or as it stands in the source. */
function entityAt(text: string, at: number, raw = false): string {
  const entity = text[at] === '&' ? /^&(?:lt|gt|amp);/.exec(text.slice(at, at + 5))?.[0] : undefined;
  if (entity === undefined) return text.charAt(at);
  return raw ? entity : decode(entity);
}

function decode(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

function appendText(out: Inline[], text: string): void {
  const last = out.at(-1);
  if (last?.kind === 'text') last.text += text;
  else out.push({ kind: 'text', text });
}

function trimBreak(text: string): string {
  return text.endsWith('\n') ? text.slice(0, -1) : text;
}

function isWord(character: string | undefined): boolean {
  return character !== undefined && WORD.test(character);
}

function isSpace(character: string | undefined): boolean {
  return character === undefined || /\s/.test(character);
}
