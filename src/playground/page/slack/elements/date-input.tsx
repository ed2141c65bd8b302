import type { Datepicker, DateTimepicker, Timepicker } from '@slack/types';
import type { ElementInput } from '../../../page-api.js';
import { fromLocalDateTime, localDateTime } from '../mrkdwn/dates.js';
import { useReader } from '../reader.js';
import { type FieldProps, fieldAttributes } from './field.js';
import { useEntry } from './interaction.js';

export type DateInputElement = Datepicker | Timepicker | DateTimepicker;

interface DateInputProps extends FieldProps {
  blockId: string;
  element: DateInputElement;
  dispatches: boolean;
}

/** The browser's own pickers; a date with a time is meant in the reader's zone. */
export function DateInput({ blockId, element, dispatches, ...field }: DateInputProps) {
  const { tz } = useReader();
  const { input, choose } = useEntry(blockId, element, dispatches);
  return (
    <input
      {...fieldAttributes(field)}
      className="input input-date"
      type={{ datepicker: 'date', timepicker: 'time', datetimepicker: 'datetime-local' }[element.type]}
      value={shown(element, input, tz)}
      data-action-id={element.action_id}
      onChange={(event) => void choose(entered(element, event.target.value, tz))}
    />
  );
}

function shown(element: DateInputElement, input: ElementInput, tz: string): string {
  if (element.type === 'datepicker') return input.selectedDate ?? '';
  if (element.type === 'timepicker') return input.selectedTime ?? '';
  return input.selectedDateTime === undefined ? '' : localDateTime(input.selectedDateTime, tz);
}

function entered(element: DateInputElement, text: string, tz: string): ElementInput {
  if (text === '') return {};
  if (element.type === 'datepicker') return { selectedDate: text };
  if (element.type === 'timepicker') return { selectedTime: text };
  return { selectedDateTime: fromLocalDateTime(text, tz) };
}
