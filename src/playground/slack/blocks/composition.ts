import { array, boolean, byType, type Check, isObject, type Json, matching, object, oneOf, string } from './check.js';
import { limits } from './limits.js';

const plain = (min: number, max: number) => object({ text: string({ min, max }) }, { emoji: boolean });
const mrkdwn = (min: number, max: number) => object({ text: string({ min, max }) }, { verbatim: boolean });

/** `plain_text` only: Slack refuses mrkdwn in titles, labels, buttons and placeholders. */
export function plainText(max: number, min = 1): Check {
  return byType(() => ({ plain_text: plain(min, max) }));
}

export function anyText(max: number, min = 1): Check {
  return byType(() => ({ plain_text: plain(min, max), mrkdwn: mrkdwn(min, max) }));
}

export const actionId = string({ min: 1, max: limits.actionId });
export const blockId = string({ min: 1, max: limits.blockId });

export const url = matching(
  (value) => value.length <= limits.url && /^https?:$/.test(URL.canParse(value) ? new URL(value).protocol : ''),
  'a valid URL of at most 3000 characters',
);

/** A button may link anywhere, so `mailto:` and app links pass. */
export const link = matching((value) => value.length <= limits.url && URL.canParse(value), 'a valid URL');

export const confirm = object(
  { text: anyText(limits.confirm.text) },
  {
    title: plainText(limits.confirm.title),
    confirm: plainText(limits.confirm.button),
    deny: plainText(limits.confirm.button),
    style: oneOf('primary', 'danger'),
  },
);

function option(text: (max: number) => Check, extra: { [key: string]: Check } = {}): Check {
  return object(
    { text: text(limits.option.text), value: string({ min: 1, max: limits.option.value }) },
    { description: text(limits.option.description), ...extra },
  );
}

/** Options of menus hold plain text; those of radio buttons and checkboxes may hold mrkdwn. */
export const menuOption = option(plainText);
export const choiceOption = option(anyText);
export const overflowOption = option(plainText, { url: link });

/** The options of an element, those in groups included, as far as they have the right shape. */
export function optionsOf(element: Json): Json[] {
  const lists = [
    element.options,
    ...(Array.isArray(element.option_groups)
      ? element.option_groups.map((group) => (isObject(group) ? group.options : []))
      : []),
  ];
  return lists.flatMap((list) => (Array.isArray(list) ? list.filter(isObject) : []));
}

/** An option's value must be unique in its list: it is all that tells the app which one was chosen. */
export function uniqueOptions(element: Json, at: string, report: Parameters<Check>[2]): void {
  const seen = new Set<unknown>();
  for (const { value } of optionsOf(element)) {
    if (seen.has(value)) report.add(at, `duplicate option value: ${String(value)}`);
    seen.add(value);
  }
}

/** What is chosen at first must be among the options. */
export function initialAmongOptions(key: string): (element: Json, at: string, report: Parameters<Check>[2]) => void {
  return (element, at, report) => {
    const initial = element[key];
    if (initial === undefined) return;
    const values = new Set(optionsOf(element).map((entry) => entry.value));
    for (const [index, entry] of (Array.isArray(initial) ? initial : [initial]).entries()) {
      if (isObject(entry) && !values.has(entry.value)) {
        report.add(Array.isArray(initial) ? `${at}/${key}/${index}` : `${at}/${key}`, 'must be one of the options');
      }
    }
  };
}

export const optionGroup = object({
  label: plainText(limits.optionGroup.label),
  options: array(menuOption, { min: 1, max: limits.optionGroup.options }),
});
