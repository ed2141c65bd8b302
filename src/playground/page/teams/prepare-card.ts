import { parts } from '../../teams/cards/walk.js';
import type { TeamsPerson } from '../../teams-page-api.js';
import { withLocalTimes } from './local-times.js';

/**
 * A copy of a card that the page can render and act upon: each action's id is its place in the card, by which the
 * server finds it again, times are the reader's own (the library knows the browser's zone only), and people pickers offer the people of the team, whom Teams itself would search.
 */
export function prepareCard(
  card: object,
  people: readonly TeamsPerson[],
  reader: { locale: string; tz: string },
): object {
  const copy = structuredClone(card) as Record<string, unknown>;
  for (const { type, json, at } of parts(copy)) {
    if (type.startsWith('Action.')) json.id = at;
    if (type === 'TextBlock') json.text = withLocalTimes(String(json.text), reader);
    if (type === 'Input.ChoiceSet' && json['choices.data'] !== undefined) {
      delete json['choices.data'];
      json.choices = people
        .filter(({ kind }) => kind !== 'bot')
        .map(({ aadObjectId, name }) => ({ title: name, value: aadObjectId }));
    }
  }
  return copy;
}
