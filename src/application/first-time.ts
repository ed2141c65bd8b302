const seen = new Set<string>();
/** Slack gives up repeating a delivery after an hour, Teams sooner; a busy desk doesn't get through so many meanwhile. */
const most = 10_000;

/**
 * True for the first of the deliveries of one interaction. A repetition is carried out and acknowledged like the first,
 * since the first answer may have been lost, but its person isn't told twice.
 *
 * @param interaction an id that all its deliveries have in common
 */
export function firstTime(interaction: string): boolean {
  if (seen.has(interaction)) return false;
  seen.add(interaction);
  for (const oldest of seen) {
    if (seen.size <= most) break;
    seen.delete(oldest);
  }
  return true;
}

/** What was to be said never left: the next delivery of that interaction is the first again. */
export function notTold(interaction: string): void {
  seen.delete(interaction);
}
