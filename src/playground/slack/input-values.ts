import type { ElementInput, InputValues } from '../page-api.js';
import { ImpossibleInput } from '../shared/impossible-input.js';
import { elementsOf } from './block-ids.js';
import { optionsOf } from './blocks/composition.js';
import type { Json, StoredBlock } from './model.js';

/** The app's view of an input: Slack's `state.values[block][action]`. */
export type StateValue = Json & { type: string };
export type State = Record<string, Record<string, StateValue>>;

/** What the inputs hold: what was entered, else their initial values. */
export function stateOf(blocks: readonly StoredBlock[], entered: InputValues): State {
  const state: State = {};
  for (const block of blocks) {
    for (const element of elementsOf(block)) {
      const id = String(element.action_id);
      const value = inputValue(element, entered[block.block_id]?.[id]);
      if (value) state[block.block_id] = { ...state[block.block_id], [id]: value };
    }
  }
  return state;
}

/**
 * One element's value.
 *
 * @param input absent: untouched, so the initial value counts; `{}`: emptied by the person
 * @returns undefined for buttons and overflow menus, which hold none
 */
export function inputValue(element: Json, input: ElementInput | undefined): StateValue | undefined {
  const type = String(element.type);
  const initial = (key: string) => (input === undefined ? element[key] : undefined);
  switch (type) {
    case 'plain_text_input':
    case 'email_text_input':
    case 'number_input':
    case 'url_text_input':
      return { type, value: input?.value || initial('initial_value') || null };
    case 'rich_text_input':
      return { type, rich_text_value: richText(input?.value) ?? initial('initial_value') ?? null };
    case 'static_select':
    case 'radio_buttons':
      return { type, selected_option: chosen(element, input?.selectedOption) ?? initial('initial_option') ?? null };
    case 'multi_static_select':
    case 'checkboxes': {
      const options = input?.selectedOptions?.map((value) => chosen(element, value));
      return { type, selected_options: options ?? initial('initial_options') ?? [] };
    }
    case 'users_select':
      return { type, selected_user: input?.selectedUser ?? initial('initial_user') ?? null };
    case 'multi_users_select':
      return { type, selected_users: input?.selectedUsers ?? initial('initial_users') ?? [] };
    case 'conversations_select':
      return { type, selected_conversation: input?.selectedConversation ?? initial('initial_conversation') ?? null };
    case 'channels_select':
      return { type, selected_channel: input?.selectedConversation ?? initial('initial_channel') ?? null };
    case 'datepicker':
      return { type, selected_date: input?.selectedDate || initial('initial_date') || null };
    case 'timepicker':
      return { type, selected_time: input?.selectedTime || initial('initial_time') || null };
    case 'datetimepicker':
      return { type, selected_date_time: input?.selectedDateTime ?? initial('initial_date_time') ?? null };
    default:
      return undefined;
  }
}

/** The option with that value, as Slack echoes it. */
export function chosen(element: Json, value: string | undefined): Json | undefined {
  if (value === undefined || value === '') return undefined;
  const option = optionsOf(element).find((entry) => entry.value === value);
  if (!option) throw new ImpossibleInput(`${String(element.action_id)} has no option with the value ${value}`);
  return option;
}

function richText(text: string | undefined): Json | undefined {
  if (!text) return undefined;
  const section = { type: 'rich_text_section', elements: [{ type: 'text', text }] };
  return { type: 'rich_text', elements: [section] };
}

export function isEmpty(value: StateValue): boolean {
  return Object.entries(value).every(
    ([key, entry]) => key === 'type' || entry === null || (Array.isArray(entry) && entry.length === 0),
  );
}
