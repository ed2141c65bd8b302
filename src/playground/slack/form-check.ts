import { isObject } from './blocks/check.js';
import { isDate, isDecimal, isEmail, isTime } from './blocks/elements.js';
import { limits } from './blocks/limits.js';
import { isEmpty, type State, type StateValue } from './input-values.js';
import type { Json, StoredBlock } from './model.js';

/**
 * What Slack's client itself holds against a form before the app hears of it: an empty required input, a number out of
 * range, no e-mail address, …
 *
 * @returns sentences by block id; empty when the form may be sent
 */
export function checkForm(blocks: readonly StoredBlock[], state: State): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const block of blocks) {
    if (block.type !== 'input' || !isObject(block.element)) continue;
    const value = state[block.block_id]?.[String(block.element.action_id)];
    if (!value) continue;
    const error = isEmpty(value)
      ? block.optional === true
        ? undefined
        : 'Please complete this required field.'
      : complaint(block.element, value);
    if (error !== undefined) errors[block.block_id] = error;
  }
  return errors;
}

function complaint(element: Json, state: StateValue): string | undefined {
  const { value } = state;
  switch (element.type) {
    case 'plain_text_input':
      return textComplaint(element, String(value));
    case 'number_input':
      return numberComplaint(element, String(value));
    case 'email_text_input':
      return isEmail(String(value)) ? undefined : 'Please enter a valid email address.';
    case 'url_text_input':
      return URL.canParse(String(value)) ? undefined : 'Please enter a valid URL.';
    case 'datepicker':
      return isDate(String(state.selected_date)) ? undefined : 'Please enter a valid date.';
    case 'timepicker':
      return isTime(String(state.selected_time)) ? undefined : 'Please enter a valid time.';
    case 'multi_users_select':
    case 'multi_static_select':
      return selectionComplaint(element, state);
    default:
      return undefined;
  }
}

function textComplaint(element: Json, value: string): string | undefined {
  const { min_length: min = 0, max_length: max = limits.plainTextInput } = element as Record<string, number>;
  if (value.length < min) return `Please enter at least ${min} characters.`;
  if (value.length > max) return `Please enter at most ${max} characters.`;
  return undefined;
}

function numberComplaint(element: Json, value: string): string | undefined {
  if (!isDecimal(value)) return 'Please enter a valid number.';
  const number = Number(value);
  if (element.is_decimal_allowed !== true && !Number.isInteger(number)) return 'Please enter a whole number.';
  if (element.min_value !== undefined && number < Number(element.min_value)) {
    return `Please enter a number of at least ${element.min_value}.`;
  }
  if (element.max_value !== undefined && number > Number(element.max_value)) {
    return `Please enter a number of at most ${element.max_value}.`;
  }
  return undefined;
}

function selectionComplaint(element: Json, state: StateValue): string | undefined {
  const selected = state.selected_users ?? state.selected_options;
  const max = element.max_selected_items;
  if (typeof max !== 'number' || !Array.isArray(selected) || selected.length <= max) return undefined;
  return `Please select at most ${max}.`;
}
