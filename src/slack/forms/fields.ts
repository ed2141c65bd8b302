import type { InputBlock, PlainTextOption } from '@slack/types';
import { z } from 'zod';
import type { MessageKey } from '../../locales/translate.js';
import { limits, shorten } from '../limits.js';
import { label, plainText, type Reader } from '../markup.js';

/** Every field's block id is its name; its one element is always called so. */
const element = 'value';

interface Texts {
  readonly name: string;
  readonly label: MessageKey;
  readonly hint?: MessageKey;
  readonly hintText?: string;
  readonly optional?: boolean;
}

function input(reader: Reader, texts: Texts, inner: InputBlock['element']): InputBlock {
  const hint = texts.hintText ?? null;
  return {
    type: 'input',
    block_id: texts.name,
    label: label(reader, texts.label, limits.input.label),
    element: inner,
    optional: texts.optional ?? false,
    ...(texts.hint ? { hint: label(reader, texts.hint, limits.input.hint) } : {}),
    ...(hint ? { hint: plainText(hint, limits.input.hint) } : {}),
  };
}

export function textField(
  reader: Reader,
  texts: Texts,
  options: { readonly initial?: string | undefined; readonly lines?: boolean; readonly longest: number },
): InputBlock {
  const longest = Math.min(options.longest, limits.input.text);
  const initial = options.initial && shorten(options.initial, longest);
  return input(reader, texts, {
    type: 'plain_text_input',
    action_id: element,
    multiline: options.lines ?? false,
    max_length: longest,
    ...(initial ? { initial_value: initial } : {}),
  });
}

export function emailField(reader: Reader, texts: Texts): InputBlock {
  return input(reader, texts, { type: 'email_text_input', action_id: element });
}

/** An amount of money: not negative, with at most two decimals. */
export function amountField(reader: Reader, texts: Texts, initial: number | undefined): InputBlock {
  return input(reader, texts, {
    type: 'number_input',
    action_id: element,
    is_decimal_allowed: true,
    min_value: '0',
    ...(initial === undefined ? {} : { initial_value: String(initial) }),
  });
}

export function dateField(reader: Reader, texts: Texts, initial: string | undefined): InputBlock {
  return input(reader, texts, {
    type: 'datepicker',
    action_id: element,
    ...(initial === undefined ? {} : { initial_date: initial }),
  });
}

export interface Choice {
  readonly value: string;
  readonly text: string;
}

export function choiceField(
  reader: Reader,
  texts: Texts,
  choices: readonly Choice[],
  initial?: string | undefined,
): InputBlock {
  const option = ({ value, text }: Choice): PlainTextOption => ({ text: plainText(text, limits.option.text), value });
  const offered = choices.slice(0, limits.select.options);
  const chosen = offered.find((choice) => choice.value === initial);
  return input(reader, texts, {
    type: 'static_select',
    action_id: element,
    options: offered.map(option),
    ...(chosen ? { initial_option: option(chosen) } : {}),
  });
}

export function personField(reader: Reader, texts: Texts): InputBlock {
  return input(reader, texts, { type: 'users_select', action_id: element });
}

export function peopleField(reader: Reader, texts: Texts): InputBlock {
  return input(reader, texts, { type: 'multi_users_select', action_id: element, max_selected_items: 10 });
}

export function tickField(reader: Reader, texts: Texts, option: MessageKey): InputBlock {
  return input(reader, texts, {
    type: 'checkboxes',
    action_id: element,
    options: [{ text: label(reader, option, limits.option.text), value: 'yes' }],
  });
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

/** The values of a submitted form, by field name. */
export interface Values {
  /** Trimmed; undefined where nothing was entered or chosen. */
  text(name: string): string | undefined;
  /** NaN where something else than a plain decimal number was entered; a comma may stand for the point. */
  number(name: string): number | undefined;
  list(name: string): readonly string[];
}

/** Null when it isn't the state of a form. */
export function readValues(state: unknown): Values | null {
  const parsed = State.safeParse(state);
  if (!parsed.success) return null;
  const of = (name: string) => parsed.data.values[name]?.[element];
  const text = (name: string) => {
    const entered = of(name);
    const value = entered?.value ?? entered?.selected_date ?? entered?.selected_option?.value ?? entered?.selected_user;
    return value?.trim() ? value.trim() : undefined;
  };
  return {
    text,
    number: (name) => {
      const value = text(name);
      if (value === undefined) return undefined;
      const digits = value.replace(/\s/g, '');
      // Anything else is a slip: `1e5`, `0x10`, or 1.234,50, whose separators mean different things to different people.
      return /^[-+]?\d+([.,]\d*)?$/.test(digits) ? Number(digits.replace(',', '.')) : Number.NaN;
    },
    list: (name) => of(name)?.selected_users ?? of(name)?.selected_options?.map((option) => option.value) ?? [],
  };
}
