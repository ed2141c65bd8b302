import { randomBytes } from 'node:crypto';
import { isObject, type Json } from './blocks/check.js';
import { actionsElements, inputElements } from './blocks/elements.js';
import type { StoredBlock } from './model.js';

const generated = () => randomBytes(4).toString('base64url').slice(0, 5);
const interactive = (element: Json) =>
  typeof element.type === 'string' && (element.type in actionsElements || element.type in inputElements);

/** Copies validated blocks and gives an id to every block and interactive element that came without, as Slack does. */
export function withIds(blocks: readonly unknown[]): StoredBlock[] {
  const copies = structuredClone(blocks) as StoredBlock[];
  for (const block of copies) {
    block.block_id ??= generated();
    for (const element of elementsOf(block)) element.action_id ??= generated();
  }
  return copies;
}

/** The interactive elements in a block: of an actions block, a section's accessory, or an input's element. */
export function elementsOf(block: Json): Json[] {
  const held = [block.element, block.accessory, ...(Array.isArray(block.elements) ? block.elements : [])];
  return held.filter(isObject).filter(interactive);
}
