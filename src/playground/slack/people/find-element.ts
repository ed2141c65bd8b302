import type { ElementInput } from '../../page-api.js';
import { ImpossibleInput } from '../../shared/impossible-input.js';
import { elementsOf } from '../block-ids.js';
import { chosen, inputValue } from '../input-values.js';
import type { Json, StoredBlock } from '../model.js';

/** Which element a person acts upon, and what they do to it. */
export interface ElementAction extends ElementInput {
  actionId: string;
  /** Needed only when several blocks have an element of that action id and `value` does not tell them apart. */
  blockId?: string;
}

export interface FoundElement {
  block: StoredBlock;
  element: Json;
}

/** @throws ImpossibleInput when it is not there, or when several are */
export function findElement(blocks: readonly StoredBlock[], action: ElementAction): FoundElement {
  const found = blocks
    .filter((block) => action.blockId === undefined || block.block_id === action.blockId)
    .flatMap((block) => elementsOf(block).map((element) => ({ block, element })))
    .filter(({ element }) => element.action_id === action.actionId)
    .filter(({ element }) => element.type !== 'button' || action.value === undefined || element.value === action.value);
  const [only, second] = found;
  if (!only) throw new ImpossibleInput(`there is no element ${action.actionId} to act upon`);
  if (second) throw new ImpossibleInput(`there are several elements ${action.actionId}: name the block`);
  return only;
}

/** The entry of `actions` in a block_actions payload, but for its time. */
export function describeAction({ block, element }: FoundElement, input: ElementInput): Json {
  const base = { type: element.type, action_id: element.action_id, block_id: block.block_id };
  const echoed = (keys: string[]) =>
    Object.fromEntries(keys.filter((key) => key in element).map((key) => [key, element[key]]));
  if (element.type === 'button') return { ...base, ...echoed(['text', 'value', 'url', 'style', 'confirm']) };
  if (element.type === 'overflow') {
    const option = chosen(element, input.selectedOption);
    if (!option) throw new ImpossibleInput(`${String(element.action_id)}: choose an option`);
    return { ...base, ...echoed(['confirm']), selected_option: option };
  }
  if (block.type === 'input' && block.dispatch_action !== true) {
    throw new ImpossibleInput(`${String(element.action_id)} does not tell the app of changes`);
  }
  return { ...base, ...echoed(['placeholder', 'confirm']), ...inputValue(element, input) };
}
