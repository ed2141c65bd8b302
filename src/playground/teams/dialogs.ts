import { randomUUID } from 'node:crypto';
import { EventEmitter } from 'node:events';
import type { Place } from './activities.js';
import type { Json, StoredMessage } from './model.js';

export type DialogSize = 'small' | 'medium' | 'large' | number;

export interface DialogContent {
  title: string;
  width: DialogSize;
  height: DialogSize;
  card: Json;
}

export interface Dialog extends DialogContent {
  id: string;
  user: string;
  /** Where it was opened, and from which message. */
  place: Place;
  message: StoredMessage;
}

/** The one dialog that each person may have open. */
export class Dialogs {
  /** `changed` names the user. */
  readonly events = new EventEmitter<{ changed: [string] }>();
  readonly #open = new Map<string, Dialog>();

  constructor() {
    // Every connected page and every waiting test listens.
    this.events.setMaxListeners(0);
  }

  of(user: string): Dialog | undefined {
    return this.#open.get(user);
  }

  /** Opens it, or replaces the one that is open. */
  show(dialog: Omit<Dialog, 'id'>): Dialog {
    const opened = { ...dialog, id: randomUUID() };
    this.#open.set(dialog.user, opened);
    this.events.emit('changed', dialog.user);
    return opened;
  }

  close(user: string): void {
    if (this.#open.delete(user)) this.events.emit('changed', user);
  }
}
