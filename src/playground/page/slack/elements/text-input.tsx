import type { EmailInput, NumberInput, PlainTextInput, RichTextInput, URLInput } from '@slack/types';
import { type KeyboardEvent, useEffect, useRef } from 'react';
import { type FieldProps, fieldAttributes } from './field.js';
import { useEntry } from './interaction.js';

export type TextInputElement = PlainTextInput | NumberInput | EmailInput | URLInput | RichTextInput;

/** Slack waits a moment too before it tells the app of what is being typed. */
const TYPING_PAUSE_MS = 300;

interface TextInputProps extends FieldProps {
  blockId: string;
  element: TextInputElement;
  dispatches: boolean;
}

/**
 * All inputs that are typed into. Numbers, addresses and URLs are text fields as well: a browser's own number field
 * would throw away what it can't read, and a wrong entry must stay to be corrected.
 */
export function TextInput({ blockId, element, dispatches, ...field }: TextInputProps) {
  const { input, enter, act } = useEntry(blockId, element, false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);

  const triggers = element.dispatch_action_config?.trigger_actions_on ?? ['on_enter_pressed'];
  const onChange = (value: string) => {
    enter({ value });
    if (!dispatches || !triggers.includes('on_character_entered')) return;
    clearTimeout(timer.current);
    timer.current = setTimeout(() => void act({ value }), TYPING_PAUSE_MS);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.nativeEvent.isComposing || !dispatches) return;
    if (!triggers.includes('on_enter_pressed')) return;
    event.preventDefault();
    void act(input);
  };

  const value = input.value ?? '';
  const shared = {
    ...fieldAttributes(field),
    className: 'input',
    dir: 'auto',
    value,
    placeholder: element.placeholder?.text,
    'data-action-id': element.action_id,
    onKeyDown,
  };
  if (isMultiline(element)) {
    const max = element.type === 'plain_text_input' ? element.max_length : undefined;
    return (
      <>
        <textarea {...shared} rows={4} onChange={(event) => onChange(event.target.value)} />
        {max !== undefined && value.length > max * 0.8 && (
          <span className={value.length > max ? 'counter counter-over' : 'counter'}>
            {value.length} of {max}
          </span>
        )}
      </>
    );
  }
  return (
    <input
      {...shared}
      type="text"
      inputMode={inputMode(element)}
      autoComplete="off"
      onChange={(event) => onChange(event.target.value)}
    />
  );
}

function isMultiline(element: TextInputElement): boolean {
  return element.type === 'rich_text_input' || (element.type === 'plain_text_input' && element.multiline === true);
}

function inputMode(element: TextInputElement) {
  if (element.type === 'number_input') return element.is_decimal_allowed ? 'decimal' : 'numeric';
  if (element.type === 'email_text_input') return 'email';
  return element.type === 'url_text_input' ? 'url' : 'text';
}
