import { randomUUID } from 'node:crypto';
import { enteredIn, parsePressed } from './action-data.js';
import { type Activity, baseOf, scopeOf } from './activity.js';
import type { Surface } from './render-actions.js';

/** One press of one person, wherever it came from. */
export interface Press {
  readonly pressed: ReturnType<typeof parsePressed>;
  readonly entered: ReadonlyMap<string, string>;
  /** The same for every delivery of one press. */
  readonly pressId: string;
  /** Where the answer's own buttons will stand. */
  readonly surface: Surface;
  /** Whether the answer takes the place of the card that was pressed, for the presser alone. */
  readonly inPlace: boolean;
  /** The channel where it was pressed; null in chats. */
  readonly channel: string | null;
}

/** @param way by `Action.Execute`, in a dialog (or to open one), or as a message, from a client that knows neither */
export function pressOf(activity: Activity, data: unknown, way: 'execute' | 'dialog' | 'message'): Press {
  return {
    pressed: parsePressed(data),
    entered: enteredIn(data),
    pressId: activity.id ?? randomUUID(),
    surface: way === 'dialog' ? 'dialog' : 'message',
    inPlace: way === 'execute',
    channel: scopeOf(activity) === 'channel' ? baseOf(activity.conversation.id) : null,
  };
}
