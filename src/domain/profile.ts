import type { TellCustomer } from './customer-notice.js';
import type { Reminders } from './ladders.js';
import type { WorkingTime } from './working-time.js';

/** Languages that the desk speaks. */
export const languages = ['en', 'fr'] as const;
export type Language = (typeof languages)[number];

/** A condition under which a Partner Center referral counts as urgent; every part that is given must hold. */
export interface UrgencyRule {
  /** One of these qualifications, e.g. `SalesQualified`. */
  readonly qualification?: readonly string[];
  /** The customer's notes contain one of these, ignoring case. */
  readonly notesContain?: readonly string[];
  /** The customer's own estimate is at least this, in whatever currency it came. */
  readonly valueAtLeast?: number;
}

/** Somebody who gets each new request by e-mail as well. */
export interface MailContact {
  readonly address: string;
  readonly language: Language;
}

/** A business profile (facts: "Routing"): which referrals come to it, who answers them, where and by which rules. */
export interface Profile extends WorkingTime {
  readonly id: string;
  readonly name: string;
  /** Partner Center target ids (`target[].id`) that are routed here. */
  readonly locations: readonly string[];
  /** Two-letter country codes and region names, compared ignoring case, that are routed here. */
  readonly countries: readonly string[];
  readonly regions: readonly string[];
  /** Of channel cards and thread lines. */
  readonly language: Language;
  /** ISO 4217; offered first in forms. */
  readonly currency: string;
  /** Platform user ids or e-mail addresses that may act; empty: every full member may. */
  readonly people: readonly string[];
  /** Platform user ids or e-mail addresses with a manager's rights; empty: everyone who may act has them. */
  readonly managers: readonly string[];
  /** Slack channel ids that show its cards. */
  readonly slackChannels: readonly string[];
  /** Teams channel ids (`19:…@thread.tacv2`) that show its cards. */
  readonly teamsChannels: readonly string[];
  /** Durations in milliseconds. */
  readonly respondWithin: number;
  readonly urgentFor: number;
  readonly expiresAfter: number;
  readonly undoWindow: number;
  readonly urgentWhen: readonly UrgencyRule[];
  readonly reminders: Reminders;
  readonly tellCustomer: TellCustomer;
  readonly mailTo: readonly MailContact[];
}
