import type { FieldProblem } from './commands.js';

/** What fields must fulfil beyond their form: a form tells it beside all else that is wrong, a command is refused for it. */

const dayMs = 86_400_000;
const day = (at: number) => new Date(at).toISOString().slice(0, 10);

/** Calendar dates are picked in the reader's zone, not in ours: hence a day of grace. */
export const purchaseProblem = (date: string | undefined, now: Date): FieldProblem | null =>
  date !== undefined && date < day(now.getTime() - dayMs) ? 'in-the-past' : null;

export const closeDateProblem = (date: string | undefined, now: Date): FieldProblem | null =>
  date !== undefined && date > day(now.getTime() + dayMs) ? 'in-the-future' : null;

/** Reasons need an explanation where they say nothing themselves. */
export const explanationProblem = (reason: string | undefined, notes: string): FieldProblem | null =>
  reason === 'others' && notes.trim() === '' ? 'required' : null;

/** Somebody whom nobody can reach is no contact. */
export const reachabilityProblem = (contact: {
  readonly email?: string | undefined;
  readonly phone?: string | undefined;
}): FieldProblem | null =>
  contact.email === undefined && contact.phone === undefined ? 'email-or-phone-required' : null;
