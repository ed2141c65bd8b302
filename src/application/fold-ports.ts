import type { ReferralId } from '../domain/referral.js';
import type { Address, Destination } from './ports.js';

/** One notice that a message shows. */
export interface FoldEntry {
  /** Of the delivery. */
  readonly id: string;
  readonly referralId: ReferralId;
  readonly version: number;
}

/** Where notices become one message. */
export interface FoldPlace {
  readonly key: string;
  /** Whose private message it is; null for one in a channel. */
  readonly reader: Destination | null;
}

/** A message that holds the notices of one profile at one place that came within a short time. */
export interface Fold {
  /** Of the delivery that began it, and posts it. */
  readonly id: string;
  readonly reader: Destination | null;
  readonly entries: readonly FoldEntry[];
  /** Null until it is posted. */
  readonly at: Address | null;
  /** Hash of what it shows; null where that is unknown. */
  readonly shown: string | null;
}

export interface FoldStore {
  /** Joins the message that was begun at that place less than `windowMs` ago, or begins one. Twice is like once. */
  join(place: FoldPlace, entry: FoldEntry, now: Date, windowMs: number): Promise<Fold>;
  byId(id: string): Promise<Fold | null>;
  /** Private messages about a referral, of one reader or of all, as long as they are kept. */
  privateAbout(id: ReferralId, reader?: Destination): Promise<readonly Fold[]>;
  /**
   * Where it stands now, and what it shows. False when it does not stand at `before` any more: somebody else has posted
   * it anew.
   */
  posted(id: string, at: Address, before: Address | null, shown: string | null): Promise<boolean>;
  /** Notes what it shows, if it still stands there. */
  shows(id: string, at: Address, hash: string): Promise<void>;
  /** Somebody deleted the message: nobody looks after it any more. */
  forget(id: string): Promise<void>;
  /** Nothing of it need be said: nobody joins any more. False when somebody has joined since `entries` were read. */
  abandon(fold: Fold): Promise<boolean>;
}
