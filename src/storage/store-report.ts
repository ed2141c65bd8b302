import { dirname } from 'node:path';
import type { Verification } from './embedded/tools.js';

/** What a check of a journal found, and what to do about it, line by line. */
export function describeVerification(found: Verification): string[] {
  const { path, size, frames, changes, documents, gaps, framesBehind, replayError } = found;
  const [gap] = gaps;
  const lines = [`${path}: ${size} bytes, ${frames} sound records with ${changes} changes`];
  for (const [namespace, count] of documents) lines.push(`  ${namespace}: ${count} documents`);
  if (replayError !== undefined) lines.push(`The records are sound, but can't be replayed ${replayError}`);
  if (!gap) return [...lines, ...(replayError === undefined ? ['Sound.'] : [])];
  if (gap.end === undefined) {
    const torn = `The last record, at byte ${gap.offset}, is torn: a write that was never acknowledged.`;
    return [...lines, `${torn} The next start drops it.`];
  }
  const others = gaps.slice(1).filter(({ end }) => end !== undefined);
  return [
    ...lines,
    `DAMAGED at byte ${gap.offset} (${gap.why}); sound records go on at byte ${gap.end}, ${framesBehind} of them.`,
    ...others.map(({ offset, end }) => `DAMAGED at byte ${offset} as well, up to byte ${end}.`),
    'Restore a backup: npm run desk -- restore FILE',
    `Or keep what was written before the damage: npm run store -- --data ${dirname(path)} repair --upto ${gap.offset}`,
    `Either drops what was written later; npm run store -- --data ${dirname(path)} dump prints it.`,
  ];
}
