/** First and longest wait between tries, in milliseconds. */
const shortest = 1_000;
const longest = 5 * 60_000;
/** When a platform is back, what is urgent mustn't wait while the rest goes out. */
const longestOfUrgent = 30_000;

/**
 * How long to wait after the `failures`th failure in a row (from 1): doubling, up to five minutes (half a
 * minute for what is urgent), with up to half of
 * it left to chance so that what failed together doesn't come back together.
 *
 * @param random from 0 up to 1
 */
export function retryDelay(failures: number, random: number, isUrgent = false): number {
  const wait = Math.min(isUrgent ? longestOfUrgent : longest, shortest * 2 ** Math.min(failures - 1, 20));
  return Math.round(wait * (1 - random / 2));
}
