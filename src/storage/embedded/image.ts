import type { Collection } from './collection.js';
import { describeIndex, idIndex } from './index/spec.js';
import type { CollectionImage } from './journal/fresh.js';

/**
 * Everything that collections hold at this moment, to be written. Documents are never changed in place, so that what
 * changes later does not change the image.
 */
export function imageOf(collections: Iterable<Collection>): CollectionImage[] {
  return Array.from(collections, (collection) => ({
    namespace: collection.namespace,
    indexes: [...collection.indexes.values()]
      .map(({ spec }) => spec)
      .filter(({ name }) => name !== idIndex.name)
      .map(describeIndex),
    documents: [...collection.all()],
  }));
}
