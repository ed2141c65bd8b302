import { ImpossibleInput } from '../../shared/impossible-input.js';
import { isObject, type Json } from '../../shared/json.js';
import type { InputValues } from './inputs.js';
import { parts } from './walk.js';

/** Every action of a card: buttons, and what can be selected. */
export function actionsOf(card: Json): Json[] {
  return [...parts(card)].filter(({ type }) => type.startsWith('Action.')).map(({ json }) => json);
}

/**
 * The action that a person means by its id, verb or title, or by a JSON pointer to it.
 *
 * @param client what the person's client can do; one without Action.Execute takes the fallback
 * @throws ImpossibleInput when there is none, or when several are meant
 */
export function findAction(card: Json, wanted: string, client: { execute: boolean }): Json {
  if (wanted.startsWith('/')) {
    const there = [...parts(card)].find(({ at, type }) => at === wanted && type.startsWith('Action.'));
    if (there) return usable(there.json, client);
  }
  const all = actionsOf(card);
  for (const name of ['id', 'verb', 'title']) {
    const [only, second] = all.filter((action) => action[name] === wanted);
    if (second) throw new ImpossibleInput(`there are several actions with the ${name} ${wanted}`);
    if (only) return usable(only, client);
  }
  const offered = all.map(({ id, verb, title }) => id ?? verb ?? title).join(', ');
  throw new ImpossibleInput(`there is no action ${wanted} but ${offered || 'none at all'}`);
}

/** What a client does by itself, without asking the app. */
const clientsOwn = new Set(['Action.ToggleVisibility', 'Action.ShowCard']);

/** The action's data with the inputs' values, as the client joins them. */
export function dataOf(action: Json, values: InputValues): unknown {
  if (action.associatedInputs === 'none') return action.data;
  if (typeof action.data === 'string') return action.data;
  return { ...(isObject(action.data) ? action.data : {}), ...values };
}

/**
 * The action of a dialog's button, which may be left unnamed when it is the only one. Dialogs know no Action.Execute:
 * its fallback stands in.
 *
 * @throws ImpossibleInput
 */
export function dialogAction(card: Json, wanted: string | undefined): Json {
  if (wanted !== undefined) return findAction(card, wanted, { execute: false });
  const buttons = (Array.isArray(card.actions) ? card.actions : []).filter(isObject);
  const [only, second] = buttons.map((each) => (isObject(each.fallback) ? each.fallback : each));
  if (!only || second) throw new ImpossibleInput('name the button');
  return only;
}

function usable(action: Json, client: { execute: boolean }): Json {
  if (action.isEnabled === false) throw new ImpossibleInput('this action is not enabled');
  if (clientsOwn.has(String(action.type))) throw new ImpossibleInput(`${String(action.type)} sends nothing`);
  if (action.type !== 'Action.Execute' || client.execute) return action;
  if (isObject(action.fallback)) return { ...action.fallback, title: action.fallback.title ?? action.title };
  throw new ImpossibleInput('this client has no Action.Execute, and there is no fallback');
}
