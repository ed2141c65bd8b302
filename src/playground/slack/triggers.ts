import { randomBytes } from 'node:crypto';
import type { Clock } from '../shared/clock.js';
import { SlackRefusal } from './errors.js';

const LIFETIME_MS = 3_000;
/** For so long an expired trigger is still told from one that never was. */
const REMEMBERED_MS = 600_000;

interface Trigger {
  user: string;
  expiresAt: number;
  exchanged: boolean;
  /** The view the person acted in, if it was one. */
  view: string | undefined;
}

/** The permissions to open a modal that come with what a person does: for 3 s, and once. */
export class Triggers {
  readonly #issued = new Map<string, Trigger>();
  #count = 0;

  constructor(readonly now: Clock) {}

  issue(user: string, view?: string): string {
    this.#forgetOld();
    const id = `${++this.#count}.${Math.floor(this.now())}.${randomBytes(16).toString('hex')}`;
    this.#issued.set(id, { user, expiresAt: this.now() + LIFETIME_MS, exchanged: false, view });
    return id;
  }

  /** Checks a trigger, without using it up. */
  check(id: string): Trigger {
    const trigger = this.#issued.get(id);
    if (!trigger) throw new SlackRefusal('invalid_trigger_id');
    if (trigger.exchanged) throw new SlackRefusal('exchanged_trigger_id');
    if (this.now() >= trigger.expiresAt) throw new SlackRefusal('expired_trigger_id');
    return trigger;
  }

  #forgetOld(): void {
    // A map keeps the order of insertion, so the oldest come first.
    for (const [id, { expiresAt }] of this.#issued) {
      if (expiresAt + REMEMBERED_MS > this.now()) return;
      this.#issued.delete(id);
    }
  }
}
