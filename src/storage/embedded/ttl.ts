import type { Engine } from './engine.js';
import { findDocuments } from './query/find.js';

/** How often expired documents are removed; MongoDB's interval. */
export const sweepInterval = 60_000;

/** Removes the documents whose time in an index with `expireAfterSeconds` is over. Answers how many. */
export function removeExpired(engine: Engine, now: Date): number {
  let removed = 0;
  for (const namespace of engine.namespaces()) {
    const collection = engine.read(namespace);
    for (const { spec } of collection.indexes.values()) {
      const path = spec.fields[0]?.path;
      if (spec.expireAfterSeconds === undefined || path === undefined) continue;
      const limit = new Date(now.getTime() - spec.expireAfterSeconds * 1000);
      const expired = { [path]: { $lte: limit } };
      const filter = spec.partialFilter ? { $and: [expired, spec.partialFilter] } : expired;
      for (const document of findDocuments(collection, { filter })) {
        engine.remove(namespace, document);
        removed++;
      }
    }
  }
  return removed;
}
