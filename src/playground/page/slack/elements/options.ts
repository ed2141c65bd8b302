import type { MultiSelect, Select } from '@slack/types';
import type { ElementInput } from '../../../page-api.js';
import { findEmoji } from '../mrkdwn/emoji.js';
import type { Reader } from '../reader.js';

export interface Choosable {
  value: string;
  text: string;
  /** The heading it stands under, if any. */
  group?: string;
}

/** Where the choices of a select come from decides which key of the answer carries them. */
type Chosen = 'option' | 'user' | 'conversation';

/** What can be chosen; undefined for the kinds that ask the app while the person types, which can't be shown here. */
export function optionsOf(element: Select | MultiSelect, reader: Reader): Choosable[] | undefined {
  switch (element.type) {
    case 'static_select':
    case 'multi_static_select':
      return element.option_groups
        ? element.option_groups.flatMap(({ label, options }) =>
            options.map((option) => ({ ...choosable(option), group: plain(label.text) })),
          )
        : (element.options ?? []).map(choosable);
    case 'users_select':
    case 'multi_users_select':
      return [...reader.users.values()].map(({ id, name }) => ({ value: id, text: name }));
    case 'conversations_select':
    case 'multi_conversations_select':
      return reader.channels.map(({ id, name, kind }) => ({ value: id, text: kind === 'im' ? name : `#${name}` }));
    case 'channels_select':
    case 'multi_channels_select':
      return reader.channels
        .filter(({ kind }) => kind === 'channel')
        .map(({ id, name }) => ({ value: id, text: `#${name}` }));
    default:
      return undefined;
  }
}

export function chosenOne(element: Select, input: ElementInput): string {
  const by = { option: input.selectedOption, user: input.selectedUser, conversation: input.selectedConversation };
  return by[kindOf(element)] ?? '';
}

export function chosenMany(element: MultiSelect, input: ElementInput): string[] {
  return (kindOf(element) === 'user' ? input.selectedUsers : input.selectedOptions) ?? [];
}

export function inputForOne(element: Select, value: string): ElementInput {
  if (value === '') return {};
  const kind = kindOf(element);
  if (kind === 'user') return { selectedUser: value };
  return kind === 'conversation' ? { selectedConversation: value } : { selectedOption: value };
}

export function inputForMany(element: MultiSelect, values: string[]): ElementInput {
  return kindOf(element) === 'user' ? { selectedUsers: values } : { selectedOptions: values };
}

function kindOf(element: Select | MultiSelect): Chosen {
  if (element.type.includes('users')) return 'user';
  return element.type.includes('static') || element.type.includes('external') ? 'option' : 'conversation';
}

function choosable({ text, value }: { text: { text: string }; value?: string }): Choosable {
  return { value: value ?? '', text: plain(text.text) };
}

/** A native option can't hold markup, so short codes are put in as characters. */
function plain(text: string): string {
  return text.replace(/:([\w+'-]+):/g, (code, name: string) => findEmoji(name) ?? code);
}
