/** Slack gives up repeating a delivery after an hour, Teams sooner; a busy desk doesn't get through so many meanwhile. */
const most = 10_000;

/**
 * Which interactions their person was told about. A repetition is carried out and acknowledged like the first delivery,
 * since the first answer may have been lost, but its person isn't told twice.
 */
export interface ToldOnce {
  /**
   * True for the first of the deliveries of one interaction.
   *
   * @param interaction an id that all its deliveries have in common
   */
  firstTime(interaction: string): boolean;
  /** What was to be said never left: the next delivery of that interaction is the first again. */
  notTold(interaction: string): void;
}

/** Remembers it in this process, of the last 10,000 interactions. */
export function toldOnce(): ToldOnce {
  const seen = new Set<string>();
  return {
    firstTime(interaction) {
      if (seen.has(interaction)) return false;
      seen.add(interaction);
      for (const oldest of seen) {
        if (seen.size <= most) break;
        seen.delete(oldest);
      }
      return true;
    },
    notTold(interaction) {
      seen.delete(interaction);
    },
  };
}
