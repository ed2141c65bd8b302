import type { Checkboxes, Option, RadioButtons } from '@slack/types';
import { useId } from 'react';
import { Text } from '../blocks/text.js';
import { type FieldProps, fieldAttributes } from './field.js';
import { useEntry } from './interaction.js';

interface ChoiceProps extends FieldProps {
  blockId: string;
  element: RadioButtons | Checkboxes;
  dispatches: boolean;
}

/** Radio buttons or checkboxes; the group's name comes from the form's legend. */
export function Choice({ blockId, element, dispatches, ...field }: ChoiceProps) {
  const { input, choose } = useEntry(blockId, element, dispatches);
  const group = useId();
  const { 'aria-invalid': _unused, ...attributes } = fieldAttributes({ ...field, autoFocus: undefined });
  const chosen = new Set(element.type === 'checkboxes' ? input.selectedOptions : [input.selectedOption]);
  const change = (option: Option, on: boolean) => {
    const value = option.value ?? '';
    if (element.type === 'radio_buttons') return choose({ selectedOption: value });
    // In the order of the options, as Slack sends them.
    const after = element.options.flatMap((each) => {
      const kept = each === option ? on : chosen.has(each.value);
      return kept && each.value !== undefined ? [each.value] : [];
    });
    return choose({ selectedOptions: after });
  };
  return (
    <div {...attributes} className="choices" role={element.type === 'radio_buttons' ? 'radiogroup' : 'group'}>
      {element.options.map((option, index) => (
        <label className="choice" key={option.value ?? index}>
          <input
            type={element.type === 'radio_buttons' ? 'radio' : 'checkbox'}
            name={group}
            checked={chosen.has(option.value)}
            data-action-id={element.action_id}
            data-autofocus={field.autoFocus && index === 0 ? '' : undefined}
            onChange={(event) => void change(option, event.target.checked)}
          />
          <span>
            <Text text={option.text} />
            {option.description && (
              <small>
                <Text text={option.description} />
              </small>
            )}
          </span>
        </label>
      ))}
    </div>
  );
}
