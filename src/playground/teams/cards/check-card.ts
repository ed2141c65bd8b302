import { isObject, type Json } from '../../shared/json.js';
import { libraryFindings, libraryProperties } from './library.js';
import { mentionProblems } from './mentions.js';
import { childProperties, parts } from './walk.js';

/** Where a card is shown. */
export type Surface = 'message' | 'dialog';

/** In everything that has a `type`. */
const common = ['type', 'fallback', 'requires'];
/** What Teams knows beyond the schema, and what the library reads by hand. */
const additional: Record<string, readonly string[]> = {
  AdaptiveCard: ['msteams', 'metadata'],
  'Action.OpenUrl': ['url'],
  'Action.Submit': ['msteams'],
  'Action.ToggleVisibility': ['targetElements'],
  Column: ['width'],
  Image: ['width'],
  'Input.ChoiceSet': ['choices.data'],
  TableCell: ['items'],
};
const taskTypes = new Set(['task/fetch', 'messageBack', 'imBack', 'invoke']);
/** Teams shows so many buttons side by side. */
const MAX_ACTIONS = 6;
const MAX_REFRESH_USERS = 60;

/** Everything for which Teams would refuse a card, or show it otherwise than meant, as `/place: what is wrong`. */
export function cardProblems(card: unknown, surface: Surface): string[] {
  if (!isObject(card) || card.type !== 'AdaptiveCard') return [': must be an object of type AdaptiveCard'];
  return [
    ...versionProblems(card),
    ...libraryFindings(withoutSearches(card)),
    ...[...parts(card)].flatMap(({ type, json, at }) => [
      ...propertyProblems(type, json, at),
      ...actionProblems(type, json, at, surface),
      ...urlProblems(json, at),
    ]),
    ...inputProblems(card),
    ...buttonProblems(card),
    ...refreshProblems(card.refresh, surface),
    ...teamsProblems(card),
  ];
}

function versionProblems({ version }: Json): string[] {
  return typeof version === 'string' && /^1\.[0-5]$/.test(version) ? [] : ['/version: must be 1.0 to 1.5'];
}

function propertyProblems(type: string, json: Json, at: string): string[] {
  const known = libraryProperties(type);
  // The library has said so already.
  if (!known) return [];
  const allowed = new Set([...known, ...childProperties(type), ...common, ...(additional[type] ?? [])]);
  const unknown = Object.keys(json).filter((key) => !allowed.has(key));
  return [
    ...unknown.map((key) => `${at}/${key}: ${type} has no such property`),
    ...(isObject(json.fallback) ? cardPartProblems(json.fallback, `${at}/fallback`) : []),
  ];
}

function cardPartProblems(json: Json, at: string): string[] {
  return [...parts(json, '', at)].flatMap((part) =>
    libraryProperties(part.type) ? propertyProblems(part.type, part.json, part.at) : [`${part.at}: unknown type`],
  );
}

function actionProblems(type: string, json: Json, at: string, surface: Surface): string[] {
  if (type === 'Action.Execute') {
    const problems = typeof json.verb === 'string' && json.verb !== '' ? [] : [`${at}/verb: is missing`];
    const fallback = isObject(json.fallback) && json.fallback.type === 'Action.Submit';
    const place = surface === 'dialog' && !fallback ? [`${at}: dialogs know no Action.Execute`] : [];
    return [...problems, ...place];
  }
  if (type !== 'Action.Submit' || !isObject(json.data) || json.data.msteams === undefined) return [];
  const special = json.data.msteams;
  if (isObject(special) && taskTypes.has(String(special.type))) return [];
  return [`${at}/data/msteams/type: must be one of ${[...taskTypes].join(', ')}`];
}

/** Teams knows choices that come from a search in any version; the library wants 1.6 and some choice besides. */
function withoutSearches(card: Json): Json {
  const copy = structuredClone(card);
  for (const { type, json } of parts(copy)) {
    if (type !== 'Input.ChoiceSet' || json['choices.data'] === undefined) continue;
    delete json['choices.data'];
    json.choices = [{ title: 'found', value: 'found' }, ...(Array.isArray(json.choices) ? json.choices : [])];
  }
  return copy;
}

/** Teams loads pictures by https only, and opens nothing but links. */
function urlProblems({ type, url }: Json, at: string): string[] {
  if (url === undefined) return [];
  const allowed = type === 'Action.OpenUrl' ? /^(https?:\/\/|mailto:|tel:)/ : /^(https:\/\/|data:image\/)/;
  return typeof url === 'string' && allowed.test(url) ? [] : [`${at}/url: is not an address that Teams takes`];
}

function inputProblems(card: Json): string[] {
  const seen = new Set<unknown>();
  return [...parts(card)]
    .filter(({ type }) => type.startsWith('Input.'))
    .flatMap(({ json, at }) => {
      if (typeof json.id !== 'string' || json.id === '') return [`${at}/id: is missing`];
      if (seen.has(json.id)) return [`${at}/id: ${json.id} is there twice`];
      seen.add(json.id);
      const search = json['choices.data'];
      if (search === undefined) return [];
      const proper = isObject(search) && search.type === 'Data.Query' && typeof search.dataset === 'string';
      return proper ? [] : [`${at}/choices.data: must be a Data.Query with a dataset`];
    });
}

function buttonProblems(card: Json): string[] {
  return [...parts(card)].flatMap(({ json, at }) => {
    if (!Array.isArray(json.actions)) return [];
    const primary = json.actions.filter((action) => !isObject(action) || action.mode !== 'secondary');
    return primary.length > MAX_ACTIONS ? [`${at}/actions: Teams shows ${MAX_ACTIONS} at most`] : [];
  });
}

function refreshProblems(refresh: unknown, surface: Surface): string[] {
  if (refresh === undefined) return [];
  if (surface === 'dialog') return ['/refresh: dialogs are not refreshed'];
  if (!isObject(refresh)) return ['/refresh: must be an object'];
  const { action, userIds } = refresh;
  const problems =
    isObject(action) && action.type === 'Action.Execute' ? [] : ['/refresh/action: must be Action.Execute'];
  if (userIds === undefined) return problems;
  if (!Array.isArray(userIds) || userIds.some((id) => typeof id !== 'string')) {
    return [...problems, '/refresh/userIds: must be an array of strings'];
  }
  return userIds.length > MAX_REFRESH_USERS
    ? [...problems, `/refresh/userIds: ${MAX_REFRESH_USERS} at most`]
    : problems;
}

function teamsProblems(card: Json): string[] {
  const special = card.msteams;
  const texts = [...parts(card)].flatMap(({ json }) => shownTexts(json));
  if (special === undefined) return mentionProblems(texts, undefined, '/msteams/entities');
  if (!isObject(special)) return ['/msteams: must be an object'];
  const unknown = Object.keys(special).filter((key) => !['width', 'entities', 'allowExpand'].includes(key));
  return [
    ...unknown.map((key) => `/msteams/${key}: there is no such property`),
    ...(special.width === undefined || special.width === 'Full' ? [] : ['/msteams/width: must be Full']),
    ...mentionProblems(texts, special.entities, '/msteams/entities'),
  ];
}

/** Where Teams looks for mentions. */
function shownTexts(json: Json): string[] {
  const facts = Array.isArray(json.facts)
    ? json.facts.filter(isObject).flatMap(({ title, value }) => [title, value])
    : [];
  return [json.text, ...facts].filter((text): text is string => typeof text === 'string');
}
