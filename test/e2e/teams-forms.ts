import { isObject } from '../../src/playground/shared/json.js';
import { dialogAction } from '../../src/playground/teams/cards/actions.js';
import type { Delivered } from '../../src/playground/teams/delivery.js';
import type { Json } from '../../src/playground/teams/model.js';
import type { TeamsStandIn } from '../../src/playground/teams/stand-in.js';
import type { Typed } from './cases.js';
import { objectId } from './teams-cast.js';

/** What somebody types, with people by their ids. */
export const withIds = (typed: Typed): Typed =>
  Object.fromEntries(
    Object.entries(typed).map(([name, text]) => [
      name,
      text.replaceAll(/@(\w+)/g, (all, handle: string) => (/^@\w+$/.test(text) ? objectId(handle) : all)),
    ]),
  );

interface Field {
  readonly value: string;
  /** What is said to be wrong with it. */
  readonly error: string | undefined;
}

/** The fields of a form as it is drawn. */
export function fieldsOf(card: unknown): ReadonlyMap<string, Field> {
  const containers = isObject(card) && Array.isArray(card.body) ? card.body.filter(isObject) : [];
  return new Map(
    containers.flatMap(({ items }): [string, Field][] => {
      const [input, ...beside] = (Array.isArray(items) ? items : []).filter(isObject);
      if (typeof input?.id !== 'string') return [];
      const error = beside.map(({ text }) => String(text)).find((text) => text.startsWith('⚠️'));
      return [[input.id, { value: String(input.value ?? ''), error: error?.replace(/^⚠️ /, '') }]];
    }),
  );
}

/** What pressing the button of the dialog that somebody has open would send: `data`, to be tampered with. */
export function submissionOf(teams: TeamsStandIn, user: string, typed: Typed = {}): Json {
  const dialog = teams.dialogs.of(teams.people.user(user).id);
  if (!dialog) throw new Error(`${user} has no dialog open`);
  const { data } = dialogAction(dialog.card, undefined);
  return { ...(data as Json), ...typed };
}

/** Sends `data` as if it came from the dialog that `opener` has open, pressed by `user`. */
export function submitAs(teams: TeamsStandIn, user: string, opener: string, data: unknown): Promise<Delivered> {
  const dialog = teams.dialogs.of(teams.people.user(opener).id);
  if (!dialog) throw new Error(`${opener} has no dialog open`);
  const { place, message } = dialog;
  const value = { data, context: { theme: 'default' } };
  return teams.deliver(
    teams.people.activities.invoke(teams.people.user(user), place, 'task/submit', value, message.id),
  );
}
