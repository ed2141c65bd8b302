const seen = new Set<string>();
/** Slack gives up repeating a delivery after an hour; a busy workspace doesn't get through so many in that time. */
const most = 10_000;

/**
 * True for the first of the deliveries of one interaction. A repetition is carried out and acknowledged like the first,
 * since the first answer may have been lost, but its person isn't told twice.
 *
 * @param interaction the trigger's id, or the command's
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
