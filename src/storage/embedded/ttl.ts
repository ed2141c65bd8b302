import type { Engine } from './engine.js';
import { findDocuments } from './query/find.js';

/** How often expired documents are removed; MongoDB's interval. */
export const sweepInterval = 60_000;

/** So many are removed in one go; between, commands are answered. */
const slice = 500;

/** Removes everything that has expired, slice by slice. Answers how many there were. */
export async function sweepExpired(engine: Engine, now: Date, isOver: () => boolean): Promise<number> {
  let removed = 0;
  for (let last = slice; last === slice && !isOver(); ) {
    last = removeExpired(engine, now, slice);
    removed += last;
    await new Promise(setImmediate);
  }
  return removed;
}

/** Removes documents whose time in an index with `expireAfterSeconds` is over. Answers how many, `most` at most. */
export function removeExpired(engine: Engine, now: Date, most: number): number {
  let removed = 0;
  for (const namespace of engine.namespaces()) {
    const collection = engine.read(namespace);
    for (const { spec } of collection.indexes.values()) {
      const path = spec.fields[0]?.path;
      if (spec.expireAfterSeconds === undefined || path === undefined) continue;
      const limit = new Date(now.getTime() - spec.expireAfterSeconds * 1000);
      const expired = { [path]: { $lte: limit } };
      const filter = spec.partialFilter ? { $and: [expired, spec.partialFilter] } : expired;
      if (removed === most) return removed;
      for (const document of findDocuments(collection, { filter, limit: most - removed })) {
        engine.remove(namespace, document);
        removed++;
      }
    }
  }
  return removed;
}
