import {
  array,
  boolean,
  type Check,
  type Fields,
  integer,
  type Json,
  matching,
  object,
  on,
  oneOf,
  string,
} from './check.js';
import {
  actionId,
  choiceOption,
  confirm,
  initialAmongOptions,
  link,
  menuOption,
  optionGroup,
  overflowOption,
  plainText,
  uniqueOptions,
  url,
} from './composition.js';
import { limits } from './limits.js';
import { richTextBlock } from './rich-text.js';

type Rule = (value: Json, at: string, report: Parameters<Check>[2]) => void;
const all =
  (...rules: Rule[]): Rule =>
  (value, at, report) => {
    for (const rule of rules) rule(value, at, report);
  };

const actionable: Fields = { action_id: actionId };
const confirmable: Fields = { ...actionable, confirm };
const focusable: Fields = { focus_on_load: boolean };
const withPlaceholder: Fields = { placeholder: plainText(limits.placeholder) };
const selectable: Fields = { ...confirmable, ...focusable, ...withPlaceholder };
const multiSelectable: Fields = { ...selectable, max_selected_items: integer({ min: 1 }) };
const typeable: Fields = {
  ...actionable,
  ...focusable,
  ...withPlaceholder,
  dispatch_action_config: object(
    {},
    { trigger_actions_on: array(oneOf('on_enter_pressed', 'on_character_entered'), { min: 1, max: 2 }) },
  ),
};
const conversationFilter = object(
  {},
  {
    include: array(oneOf('im', 'mpim', 'private', 'public'), { min: 1 }),
    exclude_external_shared_channels: boolean,
    exclude_bot_users: boolean,
  },
);
const id = string({ min: 1 });

/** A calendar date that exists, as `YYYY-MM-DD`. */
export function isDate(value: string): boolean {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(value) ? Date.parse(`${value}T00:00:00Z`) : Number.NaN;
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(value);
}

export const isTime = (value: string) => /^([01]\d|2[0-3]):[0-5]\d$/.test(value);
export const isDecimal = (value: string) => /^-?(\d+\.?\d*|\.\d+)$/.test(value);
export const isEmail = (value: string) => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value);

const decimal = matching(isDecimal, 'a number in a string');

const eitherOptions: Rule = (element, at, report) => {
  if ((element.options === undefined) === (element.option_groups === undefined)) {
    report.add(at, 'must define either `options` or `option_groups`, but not both');
  }
};

const menuOptions: Fields = {
  options: array(menuOption, { min: 1, max: limits.select.options }),
  option_groups: array(optionGroup, { min: 1, max: limits.select.groups }),
};

const textLengths: Rule = (element, at, report) => {
  const { initial_value: initial, min_length: min = 0, max_length: max = limits.plainTextInput } = element;
  if (typeof min !== 'number' || typeof max !== 'number') return;
  if (min > max) report.add(`${at}/min_length`, 'must be less than or equal to max_length');
  if (typeof initial === 'string' && initial.length > max) {
    report.add(`${at}/initial_value`, `must be less than ${max + 1} characters`);
  }
};

const numberRange: Rule = (element, at, report) => {
  const bound = (key: string) => (typeof element[key] === 'string' ? Number(element[key]) : undefined);
  const [min, max, initial] = [bound('min_value'), bound('max_value'), bound('initial_value')];
  if (min !== undefined && max !== undefined && min > max) report.add(`${at}/min_value`, 'must be at most max_value');
  if (initial === undefined) return;
  if (min !== undefined && initial < min) report.add(`${at}/initial_value`, 'must be at least min_value');
  if (max !== undefined && initial > max) report.add(`${at}/initial_value`, 'must be at most max_value');
  if (element.is_decimal_allowed === false && !Number.isInteger(initial)) {
    report.add(`${at}/initial_value`, 'must be an integer');
  }
};

const imageSource: Rule = (image, at, report) => {
  if ((image.image_url === undefined) === (image.slack_file === undefined)) {
    report.add(at, 'must define either `image_url` or `slack_file`, but not both');
  }
};

export const imageFields = {
  required: { alt_text: string({ min: 1, max: limits.altText }) },
  optional: { image_url: url, slack_file: object({}, { url, id }) },
  rule: imageSource,
};

export const imageElement = object(imageFields.required, imageFields.optional, imageSource);

/** Everything that a person can act upon, by type. */
export const elements: Record<string, Check> = {
  button: object(
    { text: plainText(limits.button.text) },
    {
      ...confirmable,
      value: string({ max: limits.button.value }),
      url: link,
      style: oneOf('primary', 'danger'),
      accessibility_label: string({ max: limits.button.accessibilityLabel }),
    },
  ),
  overflow: object({ options: array(overflowOption, { min: 1, max: limits.overflow }) }, confirmable, uniqueOptions),
  checkboxes: object(
    { options: array(choiceOption, { min: 1, max: limits.choices }) },
    { ...confirmable, ...focusable, initial_options: array(choiceOption, { min: 1, max: limits.choices }) },
    all(uniqueOptions, initialAmongOptions('initial_options')),
  ),
  radio_buttons: object(
    { options: array(choiceOption, { min: 1, max: limits.choices }) },
    { ...confirmable, ...focusable, initial_option: choiceOption },
    all(uniqueOptions, initialAmongOptions('initial_option')),
  ),
  static_select: object(
    {},
    { ...selectable, ...menuOptions, initial_option: menuOption },
    all(eitherOptions, uniqueOptions, initialAmongOptions('initial_option')),
  ),
  multi_static_select: object(
    {},
    { ...multiSelectable, ...menuOptions, initial_options: array(menuOption, { min: 1 }) },
    all(eitherOptions, uniqueOptions, initialAmongOptions('initial_options')),
  ),
  users_select: object({}, { ...selectable, initial_user: id }),
  multi_users_select: object({}, { ...multiSelectable, initial_users: array(id) }),
  conversations_select: object(
    {},
    {
      ...selectable,
      initial_conversation: id,
      default_to_current_conversation: boolean,
      response_url_enabled: boolean,
      filter: conversationFilter,
    },
  ),
  channels_select: object({}, { ...selectable, initial_channel: id, response_url_enabled: boolean }),
  datepicker: object({}, { ...selectable, initial_date: matching(isDate, 'a date in the form YYYY-MM-DD') }),
  timepicker: object(
    {},
    { ...selectable, initial_time: matching(isTime, 'a time in the form HH:mm'), timezone: string({ min: 1 }) },
  ),
  datetimepicker: object(
    {},
    {
      ...confirmable,
      ...focusable,
      initial_date_time: integer({ min: 1_000_000_000, max: 9_999_999_999 }),
    },
  ),
  plain_text_input: object(
    {},
    {
      ...typeable,
      initial_value: string(),
      multiline: boolean,
      min_length: integer({ min: 0, max: limits.plainTextInput }),
      max_length: integer({ min: 1, max: limits.plainTextInput }),
    },
    textLengths,
  ),
  number_input: on(
    ['modal'],
    object(
      { is_decimal_allowed: boolean },
      { ...typeable, initial_value: decimal, min_value: decimal, max_value: decimal },
      numberRange,
    ),
  ),
  email_text_input: on(['modal'], object({}, { ...typeable, initial_value: string() })),
  url_text_input: on(['modal'], object({}, { ...typeable, initial_value: string() })),
  rich_text_input: on(
    ['modal'],
    object(
      {},
      { ...typeable, initial_value: richTextBlock, min_lines: integer({ min: 1 }), max_lines: integer({ min: 1 }) },
    ),
  ),
};

const pick = (...types: string[]): Record<string, Check> =>
  Object.fromEntries(types.map((type) => [type, elements[type] as Check]));

const selects = ['static_select', 'users_select', 'conversations_select', 'channels_select'];
const multiSelects = ['multi_static_select', 'multi_users_select'];
const pickers = ['checkboxes', 'radio_buttons', 'datepicker', 'timepicker'];

/** What an `actions` block holds. */
export const actionsElements = pick('button', 'overflow', 'datetimepicker', ...selects, ...multiSelects, ...pickers);

/** What stands beside a section. */
export const accessories = {
  ...pick('button', 'overflow', ...selects, ...multiSelects, ...pickers),
  image: imageElement,
};

/** What an `input` block holds. */
export const inputElements = pick(
  'plain_text_input',
  'number_input',
  'email_text_input',
  'url_text_input',
  'rich_text_input',
  'datetimepicker',
  ...selects,
  ...multiSelects,
  ...pickers,
);
