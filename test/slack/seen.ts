import type { KnownBlock } from '@slack/types';
import { turnsIn } from '../support/directions.js';

type Text = { readonly type: string; readonly text: string; readonly emoji?: boolean; readonly verbatim?: boolean };

/** Every text object in blocks or a view, in order, whatever holds it. */
export function textsIn(value: unknown): Text[] {
  if (Array.isArray(value)) return value.flatMap(textsIn);
  if (typeof value !== 'object' || value === null) return [];
  const { type, text } = value as Text;
  if (typeof text === 'string' && typeof type === 'string') return [value as Text];
  return Object.values(value).flatMap(textsIn);
}

/** What a notification shows of a text: entities resolved, nothing that can't be seen. */
export function asSeen(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&').replaceAll('\u200b', '');
}

export interface Control {
  readonly action_id: string;
  readonly text?: Text;
  readonly value?: string;
  readonly style?: string;
  readonly options?: readonly { readonly text: Text; readonly value: string }[];
}

/** The buttons and menus of an `actions` block, or beside sections. */
export function controlsIn(blocks: readonly KnownBlock[]): Control[] {
  return blocks.flatMap((block) => {
    if (block.type === 'actions') return block.elements as unknown as Control[];
    return block.type === 'section' && block.accessory ? [block.accessory as unknown as Control] : [];
  });
}

/** What is wrong with mrkdwn that should hold nothing of Slack's but formatting, dates and links of our own. */
export function markupIn(text: string, ownLink?: RegExp): string[] {
  const rest = text
    .replaceAll(/<!date\^\d+\^\{date_short(?:_pretty)?\} (?:at|à) \{time\}\|[\p{L}\d ,.:\u202f]+>/gu, '')
    .replace(ownLink ?? '\0', '');
  return [...rest.matchAll(/[<>]|&(?!amp;|lt;|gt;)|:[^\s:/\u200b]+:/g)]
    .map(([found]) => found)
    .concat(turnsIn(rest))
    .map((found, index) => `${index}: ${found} in ${rest.slice(0, 80)}`);
}
