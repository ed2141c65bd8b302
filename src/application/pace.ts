/** How patient deliveries are where nobody can tell what happened, in milliseconds. */
export interface Pace {
  /** How long a claim lasts; after a crash its delivery waits as long. */
  readonly leaseMs: number;
  /** A step is begun only with this much of the lease left: longer than any call's timeout. */
  readonly leaseMarginMs: number;
  /** How long a post of unknown fate is left alone before it is searched for: it may still be on its way. */
  readonly doubtMs: number;
  /** How often to look for what other processes or a dead one left. */
  readonly lookEveryMs: number;
}

/** Design, "Posting": a post in doubt is searched for after 60 s. */
export const patientPace: Pace = { leaseMs: 60_000, leaseMarginMs: 15_000, doubtMs: 60_000, lookEveryMs: 5_000 };
