import type { Address, Destination, Messenger } from './ports.js';

/** How far a platform's clock may lie from ours, in milliseconds. */
const clockSkew = 60_000;

/**
 * Looks whether a post whose fate is unknown has arrived after all (design, "Posting"). The oldest counts; what came
 * besides is removed.
 *
 * @param since when the first try began
 * @returns where it stands; null when it did not arrive
 */
export async function findLostPost(
  messenger: Messenger,
  post: { readonly to: Destination; readonly nonce: string; readonly since: Date; readonly thread?: Address },
): Promise<Address | null> {
  const since = new Date(post.since.getTime() - clockSkew);
  const [kept, ...extra] = await messenger.find(post.to, post.nonce, since, post.thread);
  for (const address of extra) await messenger.remove(address);
  return kept ?? null;
}
