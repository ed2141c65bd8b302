import { StoreError } from '../errors.js';
import { compileFilter, type Filter, fieldsOf } from '../query/filter.js';
import { type Document, fieldOf, isDocument } from '../values/documents.js';
import { AFTER, compareEncoded, EMPTY_ARRAY, encodeValue, invert } from '../values/order.js';
import { visitPath } from '../values/paths.js';
import { type Entry, SortedEntries } from './sorted-entries.js';
import { type IndexField, type IndexSpec, keyPattern } from './spec.js';

/**
 * One index of a collection: encoded keys in order, each followed by the document's encoded id, so that a key of many
 * documents stays unique as an entry. It answers equality, ranges and order alike.
 */
export class OrderedIndex {
  private readonly entries = new SortedEntries();
  /** Collected to be put in order at once. */
  private collected = { keys: [] as string[], ids: [] as string[] };
  private readonly parts: readonly string[][];
  private readonly applies: Filter | undefined;
  /** The fields of a document that its keys come from; undefined if that can't be told. */
  readonly fields: ReadonlySet<string> | undefined;
  /** Documents that have several keys (arrays). While there is one, ranges and order of this index mean less. */
  private multikeyDocuments = 0;

  constructor(readonly spec: IndexSpec) {
    this.parts = spec.fields.map((field) => field.path.split('.'));
    this.applies = spec.partialFilter && compileFilter(spec.partialFilter);
    const filtered = fieldsOf(spec.partialFilter ?? {});
    this.fields = filtered && new Set([...filtered, ...this.parts.map(([name]) => name as string)]);
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
    for (const [i, parts] of this.parts.entries()) {
      const { direction } = this.spec.fields[i] as IndexField;
      const lone = loneValue(document, parts);
      if (lone !== branched) {
        anyPresent ||= lone !== undefined;
        const own = directed(encodeValue(lone), direction);
        for (let k = 0; k < keys.length; k++) keys[k] += own;
        continue;
      }
      const { values, present } = fieldKeys(document, parts, direction);
      anyPresent ||= present;
      if (values.length > 1) several++;
      keys = keys.flatMap((key) => values.map((value) => key + value));
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

  /** Takes in a document that is not searched for before the index is complete. */
  collect(document: Document, id: string): void {
    const keys = this.keysOf(document);
    for (const key of keys) {
      this.collected.keys.push(key + id);
      this.collected.ids.push(id);
    }
    if (keys.length > 1) this.multikeyDocuments++;
  }

  /**
   * Puts what was collected in order; for an index that holds nothing else. Sorting at once costs far less than finding
   * each entry's place.
   *
   * @returns the id of a document whose key another has, where they must be unique
   */
  complete(): string | undefined {
    const { keys, ids } = this.collected;
    this.collected = { keys: [], ids: [] };
    const order = Array.from(keys.keys()).sort((a, b) => compareEncoded(keys[a] as string, keys[b] as string));
    const sorted = { keys: order.map((at) => keys[at] as string), ids: order.map((at) => ids[at] as string) };
    this.entries.fill(sorted.keys, sorted.ids);
    if (!this.spec.unique) return undefined;
    let last = '';
    return sorted.ids.find((id, i) => {
      const before = last;
      last = (sorted.keys[i] as string).slice(0, -id.length);
      return i > 0 && last === before;
    });
  }

  remove(keys: readonly string[], id: string): void {
    for (const key of keys) this.entries.delete(key + id);
    if (keys.length > 1) this.multikeyDocuments--;
  }

  /** Entries in a range of keys, in the index's order; a document with several keys may come several times. */
  scan(low: string, high: string, backwards: boolean): Generator<Entry> {
    return this.entries.between(low, high, backwards);
  }

  /** About how many entries a scan of this range would meet. */
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

  private topLevelNames(): number {
    return new Set(this.parts.map((parts) => parts[0])).size;
  }
}

const directed = (encoded: string, direction: 1 | -1) => (direction === 1 ? encoded : invert(encoded));

const branched = Symbol('branched');

/** The value at a path that meets no array, as nearly all do. */
function loneValue(document: Document, parts: readonly string[]): unknown {
  let value: unknown = document;
  for (const part of parts) {
    if (Array.isArray(value)) return branched;
    value = isDocument(value) ? fieldOf(value, part) : undefined;
  }
  return Array.isArray(value) ? branched : value;
}

/** The keys of a field whose path meets arrays. */
function fieldKeys(document: Document, parts: readonly string[], direction: 1 | -1) {
  const keys = new Set<string>();
  let present = false;
  visitPath(document, parts, (value, isElement) => {
    if (value !== undefined) present = true;
    // An array stands for its elements; an empty one still has a place in the index.
    if (Array.isArray(value) && !isElement && value.length > 0) return false;
    keys.add(directed(Array.isArray(value) && !isElement ? EMPTY_ARRAY : encodeValue(value), direction));
    return false;
  });
  if (keys.size === 0) keys.add(directed(encodeValue(null), direction));
  return { values: [...keys], present };
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
