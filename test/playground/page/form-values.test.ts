import {
  type FormElement,
  initialInput,
  keepEntered,
  withInput,
} from '../../../src/playground/page/slack/modal/form-values.js';
import type { ElementInput, OpenView } from '../../../src/playground/page-api.js';

test.each<[FormElement, ElementInput]>([
  [{ type: 'plain_text_input' }, {}],
  [{ type: 'plain_text_input', initial_value: 'a' }, { value: 'a' }],
  [{ type: 'static_select', initial_option: { value: 'a' } }, { selectedOption: 'a' }],
  [{ type: 'checkboxes', initial_options: [{ value: 'a' }, { value: 'b' }] }, { selectedOptions: ['a', 'b'] }],
  [{ type: 'users_select', initial_user: 'U1' }, { selectedUser: 'U1' }],
  [{ type: 'multi_users_select', initial_users: ['U1'] }, { selectedUsers: ['U1'] }],
  [{ type: 'channels_select', initial_channel: 'C1' }, { selectedConversation: 'C1' }],
  [{ type: 'datepicker', initial_date: '2026-01-02' }, { selectedDate: '2026-01-02' }],
  [{ type: 'datetimepicker', initial_date_time: 5 }, { selectedDateTime: 5 }],
])('what %j holds at first', (element, expected) => expect(initialInput(element)).toEqual(expected));

const view = (...inputs: [blockId: string, actionId: string, type: string][]): OpenView =>
  ({
    blocks: inputs.map(([block_id, action_id, type]) => ({ type: 'input', block_id, element: { type, action_id } })),
  }) as unknown as OpenView;

test('after an update, what was entered stays where the same input is still there', () => {
  const before = view(['name', 'v', 'plain_text_input'], ['when', 'v', 'datepicker'], ['kind', 'v', 'static_select']);
  const after = view(['name', 'v', 'plain_text_input'], ['when', 'v2', 'datepicker'], ['kind', 'v', 'radio_buttons']);
  let entered = withInput({}, 'name', 'v', { value: 'typed' });
  entered = withInput(entered, 'when', 'v', { selectedDate: '2026-01-02' });
  entered = withInput(entered, 'kind', 'v', { selectedOption: 'a' });
  expect(keepEntered(entered, before, after)).toEqual({ name: { v: { value: 'typed' } } });
});

test('an emptied input stays empty after an update, whatever its initial value', () => {
  const same = view(['name', 'v', 'plain_text_input']);
  expect(keepEntered({ name: { v: {} } }, same, same)).toEqual({ name: { v: {} } });
});
