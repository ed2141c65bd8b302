import type { ActionsBlockElement, InputBlockElement, SectionBlockAccessory } from '@slack/types';
import { BlockImage } from '../blocks/image.js';
import { ButtonElement } from './button.js';
import { Choice } from './choice.js';
import { DateInput } from './date-input.js';
import type { FieldProps } from './field.js';
import { OverflowElement } from './overflow.js';
import { MultiSelectElement, SelectElement } from './select.js';
import { TextInput } from './text-input.js';
import { Unsupported } from './unsupported.js';

export type AnyElement = ActionsBlockElement | InputBlockElement | SectionBlockAccessory;

interface ElementProps extends FieldProps {
  blockId: string;
  element: AnyElement;
  /** Whether the app hears of each change: always in messages, in forms where the block says so. */
  dispatches: boolean;
  clearable?: boolean;
}

/** Whatever a block lets a person press, choose or type. */
export function ElementView({ element, ...rest }: ElementProps) {
  switch (element.type) {
    case 'button':
      return <ButtonElement blockId={rest.blockId} element={element} />;
    case 'overflow':
      return <OverflowElement blockId={rest.blockId} element={element} />;
    case 'image':
      return <BlockImage image={element} accessory />;
    case 'plain_text_input':
    case 'number_input':
    case 'email_text_input':
    case 'url_text_input':
    case 'rich_text_input':
      return <TextInput element={element} {...rest} />;
    case 'datepicker':
    case 'timepicker':
    case 'datetimepicker':
      return <DateInput element={element} {...rest} />;
    case 'radio_buttons':
    case 'checkboxes':
      return <Choice element={element} {...rest} />;
    case 'static_select':
    case 'external_select':
    case 'users_select':
    case 'conversations_select':
    case 'channels_select':
      return <SelectElement element={element} {...rest} />;
    case 'multi_static_select':
    case 'multi_external_select':
    case 'multi_users_select':
    case 'multi_conversations_select':
    case 'multi_channels_select':
      return <MultiSelectElement element={element} {...rest} />;
    default:
      return <Unsupported what={element.type} />;
  }
}
