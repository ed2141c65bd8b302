import type { InputBlock, KnownBlock, PlainTextOption } from '@slack/types';
import { z } from 'zod';
import type { Choice, Field } from '../application/forms/field.js';
import { type Values, valuesOf } from '../application/forms/values.js';
import { limits, shorten } from './limits.js';
import { label, mrkdwn, plain, plainText, type Reader } from './markup.js';

/** Every field's block id is its name; its one element is always called so. */
const element = 'value';

/** The fields of a form as blocks of a modal. */
export function renderFields(reader: Reader, fields: readonly Field[]): KnownBlock[] {
  return fields.map((field): KnownBlock => {
    if (field.kind === 'note') {
      const text = field.paragraphs.map((paragraph) => mrkdwn(reader, paragraph)).join('\n\n') || '–';
      return { type: 'section', text: { type: 'mrkdwn', text, verbatim: true } };
    }
    return {
      type: 'input',
      block_id: field.name,
      label: plainText(plain(reader, field.label), limits.input.label),
      element: elementOf(reader, field),
      optional: field.optional ?? false,
      ...(field.hint ? { hint: plainText(plain(reader, field.hint), limits.input.hint) } : {}),
    };
  });
}

function elementOf(reader: Reader, field: Exclude<Field, { kind: 'note' }>): InputBlock['element'] {
  switch (field.kind) {
    case 'text': {
      const longest = Math.min(field.longest, limits.input.text);
      const initial = field.initial && shorten(field.initial, longest);
      return {
        type: 'plain_text_input',
        action_id: element,
        multiline: field.lines ?? false,
        max_length: longest,
        ...(initial ? { initial_value: initial } : {}),
      };
    }
    case 'email':
      return { type: 'email_text_input', action_id: element };
    case 'amount':
      return {
        type: 'number_input',
        action_id: element,
        is_decimal_allowed: true,
        min_value: '0',
        ...(field.initial === undefined ? {} : { initial_value: String(field.initial) }),
      };
    case 'date':
      return {
        type: 'datepicker',
        action_id: element,
        ...(field.initial === undefined ? {} : { initial_date: field.initial }),
      };
    case 'choice': {
      const offered = field.choices.slice(0, limits.select.options);
      const chosen = offered.find((choice) => choice.value === field.initial);
      return {
        type: 'static_select',
        action_id: element,
        options: offered.map((choice) => option(reader, choice)),
        ...(chosen ? { initial_option: option(reader, chosen) } : {}),
      };
    }
    case 'person':
      return { type: 'users_select', action_id: element };
    case 'people':
      return { type: 'multi_users_select', action_id: element, max_selected_items: field.most };
    case 'tick':
      return {
        type: 'checkboxes',
        action_id: element,
        options: [{ text: label(reader, field.option.key, limits.option.text), value: 'yes' }],
      };
  }
}

function option(reader: Reader, { value, text }: Choice): PlainTextOption {
  return { text: plainText(typeof text === 'string' ? text : plain(reader, text), limits.option.text), value };
}

/** What Slack reports for one field; each kind of element fills its own part. */
const Entered = z.object({
  value: z.string().nullish(),
  selected_date: z.string().nullish(),
  selected_option: z.object({ value: z.string() }).nullish(),
  selected_options: z.array(z.object({ value: z.string() })).nullish(),
  selected_user: z.string().nullish(),
  selected_users: z.array(z.string()).nullish(),
});
const State = z.object({ values: z.record(z.string(), z.record(z.string(), Entered)) });

/** What was entered into a form. Null when it isn't the state of one. */
export function readValues(state: unknown): Values | null {
  const parsed = State.safeParse(state);
  if (!parsed.success) return null;
  const entered = new Map<string, string | readonly string[]>();
  for (const [name, elements] of Object.entries(parsed.data.values)) {
    const of = elements[element];
    const value =
      of?.value ??
      of?.selected_date ??
      of?.selected_option?.value ??
      of?.selected_user ??
      of?.selected_users ??
      of?.selected_options?.map((chosen) => chosen.value);
    if (value !== undefined && value !== null) entered.set(name, value);
  }
  return valuesOf(entered);
}
