import { z } from 'zod';
import { LocalDate, Money } from './money.js';
import { Person } from './people.js';
import { CloseReason, Contact, Engagement, longestNotes } from './referral.js';

const notes = z.string().trim().max(longestNotes);
const closing = { reason: CloseReason, notes };

/** What somebody asks to happen to a referral. `id` makes a repetition recognisable (a platform's retry). */
export const Command = z.discriminatedUnion('type', [
  z.strictObject({ id: z.string().min(1), type: z.literal('accept'), engagement: Engagement }),
  z.strictObject({ id: z.string().min(1), type: z.literal('decline'), ...closing }),
  z.strictObject({ id: z.string().min(1), type: z.literal('edit'), engagement: Engagement.omit({ contacts: true }) }),
  z.strictObject({ id: z.string().min(1), type: z.literal('add-contact'), contact: Contact }),
  z.strictObject({ id: z.string().min(1), type: z.literal('remove-contact'), contactId: z.string().min(1) }),
  z.strictObject({ id: z.string().min(1), type: z.literal('win'), finalValue: Money, closeDate: LocalDate }),
  z.strictObject({ id: z.string().min(1), type: z.literal('lose'), ...closing }),
  z.strictObject({ id: z.string().min(1), type: z.literal('expire') }),
  z.strictObject({ id: z.string().min(1), type: z.literal('mark-urgent') }),
  z.strictObject({ id: z.string().min(1), type: z.literal('unmark-urgent') }),
  z.strictObject({ id: z.string().min(1), type: z.literal('assign'), to: Person }),
  z.strictObject({ id: z.string().min(1), type: z.literal('contacted') }),
  /** `until` as `snoozeUntil` gives it. */
  z.strictObject({ id: z.string().min(1), type: z.literal('snooze'), until: z.date() }),
  /** `of`: the id of the command to take back. */
  z.strictObject({ id: z.string().min(1), type: z.literal('undo'), of: z.string().min(1) }),
  z.strictObject({ id: z.string().min(1), type: z.literal('reopen') }),
]);
export type Command = z.infer<typeof Command>;
export type CommandType = Command['type'];

/** What is wrong with one field, as a stable code that each language words. */
export type FieldProblem =
  | 'required'
  | 'too-long'
  | 'not-a-number'
  | 'out-of-range'
  | 'not-a-date'
  | 'in-the-past'
  | 'in-the-future'
  | 'not-an-email'
  | 'not-a-phone'
  | 'not-a-currency'
  | 'email-or-phone-required'
  | 'too-many'
  | 'not-one-of';

/** Why a command was not carried out. Nothing has changed. */
export type Refusal =
  /** Somebody was first. `by` and `at` say who and when. */
  | { readonly code: 'already-accepted'; readonly by: Person; readonly at: Date }
  | { readonly code: 'expired'; readonly at: Date }
  /** It is archived. `by` is null where it expired. */
  | {
      readonly code: 'closed';
      readonly outcome: 'won' | 'lost' | 'declined' | 'expired';
      readonly by: Person | null;
      readonly at: Date;
    }
  | {
      readonly code: 'not-permitted';
      readonly why: 'not-your-deal' | 'not-your-command' | 'managers-only' | 'not-a-member' | 'not-listed';
    }
  | { readonly code: 'invalid'; readonly fields: Readonly<Record<string, FieldProblem>> }
  /** It must be accepted first. */
  | { readonly code: 'not-active' }
  /** An undo after its window, after another command, or when something has left the house. */
  | { readonly code: 'too-late'; readonly why: 'window-closed' | 'changed-since' | 'already-sent' }
  /** Nothing to do: not archived, already urgent, already theirs, no such contact. */
  | { readonly code: 'no-change' }
  | { readonly code: 'not-due'; readonly at: Date };
export type RefusalCode = Refusal['code'];

/** What is owed to the outside after a change. Carries ids only; whoever carries it out reads the referral. */
export type Effect =
  /** Bring every card of the referral to its present state. */
  | { readonly kind: 'sync-cards' }
  /** One short line about the event of `version` in each card's thread. */
  | { readonly kind: 'announce'; readonly version: number }
  /** Tell a person privately about the event of `version`. */
  | { readonly kind: 'nudge'; readonly version: number; readonly person: Person }
  /** Give the notice of `version` to whom it concerns: a reminder, or that the referral has expired. */
  | { readonly kind: 'remind'; readonly version: number }
  /** Tell the customer by e-mail, because of the event of `version`, to choose a different partner. */
  | { readonly kind: 'tell-customer'; readonly version: number }
  /** Send the new request by e-mail to those whom its profile names. */
  | { readonly kind: 'mail-contacts'; readonly version: number };
