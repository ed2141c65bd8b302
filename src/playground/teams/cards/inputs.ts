import { ImpossibleInput } from '../../shared/impossible-input.js';
import { isObject, type Json } from '../../shared/json.js';
import { parts } from './walk.js';

/** What inputs hold, by their ids; Teams sends everything as text. */
export type InputValues = Record<string, string>;

/** The inputs of a card, outer ones first. */
export function inputsOf(card: Json): Json[] {
  return [...parts(card)].filter(({ type }) => type.startsWith('Input.')).map(({ json }) => json);
}

/**
 * What the client would send: what was entered, else what the card prefills; empty inputs are left out.
 *
 * @throws ImpossibleInput for inputs that are not there and choices that are not offered
 */
export function valuesOf(card: Json, entered: InputValues): InputValues {
  const inputs = inputsOf(card);
  const ids = new Set(inputs.map(({ id }) => String(id)));
  const stray = Object.keys(entered).find((id) => !ids.has(id));
  if (stray !== undefined) throw new ImpossibleInput(`there is no input ${stray}`);
  const values: InputValues = {};
  for (const input of inputs) {
    const id = String(input.id);
    const value = entered[id] ?? initialValue(input);
    if (input.type === 'Input.ChoiceSet') checkChoices(input, value);
    if (input.type === 'Input.Toggle' && value !== on(input) && value !== off(input)) {
      throw new ImpossibleInput(`${id} can only be ${on(input)} or ${off(input)}`);
    }
    if (value !== '') values[id] = value;
  }
  return values;
}

/** What the client itself says about the inputs before it asks the app, by their ids. */
export function inputErrors(card: Json, values: InputValues): Record<string, string> {
  const wrong = inputsOf(card).filter((input) => !isValid(input, values[String(input.id)] ?? ''));
  return Object.fromEntries(
    wrong.map(({ id, errorMessage }) => [String(id), typeof errorMessage === 'string' ? errorMessage : 'Not valid']),
  );
}

function initialValue(input: Json): string {
  if (input.type === 'Input.Toggle' && input.value === undefined) return off(input);
  return input.value === undefined || input.value === null ? '' : String(input.value);
}

const on = (input: Json) => String(input.valueOn ?? 'true');
const off = (input: Json) => String(input.valueOff ?? 'false');

function checkChoices(input: Json, value: string): void {
  // Choices that come from a search, such as people, are not in the card.
  if (value === '' || input['choices.data'] !== undefined) return;
  const offered = new Set(
    (Array.isArray(input.choices) ? input.choices : []).filter(isObject).map((each) => each.value),
  );
  const chosen = input.isMultiSelect === true ? value.split(',') : [value];
  const stray = chosen.find((each) => !offered.has(each));
  if (stray !== undefined) throw new ImpossibleInput(`${String(input.id)} does not offer ${stray}`);
}

function isValid(input: Json, value: string): boolean {
  if (input.type === 'Input.Toggle') return input.isRequired !== true || value === on(input);
  if (value === '') return input.isRequired !== true;
  switch (input.type) {
    case 'Input.Number':
      return value.trim() !== '' && inRange(Number(value), input, Number);
    case 'Input.Date':
    case 'Input.Time':
      return inRange(value, input, String);
    case 'Input.Text':
      return (
        (typeof input.maxLength !== 'number' || value.length <= input.maxLength) &&
        (typeof input.regex !== 'string' || new RegExp(input.regex).test(value))
      );
    default:
      return true;
  }
}

function inRange<T extends number | string>(value: T, { min, max }: Json, as: (value: unknown) => T): boolean {
  if (Number.isNaN(value)) return false;
  return (min === undefined || value >= as(min)) && (max === undefined || value <= as(max));
}
