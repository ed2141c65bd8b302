import type { ReferralId } from '../domain/referral.js';
import type { Address } from './ports.js';

/** One notice that a message shows. */
export interface FoldEntry {
  /** Of the delivery. */
  readonly id: string;
  readonly referralId: ReferralId;
  readonly version: number;
}

/** A message that holds the notices of one profile at one place that came within a minute. */
export interface Fold {
  /** Of the delivery that began it, and posts it. */
  readonly id: string;
  readonly entries: readonly FoldEntry[];
  /** Null until it is posted. */
  readonly at: Address | null;
}

export interface FoldStore {
  /** Joins the message that was begun at that place less than `windowMs` ago, or begins one. Twice is like once. */
  join(place: string, entry: FoldEntry, now: Date, windowMs: number): Promise<Fold>;
  byId(id: string): Promise<Fold | null>;
  /** Where it stands now. False when it does not stand at `before` any more: somebody else has posted it anew. */
  posted(id: string, at: Address, before: Address | null): Promise<boolean>;
  /** Nothing of it need be said: nobody joins any more. False when somebody has joined since `entries` were read. */
  abandon(fold: Fold): Promise<boolean>;
}
