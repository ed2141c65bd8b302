import type { ActionView, CardButtons, CardView } from '../application/card-view.js';
import { phrase } from '../application/wording.js';
import { type Pressed, pressedBy } from './action-data.js';
import { limits } from './limits.js';
import { plain, type Reader, sentence, shorten } from './markup.js';
import { fill, type Json } from './templates.js';

/** Where a card stands: in a message its forms open as dialogs; in a dialog a press is answered by the next card. */
export type Surface = 'message' | 'dialog';

/** Opens something to read or fill in. */
const opens = new Set<Pressed['do']>(['form', 'new', 'details', 'show']);

export function button(title: string, pressed: Pressed, surface: Surface): Json {
  const kind = surface === 'dialog' ? 'submit' : opens.has(pressed.do) ? 'dialog' : 'execute';
  return fill(`actions/${kind}`, { title: shorten(title, limits.buttonTitle), data: pressed });
}

interface ButtonRow {
  /** What the buttons below have in common, if anything. */
  readonly labels: readonly { readonly text: string }[];
  readonly actions: readonly Json[];
}

/** As the templates take them. */
export interface ButtonParts {
  readonly buttons: readonly Json[];
  readonly rare: readonly Json[];
}

/**
 * A card's buttons: the usual ones, and those that “More” unfolds. Not every client knows overflow menus, and none shows
 * more than a few buttons in a row.
 */
export function cardButtons(
  reader: Reader,
  view: CardButtons & Partial<Pick<CardView, 'link'>>,
  surface: Surface,
): ButtonParts {
  const draw = ({ action, label }: ActionView) =>
    button(plain(reader, label), pressedBy(action, view.referralId), surface);
  const { snooze, referralId } = view;
  const [usual, others] = [view.actions.slice(0, limits.actions - 1), view.actions.slice(limits.actions - 1)];
  const pauses = (snooze?.options ?? []).map((option) =>
    button(plain(reader, option.label), { do: 'snooze', snooze: option.snooze, r: referralId }, surface),
  );
  const rare = [...[...others, ...view.more].map(draw), ...(view.link ? [linkButton(reader, view.link)] : [])];
  const rows: ButtonRow[] = [
    ...inRows(rare).map((actions) => ({ labels: [], actions })),
    ...inRows(pauses).map((actions) => ({ labels: snooze ? [{ text: sentence(reader, snooze.label) }] : [], actions })),
  ];
  const more = rows.length > 0 ? [fill('actions/more', { title: plain(reader, phrase('action.more')) })] : [];
  const actions = [...usual.map(draw), ...more];
  return {
    buttons: actions.length > 0 ? [{ actions }] : [],
    rare: rows.length > 0 ? [{ rows: rows.map((row) => fill('actions/row', { ...row })) }] : [],
  };
}

function inRows(buttons: readonly Json[]): Json[][] {
  const count = Math.ceil(buttons.length / limits.actions);
  return Array.from({ length: count }, (_none, row) => buttons.slice(row * limits.actions, (row + 1) * limits.actions));
}

export function linkButton(reader: Reader, link: { readonly label: ActionView['label']; readonly url: string }): Json {
  return fill('actions/open-url', { title: plain(reader, link.label), url: link.url });
}

/** The button that takes a command back. */
export function undoButton(reader: Reader, referralId: string, of: string, surface: Surface): Json {
  return button(plain(reader, phrase('action.undo')), { do: 'undo', r: referralId, of }, surface);
}
