import { type CollectionImage, type FreshOptions, rewrite } from './fresh.js';
import type { Journal } from './journal.js';

/** When what was written meanwhile is no more than this, the rest is copied while writers wait. */
const smallRest = 64 * 1024;

/** Writers that outrun the copying wait for it after so many rounds. */
const mostRounds = 8;

export interface Compaction {
  readonly before: number;
  readonly after: number;
  /** How long writers had to wait at the end, in milliseconds. */
  readonly heldMs: number;
}

/**
 * Writes a fresh journal of what there is, while the old one goes on, and puts it in the old one's place.
 *
 * First the image of one moment is written to a file of its own, then what the journal took in since, round by round,
 * until little is left; only for that rest, an fsync and the renaming do writers wait.
 *
 * @throws whatever the disk says; the old journal is still in use then
 */
export async function compactJournal(
  journal: Journal,
  takeImage: () => readonly CollectionImage[],
  options: FreshOptions,
): Promise<Compaction> {
  const { taken, end } = await journal.snapshot(takeImage);
  return rewrite(options, async (fresh) => {
    await fresh.writeImage(taken);
    let copied = end;
    for (let round = 0; round < mostRounds && journal.end - copied > smallRest; round++) {
      copied = await fresh.copy(journal.file, copied, journal.end);
    }
    await fresh.sync();
    return journal.exclusively(async () => {
      const begun = performance.now();
      const before = journal.end;
      await fresh.copy(journal.file, copied, before);
      await fresh.takeOver(journal);
      return { before, after: fresh.end, heldMs: performance.now() - begun };
    });
  });
}
