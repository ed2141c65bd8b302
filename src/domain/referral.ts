import { z } from 'zod';
import type { CustomerRequest } from './customer-request.js';
import { LocalDate, Money } from './money.js';
import type { Person } from './people.js';

/** Longest notes of ours, in characters (also the longest text a Slack input can hold). */
export const longestNotes = 3_000;

/** Reasons to decline or lose, in the order of Partner Center's bulk CSV (facts: "Reasons for Declined and Lost"). */
export const closeReasons = [
  'budget-not-adequate',
  'customer-did-not-respond',
  'chose-another-vendor',
  'requirement-not-met',
  'not-a-customer',
  'timeline-too-short',
  'abuse-spam-phishing',
  'others',
] as const;
export const CloseReason = z.enum(closeReasons);
export type CloseReason = z.infer<typeof CloseReason>;

const line = (longest: number) => z.string().trim().max(longest);

/** Someone of the partner's company who works on the deal. */
export const Contact = z.strictObject({
  id: z.string().min(1),
  name: line(200).min(1),
  email: z.email().max(320).optional(),
  phone: line(50)
    .regex(/^[+\d][\d\s().\-/x]{3,}$/i)
    .optional(),
});
export type Contact = z.infer<typeof Contact>;

/** Contacts that one engagement can hold. */
export const mostContacts = 20;

/** What the partner says about the deal (facts: "Accept", "Edit engagement"). */
export const Engagement = z.strictObject({
  name: line(200).min(1),
  /** Estimated deal value. */
  value: Money,
  /** Estimated purchase date. */
  purchaseDate: LocalDate,
  notes: line(longestNotes),
  /** For the partner's reference only. */
  crmId: line(100).optional(),
  contacts: z.array(Contact).max(mostContacts),
});
export type Engagement = z.infer<typeof Engagement>;

/** Who decided, when. */
export interface Decision {
  readonly by: Person;
  readonly at: Date;
}

/** Why somebody should contact the customer at once, since when. */
export interface Urgency {
  readonly by: 'customer' | Person;
  readonly since: Date;
  /** Somebody has talked to them: nobody need be hurried any more. */
  readonly contacted?: Decision;
}

/** A pause of the reminders that somebody asked for. */
export interface Snoozed {
  readonly since: Date;
  readonly until: Date;
}

interface Common {
  /** Who is on it. On a new referral: whom it was assigned to. */
  readonly owner: Person | null;
  readonly urgent: Urgency | null;
  readonly snoozed?: Snoozed;
}
/** What every state from the acceptance on holds. */
export interface Accepted {
  readonly engagement: Engagement;
  readonly accepted: Decision;
  readonly owner: Person;
}
type Closing = { readonly reason: CloseReason; readonly notes: string };

export type New = Common & { readonly kind: 'new' };
export type Active = Common & Accepted & { readonly kind: 'active' };
export type Won = Common &
  Accepted & {
    readonly kind: 'archived';
    readonly outcome: 'won';
    readonly closed: Decision;
    readonly finalValue: Money;
    readonly closeDate: LocalDate;
  };
export type Lost = Common &
  Accepted &
  Closing & { readonly kind: 'archived'; readonly outcome: 'lost'; readonly closed: Decision };
export type Declined = Common &
  Closing & { readonly kind: 'archived'; readonly outcome: 'declined'; readonly closed: Decision };
export type Expired = Common & { readonly kind: 'archived'; readonly outcome: 'expired'; readonly closedAt: Date };
export type Archived = Won | Lost | Declined | Expired;

/** The lifecycle: new → active → archived as won or lost; or new → archived as declined or expired. */
export type State = New | Active | Archived;
export const outcomes = ['won', 'lost', 'declined', 'expired'] as const;
export type Outcome = (typeof outcomes)[number];

export const eventTypes = [
  'received',
  'accepted',
  'declined',
  'edited',
  'contact-added',
  'contact-removed',
  'won',
  'lost',
  'expired',
  'marked-urgent',
  'unmarked-urgent',
  'assigned',
  'undone',
  'reopened',
  'contacted',
  'snoozed',
  'reminded',
] as const;
export type EventType = (typeof eventTypes)[number];

/** What a reminder says. Where several become one, the one that comes last here is said. */
export const noticeKinds = [
  'deal-due',
  'waiting',
  'still-waiting',
  'expiring',
  'goal-passed',
  'urgent-waiting',
  'urgent',
] as const;
export type NoticeKind = (typeof noticeKinds)[number];

/** Whom a reminder reached, besides the line under the card. Names where they are known. */
export interface Told {
  /** A line of its own in the channel. */
  readonly channel: boolean;
  /** Slack user groups, mentioned under the card. */
  readonly groups: readonly string[];
  /** Mentioned under the card, instead of a direct message. */
  readonly mentioned: readonly ToldPerson[];
  readonly direct: readonly ToldPerson[];
}
export type ToldPerson = Pick<Person, 'platform' | 'id'> & Partial<Pick<Person, 'name'>>;

/** One line of the history: who, when, where from and which fields, never their texts. */
export interface HistoryEvent {
  readonly type: EventType;
  readonly at: Date;
  /** The version that this event brought about. */
  readonly version: number;
  /** `null`: the desk itself, or the sender for `received`. */
  readonly by: Person | null;
  readonly fields: readonly string[];
  /** The new owner of an `assigned`, the type undone by an `undone`, the reason of a close. */
  readonly to?: Person;
  readonly undid?: EventType;
  readonly reason?: CloseReason;
  /** Of a `reminded`: what it said, and to whom. */
  readonly notice?: NoticeKind;
  readonly told?: Told;
  /** Of a `snoozed`. */
  readonly until?: Date;
  /** `null` for `received` and `reminded`. */
  readonly commandId: string | null;
}

/** What a command did, kept so that its repetition gets the same answer. */
export interface RecordedCommand {
  readonly id: string;
  readonly event: HistoryEvent;
}
/** How many commands a referral remembers. */
export const rememberedCommands = 20;

/** What an undo would restore. Present after every command that can be undone; gone after the next command. */
export interface UndoPoint {
  readonly commandId: string;
  readonly type: EventType;
  readonly by: Person;
  readonly until: Date;
  readonly state: State;
}

/** `source.name` of what comes from Partner Center. */
export const partnerCenterSource = 'partner-center';

/** Where a referral came from. (name, externalId) is unique. */
export interface Source {
  /** `partner-center`, `manual`, or the sender's own name for itself. */
  readonly name: string;
  readonly externalId: string;
}

/** What the desk has said of its own accord, so that it says each thing once. Absent parts: nothing yet. */
export interface Reminded {
  /** What the normal ladder held up to then was given. */
  readonly until?: Date;
  /** The same of the urgent ladder that began at `since`. */
  readonly urgent?: { readonly since: Date; readonly until: Date };
  /** When the owner was asked about a deal past its purchase date. */
  readonly asked?: Date;
  /** Up to then the cards were redrawn as time passed. */
  readonly drawnUntil?: Date;
}

/** Opaque. Made in one place, `application/receive-referral.ts`. */
export type ReferralId = string & { readonly __brand: 'ReferralId' };

export interface Referral {
  readonly schemaVersion: 1;
  readonly id: ReferralId;
  /** Short and sayable, e.g. `R-4K7Q2M`. Unique. */
  readonly code: string;
  readonly profileId: string;
  readonly source: Source;
  readonly request: CustomerRequest;
  /** When the desk took it in. */
  readonly receivedAt: Date;
  /** Where its clocks start: the sender's `createdDateTime`, else `receivedAt`. */
  readonly createdAt: Date;
  /** Goal for an answer (facts: within 24 hours). */
  readonly respondBy: Date;
  /** From this moment on acceptance is refused. */
  readonly expiresAt: Date;
  /** Until when an urgent customer should be contacted at once (facts: 72 hours). */
  readonly urgentUntil: Date;
  readonly version: number;
  readonly state: State;
  readonly history: readonly HistoryEvent[];
  readonly commands: readonly RecordedCommand[];
  readonly undo: UndoPoint | null;
  readonly reminded?: Reminded;
}
