import { StoreError } from '../errors.js';
import { compileFilter, type Filter } from '../query/filter.js';
import type { Document } from '../values/documents.js';
import { AFTER, EMPTY_ARRAY, encodeValue, invert } from '../values/order.js';
import { visitPath } from '../values/paths.js';
import { type Entry, SortedEntries } from './sorted-entries.js';
import { type IndexSpec, keyPattern } from './spec.js';

/**
 * One index of a collection: encoded keys in order, each followed by the document's encoded id, so that a key of many
 * documents stays unique as an entry. It answers equality, ranges and order alike.
 */
export class OrderedIndex {
  private readonly entries = new SortedEntries();
  private readonly parts: readonly string[][];
  private readonly applies: Filter | undefined;
  /** Documents that have several keys (arrays). While there is one, ranges and order of this index mean less. */
  private multikeyDocuments = 0;

  constructor(readonly spec: IndexSpec) {
    this.parts = spec.fields.map((field) => field.path.split('.'));
    this.applies = spec.partialFilter && compileFilter(spec.partialFilter);
  }

  get multikey(): boolean {
    return this.multikeyDocuments > 0;
  }

  /** The keys a document has here; none when a sparse or partial index leaves it out. */
  keysOf(document: Document): string[] {
    if (this.applies && !this.applies(document)) return [];
    let keys = [''];
    let several = 0;
    let anyPresent = false;
    for (const [i, field] of this.spec.fields.entries()) {
      const { values, present } = this.fieldKeys(document, this.parts[i] as string[], field.direction);
      anyPresent ||= present;
      if (values.length > 1) several++;
      keys =
        values.length === 1 ? keys.map((key) => key + values[0]) : keys.flatMap((key) => values.map((v) => key + v));
    }
    if (several > 1 && (this.spec.unique || this.topLevelNames() > 1)) {
      throw new StoreError(171, `cannot index parallel arrays [${this.spec.fields.map((f) => f.path).join('] [')}]`);
    }
    return this.spec.sparse && !anyPresent ? [] : keys;
  }

  /** Whether another document has one of these keys and the index is unique. */
  conflicts(keys: readonly string[], id: string): boolean {
    if (!this.spec.unique) return false;
    for (const key of keys) {
      for (const other of this.entries.between(key, key + AFTER)) if (other.id !== id) return true;
    }
    return false;
  }

  add(keys: readonly string[], id: string): void {
    for (const key of keys) this.entries.add(key + id, id);
    if (keys.length > 1) this.multikeyDocuments++;
  }

  remove(keys: readonly string[], id: string): void {
    for (const key of keys) this.entries.delete(key + id);
    if (keys.length > 1) this.multikeyDocuments--;
  }

  /** Entries in a range of keys, in the index's order; a document with several keys may come several times. */
  scan(low: string, high: string, backwards: boolean): Generator<Entry> {
    return this.entries.between(low, high, backwards);
  }

  /** How many entries a scan of this range would meet. */
  count(low: string, high: string): number {
    return this.entries.count(low, high);
  }

  duplicate(document: Document, namespace: string): StoreError {
    const pattern = keyPattern(this.spec);
    const value = Object.fromEntries(
      this.spec.fields.map(({ path }, i) => [path, firstValue(document, this.parts[i] as string[])]),
    );
    const shown = Object.entries(value).map(([path, item]) => `${path}: ${JSON.stringify(item)}`);
    return new StoreError(
      11000,
      `E11000 duplicate key error collection: ${namespace} index: ${this.spec.name} dup key: { ${shown.join(', ')} }`,
      { keyPattern: pattern, keyValue: value },
    );
  }

  private fieldKeys(document: Document, parts: readonly string[], direction: 1 | -1) {
    const keys = new Set<string>();
    let present = false;
    visitPath(document, parts, (value, isElement) => {
      if (value !== undefined) present = true;
      // An array stands for its elements; an empty one still has a place in the index.
      if (Array.isArray(value) && !isElement && value.length > 0) return false;
      const key = Array.isArray(value) && !isElement ? EMPTY_ARRAY : encodeValue(value);
      keys.add(direction === 1 ? key : invert(key));
      return false;
    });
    if (keys.size === 0) keys.add(direction === 1 ? encodeValue(null) : invert(encodeValue(null)));
    return { values: [...keys], present };
  }

  private topLevelNames(): number {
    return new Set(this.parts.map((parts) => parts[0])).size;
  }
}

function firstValue(document: Document, parts: readonly string[]): unknown {
  let first: unknown = null;
  visitPath(document, parts, (value) => {
    if (Array.isArray(value) && value.length > 0) return false;
    first = value ?? null;
    return true;
  });
  return first;
}
