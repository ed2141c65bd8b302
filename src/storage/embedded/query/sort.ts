import { StoreError } from '../errors.js';
import type { Document } from '../values/documents.js';
import { compareEncoded, EMPTY_ARRAY, encodeValue } from '../values/order.js';
import { visitPath } from '../values/paths.js';
import { fieldReader, type Stored } from '../values/stored.js';

export interface SortKey {
  readonly path: string;
  readonly direction: 1 | -1;
}

/** @throws StoreError for anything but fields with 1 or -1 */
export function parseSort(sort: Document): SortKey[] {
  return Object.entries(sort).map(([path, direction]) => {
    if (direction !== 1 && direction !== -1) {
      const message = '$sort key ordering must be 1 (for ascending) or -1 (for descending)';
      throw new StoreError(typeof direction === 'object' ? 238 : 15975, message);
    }
    if (path === '$natural') throw new StoreError(238, 'The $natural order is not supported by the embedded store');
    if (path === '' || path.startsWith('$')) throw new StoreError(16410, `'${path}' can't be sorted by`);
    return { path, direction };
  });
}

/** Documents in order, as a new array; equal ones stay as they are. An array sorts by its least or greatest element. */
export function sortDocuments<T extends Document>(documents: readonly T[], keys: readonly SortKey[]): T[] {
  return sortBy(documents, keys, (document) => document);
}

/** The same for stored documents, of which only the fields that they are sorted by are read. */
export function sortStored(documents: readonly Stored[], keys: readonly SortKey[]): Stored[] {
  return sortBy(documents, keys, fieldReader(keys.map(({ path }) => path.split('.')[0] as string)));
}

function sortBy<T>(documents: readonly T[], keys: readonly SortKey[], read: (document: T) => Document): T[] {
  const parts = keys.map((key) => key.path.split('.'));
  return documents
    .map((document) => {
      const fields = read(document);
      return { document, encoded: keys.map((key, i) => sortValue(fields, parts[i] as string[], key.direction)) };
    })
    .sort((a, b) => {
      for (const [i, key] of keys.entries()) {
        const order = compareEncoded(a.encoded[i] as string, b.encoded[i] as string);
        if (order !== 0) return order * key.direction;
      }
      return 0;
    })
    .map((entry) => entry.document);
}

function sortValue(document: Document, parts: readonly string[], direction: 1 | -1): string {
  let best: string | undefined;
  visitPath(document, parts, (value, isElement) => {
    // An array counts by its elements; only an empty one has none.
    if (Array.isArray(value) && !isElement && value.length > 0) return false;
    const encoded = Array.isArray(value) && !isElement ? EMPTY_ARRAY : encodeValue(value);
    if (best === undefined || compareEncoded(encoded, best) * direction < 0) best = encoded;
    return false;
  });
  return best ?? encodeValue(null);
}
