import { z } from 'zod';
import type { AtOnce } from '../application/at-once.js';
import type { CardAction } from '../application/card-view.js';
import { type FormName, formNames } from '../application/forms/forms.js';
import { ListPage } from '../application/list-deals.js';
import { type Snooze, snoozes } from '../domain/snooze.js';

export { type FormName, formNames, ListPage };

/**
 * The ids and values that our buttons carry, and how they are read back. Whatever comes from outside is parsed here:
 * what we never wrote becomes `unsupported`.
 */
const cardActions = [
  ...formNames,
  'mark-urgent',
  'unmark-urgent',
  'contacted',
  'take',
  'details',
] as const satisfies readonly CardAction[];

export const actionIds = {
  open: (action: CardAction) => `deal:${action}`,
  more: 'deal:more',
  snooze: 'deal:snooze',
  undo: 'deal:undo',
  show: 'list:show',
  previous: 'list:previous',
  next: 'list:next',
};

export const snoozeValue = (snooze: Snooze, referralId: string) => `${snooze}:${referralId}`;

export const moreValue = (action: CardAction, referralId: string) => `${action}:${referralId}`;

const ReferralIdValue = z.string().regex(/^[\w-]{1,64}$/);
const UndoValue = z.strictObject({ r: ReferralIdValue, of: z.string().min(1).max(200) });

/** Actions that need no form. */

export type Pressed =
  | { readonly kind: 'form'; readonly form: FormName; readonly referralId: string }
  | { readonly kind: 'details'; readonly referralId: string }
  | { readonly kind: 'at-once'; readonly type: AtOnce; readonly referralId: string }
  | { readonly kind: 'snooze'; readonly snooze: Snooze; readonly referralId: string }
  | { readonly kind: 'undo'; readonly referralId: string; readonly of: string }
  | { readonly kind: 'list'; readonly page: ListPage }
  | { readonly kind: 'show'; readonly referralId: string }
  | { readonly kind: 'unsupported' };

const unsupported: Pressed = { kind: 'unsupported' };

/** The meaning of a pressed button or a chosen menu entry. */
export function parsePressed(action: { action_id?: unknown; value?: unknown; selected_option?: unknown }): Pressed {
  const id = typeof action.action_id === 'string' ? action.action_id : '';
  if (id === actionIds.more) {
    const chosen = z.object({ value: z.string() }).safeParse(action.selected_option);
    const [name, ...rest] = chosen.success ? chosen.data.value.split(':') : [];
    return onCard(name, rest.join(':'));
  }
  if (id === actionIds.snooze) {
    const chosen = z.object({ value: z.string() }).safeParse(action.selected_option);
    const [name, ...rest] = chosen.success ? chosen.data.value.split(':') : [];
    const snooze = snoozes.find((known) => known === name);
    const referralId = ReferralIdValue.safeParse(rest.join(':'));
    return snooze && referralId.success ? { kind: 'snooze', snooze, referralId: referralId.data } : unsupported;
  }
  if (id === actionIds.undo) {
    const value = fromJson(UndoValue, action.value);
    return value ? { kind: 'undo', referralId: value.r, of: value.of } : unsupported;
  }
  if (id === actionIds.previous || id === actionIds.next) {
    const page = fromJson(ListPage, action.value);
    return page ? { kind: 'list', page } : unsupported;
  }
  if (id === actionIds.show) {
    const value = ReferralIdValue.safeParse(action.value);
    return value.success ? { kind: 'show', referralId: value.data } : unsupported;
  }
  return id.startsWith('deal:') ? onCard(id.slice('deal:'.length), action.value) : unsupported;
}

function onCard(name: string | undefined, value: unknown): Pressed {
  const action = cardActions.find((known) => known === name);
  const referralId = ReferralIdValue.safeParse(value);
  if (!action || !referralId.success) return unsupported;
  if (action === 'details') return { kind: 'details', referralId: referralId.data };
  const form = formNames.find((known) => known === action);
  return form
    ? { kind: 'form', form, referralId: referralId.data }
    : { kind: 'at-once', type: action as AtOnce, referralId: referralId.data };
}

/** Null where it isn't JSON of that form. */
export function fromJson<T>(schema: z.ZodType<T>, text: unknown): T | null {
  if (typeof text !== 'string') return null;
  try {
    const parsed = schema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
