import type { Collection } from '../collection.js';
import { StoreError } from '../errors.js';
import { keyPattern } from '../index/spec.js';
import { isDocument } from '../values/documents.js';
import { encodeValue } from '../values/order.js';

/**
 * A hint must name an index that exists; which one is used stays the planner's choice, as it can't change the answer.
 *
 * @throws StoreError 2 if there is no such index
 */
export function checkHint(collection: Collection, hint: unknown): void {
  if (
    hint === undefined ||
    hint === null ||
    (isDocument(hint) && ('$natural' in hint || Object.keys(hint).length === 0))
  ) {
    return;
  }
  const specs = [...collection.indexes.values()].map((index) => index.spec);
  const exists = specs.some((spec) => spec.name === hint || encodeValue(keyPattern(spec)) === encodeValue(hint));
  if (!exists) throw new StoreError(2, 'hint provided does not correspond to an existing index');
}
