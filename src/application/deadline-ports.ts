import type { Effect } from '../domain/commands.js';
import type { HistoryEvent, Referral, ReferralId } from '../domain/referral.js';

/** A referral that is due to be looked at, as it was read. Every write about it names what was read. */
export interface Due {
  readonly referral: Referral;
  readonly dueAt: Date;
}

/** What the passing of time changed: saved together or not at all. */
export interface DueChange {
  /** Its `version` is one above the one that was read. */
  readonly next: Referral;
  readonly event: HistoryEvent | null;
  readonly effects: readonly Effect[];
  readonly at: Date;
  /** When to look again; null: never. */
  readonly look: Date | null;
}

/**
 * When referrals must be looked at next. A referral is due at once after its creation and after every command, so that
 * only one place ever works out a deadline; a tick reads from the index what is due, and nothing else.
 */
export interface DeadlineStore {
  /** Those that are due, longest first. */
  due(now: Date, limit: number): Promise<readonly Due[]>;
  /** The same for one, just after its command. */
  dueOne(id: ReferralId, now: Date): Promise<Due | null>;
  /** Nothing to do until `next`; null: ever. Answers false when somebody wrote first. */
  look(due: Due, next: Date | null): Promise<boolean>;
  /** A versioned write. Answers false when somebody wrote first. */
  apply(due: Due, change: DueChange): Promise<boolean>;
  /**
   * Makes the open referrals of a profile due when what their deadlines follow from has changed since the last time.
   *
   * @param rules a digest of it, of whatever form
   * @returns how many
   */
  rulesAre(profileId: string, rules: string, now: Date): Promise<number>;
}
