import type { Choice, Field } from '../application/forms/field.js';
import type { FieldErrors } from '../application/forms/form.js';
import type { Phrase } from '../application/phrase.js';
import { phrase } from '../application/wording.js';
import type { MessageKey } from '../locales/translate.js';
import type { Pressed } from './action-data.js';
import { bytesOf, limits } from './limits.js';
import { oneLine, plain, type Reader, sentence, shorten } from './markup.js';
import { button, type Surface } from './render-actions.js';
import { fill, type Json } from './templates.js';

export interface FormCard {
  readonly fields: readonly Field[];
  readonly submit: MessageKey;
  readonly pressed: Pressed;
  /** Who can be chosen in fields for persons; the value is their id. */
  readonly people: readonly Choice[];
  readonly surface: Surface;
  /** What was typed before, to be kept, and what was wrong with it. */
  readonly entered?: ReadonlyMap<string, string>;
  readonly errors?: FieldErrors;
  /** Something that concerns no single field. */
  readonly problem?: Phrase;
}

/** A form as a card, with errors at the fields and what was typed kept. */
export function renderForm(reader: Reader, form: FormCard): Json {
  const draw = (people: readonly Choice[]) =>
    fill('form', {
      fallback: plain(reader, phrase(form.submit)),
      fields: [...problemsOf(reader, form), ...form.fields.map((field) => renderField(reader, field, form, people))],
      actions: [button(plain(reader, phrase(form.submit)), form.pressed, form.surface)],
    });
  const whole = draw(form.people);
  if (bytesOf(whole) <= limits.cardBytes || form.people.length === 0) return whole;
  // A large team: as many people as the card holds, those who come first in the alphabet.
  const each = (bytesOf(whole) - bytesOf(draw([]))) / form.people.length;
  const room = limits.cardBytes - bytesOf(draw([])) - 200;
  return draw(form.people.slice(0, Math.max(0, Math.floor(room / each))));
}

/** The whole form's problem, and those of fields that aren't on it, so that none goes unsaid. */
function problemsOf(reader: Reader, { problem, errors = {}, fields }: FormCard): Json[] {
  const shown = new Set(fields.map((field) => ('name' in field ? field.name : '')));
  const unseen = Object.entries(errors).filter(([name]) => !shown.has(name));
  const texts = [...(problem ? [problem] : []), ...unseen.map(([, found]) => phrase(`problem.${found}`))];
  return texts.length > 0
    ? [fill('fields/problem', { problems: texts.map((text) => ({ text: sentence(reader, text) })) })]
    : [];
}

function renderField(reader: Reader, field: Field, form: FormCard, people: readonly Choice[]): Json {
  if (field.kind === 'note') {
    return fill('fields/note', { paragraphs: field.paragraphs.map((text) => ({ text: sentence(reader, text) })) });
  }
  const error = form.errors?.[field.name];
  const initial = 'initial' in field && field.initial !== undefined ? String(field.initial) : '';
  const common = {
    name: field.name,
    label: plain(reader, field.label),
    required: field.optional !== true,
    missing: plain(reader, phrase('problem.required')),
    value: form.entered ? (form.entered.get(field.name) ?? '') : initial,
    hints: field.hint ? [{ text: sentence(reader, field.hint) }] : [],
    errors: error ? [{ text: sentence(reader, phrase(`problem.${error}`)) }] : [],
  };
  switch (field.kind) {
    case 'text': {
      const { longest, lines = false } = field;
      return fill('fields/text', { ...common, value: shorten(common.value, longest), longest, lines });
    }
    case 'email':
    case 'amount':
    case 'date':
      return fill(`fields/${field.kind}`, common);
    case 'tick':
      return fill('fields/tick', { ...common, option: plain(reader, field.option) });
    case 'choice':
      return fill('fields/choice', {
        ...common,
        placeholder: plain(reader, phrase('hint.choose')),
        style: 'compact',
        several: false,
        choices: choicesOf(reader, field.choices),
      });
    case 'person':
    case 'people':
      return fill('fields/choice', {
        ...common,
        placeholder: plain(reader, phrase('hint.choose-person')),
        style: 'filtered',
        several: field.kind === 'people',
        choices: choicesOf(reader, people),
      });
  }
}

const choicesOf = (reader: Reader, choices: readonly Choice[]) =>
  choices.map(({ value, text }) => ({
    title: shorten(typeof text === 'string' ? oneLine(text) || '–' : plain(reader, text), 100),
    value,
  }));
