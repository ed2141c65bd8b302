import type { ElementInput, InputValues, OpenView } from '../../../page-api.js';

/** The parts of an element that matter here; Slack's own types say which of them each element may have. */
export interface FormElement {
  type: string;
  action_id?: string;
  initial_value?: unknown;
  initial_option?: { value?: string };
  initial_options?: { value?: string }[];
  initial_user?: string;
  initial_users?: string[];
  initial_conversation?: string;
  initial_channel?: string;
  initial_conversations?: string[];
  initial_channels?: string[];
  initial_date?: string;
  initial_time?: string;
  initial_date_time?: number;
}

interface FormBlock {
  block_id?: string;
  element?: FormElement;
  accessory?: FormElement;
  elements?: readonly object[];
}

/** What an element holds before anyone touches it. */
export function initialInput(element: FormElement): ElementInput {
  const options = element.initial_options?.flatMap(({ value }) => value ?? []);
  const conversation = element.initial_conversation ?? element.initial_channel;
  const conversations = element.initial_conversations ?? element.initial_channels;
  return {
    ...(typeof element.initial_value === 'string' && { value: element.initial_value }),
    ...(element.initial_option?.value !== undefined && { selectedOption: element.initial_option.value }),
    ...((options ?? conversations) && { selectedOptions: options ?? conversations ?? [] }),
    ...(element.initial_user !== undefined && { selectedUser: element.initial_user }),
    ...(element.initial_users && { selectedUsers: element.initial_users }),
    ...(conversation !== undefined && { selectedConversation: conversation }),
    ...(element.initial_date !== undefined && { selectedDate: element.initial_date }),
    ...(element.initial_time !== undefined && { selectedTime: element.initial_time }),
    ...(element.initial_date_time !== undefined && { selectedDateTime: element.initial_date_time }),
  };
}

/** What was entered so far, with one more input. `{}` stands for an input that was emptied. */
export function withInput(entered: InputValues, blockId: string, actionId: string, input: ElementInput): InputValues {
  return { ...entered, [blockId]: { ...entered[blockId], [actionId]: input } };
}

/** After an update of the view: what was entered stays wherever the same input is still there, as in Slack. */
export function keepEntered(entered: InputValues, before: OpenView, after: OpenView): InputValues {
  const types = elementTypes(before);
  const kept: InputValues = {};
  for (const [key, type] of elementTypes(after)) {
    const [blockId, actionId] = JSON.parse(key) as [string, string];
    const input = entered[blockId]?.[actionId];
    if (input && types.get(key) === type) kept[blockId] = { ...kept[blockId], [actionId]: input };
  }
  return kept;
}

function elementTypes(view: OpenView): Map<string, string> {
  const types = new Map<string, string>();
  for (const block of view.blocks as FormBlock[]) {
    const elements = [block.element, block.accessory, ...((block.elements ?? []) as FormElement[])];
    for (const element of elements) {
      if (element?.action_id !== undefined)
        types.set(JSON.stringify([block.block_id, element.action_id]), element.type);
    }
  }
  return types;
}
