import { StoreError } from './errors.js';
import { OrderedIndex } from './index/ordered-index.js';
import { type IndexSpec, idIndex, sameKeys, sameSpec } from './index/spec.js';
import { overheadOf } from './journal/format.js';
import type { Document } from './values/documents.js';
import { encodeValue } from './values/order.js';
import { decodeDocument, encodeDocument, type FieldReader, fieldReader, type Stored } from './values/stored.js';

/** So many documents are looked at in one go while an index is built. */
const turn = 500;

const readId = fieldReader(['_id']);

/** The encoded id by which a document is kept. */
export const idOf = (stored: Stored): string => encodeValue(readId(stored)._id);

/**
 * A collection in memory: documents by encoded id, in the order of their insertion, and its indexes. A document in
 * here is never changed in place, so that a cursor may hold on to the one it found.
 */
export class Collection {
  readonly indexes = new Map<string, OrderedIndex>();
  private readonly byId: Map<string, Stored>;
  /** Reads what the indexes are about. */
  private readIndexed: FieldReader = decodeDocument;
  private storedBytes = 0;

  /**
   * @param namespace `database.collection`
   * @param documents by encoded id, to be taken over; `build` makes the indexes of them
   */
  constructor(
    readonly namespace: string,
    documents?: Map<string, Stored>,
  ) {
    this.byId = documents ?? new Map();
    for (const { length } of this.byId.values()) this.storedBytes += length;
    if (!documents) this.adopt([new OrderedIndex(idIndex)]);
  }

  get size(): number {
    return this.byId.size;
  }

  /** What its documents take in a journal that holds nothing else, in bytes. */
  get bytes(): number {
    return this.storedBytes + this.size * overheadOf(this.namespace);
  }

  all(): IterableIterator<Stored> {
    return this.byId.values();
  }

  *documents(): Generator<Document> {
    for (const stored of this.byId.values()) yield decodeDocument(stored);
  }

  get(id: string): Stored | undefined {
    return this.byId.get(id);
  }

  /** Whether there is a document of this id. */
  has(id: unknown): boolean {
    return this.byId.has(encodeValue(id));
  }

  /**
   * Puts a document in the place of the one with its id, or adds it.
   *
   * @returns its encoded id, and the document that was there
   * @throws StoreError 11000 if a unique index forbids it; nothing has changed then
   */
  put(given: Document | Stored): { readonly id: string; readonly previous: Stored | undefined } {
    const stored = Buffer.isBuffer(given) ? given : encodeDocument(given);
    // By what is stored, not by what was given: so the keys are surely found again when it is removed.
    const document = this.readIndexed(stored);
    const id = encodeValue(document._id);
    const previous = this.byId.get(id);
    const old = previous && this.readIndexed(previous);
    const changes = Array.from(this.indexes.values(), (index) => ({
      index,
      before: old ? index.keysOf(old) : [],
      after: index.keysOf(document),
    }));
    for (const { index, after } of changes) {
      if (index.conflicts(after, id)) throw index.duplicate(document, this.namespace);
    }
    for (const { index, before, after } of changes) {
      if (sameKeysOf(before, after)) continue;
      index.remove(before, id);
      index.add(after, id);
    }
    this.byId.set(id, stored);
    this.storedBytes += stored.length - (previous?.length ?? 0);
    return { id, previous };
  }

  /** The error for inserting a document whose id is taken. */
  duplicateId(stored: Stored): StoreError {
    return (this.indexes.get(idIndex.name) as OrderedIndex).duplicate(readId(stored), this.namespace);
  }

  /** Removes by encoded id; answers what was there. */
  remove(id: string): Stored | undefined {
    const stored = this.byId.get(id);
    if (!stored) return undefined;
    const document = this.readIndexed(stored);
    for (const index of this.indexes.values()) index.remove(index.keysOf(document), id);
    this.byId.delete(id);
    this.storedBytes -= stored.length;
    return stored;
  }

  /**
   * Whether an index has to be built for a specification.
   *
   * @throws StoreError 85 or 86 if an existing one is in its way
   */
  needsIndex(spec: IndexSpec): boolean {
    const named = this.indexes.get(spec.name);
    if (named) {
      if (sameSpec(named.spec, spec) || spec.name === idIndex.name) return false;
      const message = `An existing index has the same name as the requested index but differs from it: ${spec.name}`;
      throw new StoreError(86, message);
    }
    for (const index of this.indexes.values()) {
      if (!sameKeys(index.spec, spec)) continue;
      if (index.spec.name === idIndex.name) return false;
      throw new StoreError(85, `Index already exists with a different name: ${index.spec.name}`);
    }
    return true;
  }

  /** @throws StoreError 11000 if documents that are there already break its uniqueness; there is no index then */
  addIndex(spec: IndexSpec): void {
    for (const _ of this.build([spec]));
  }

  /**
   * Builds indexes of the documents, which must not change meanwhile; it pauses when others should have their turn.
   *
   * @throws StoreError 11000 if documents break the uniqueness of one; none of them is there then
   */
  *build(specs: readonly IndexSpec[]): Generator<void, void> {
    const indexes = specs.map((spec) => new OrderedIndex(spec));
    const read = readerOf(indexes);
    let seen = 0;
    for (const [id, stored] of this.byId) {
      const document = read(stored);
      for (const index of indexes) index.collect(document, id);
      if (++seen % turn === 0) yield;
    }
    for (const index of indexes) {
      const second = index.complete();
      if (second !== undefined) throw index.duplicate(read(this.byId.get(second) as Stored), this.namespace);
      yield;
    }
    this.adopt(indexes);
  }

  dropIndex(name: string): void {
    this.indexes.delete(name);
    this.adopt([]);
  }

  private adopt(indexes: readonly OrderedIndex[]): void {
    for (const index of indexes) this.indexes.set(index.spec.name, index);
    this.readIndexed = readerOf([...this.indexes.values()]);
  }
}

/** Reads what indexes, and the order of documents, are about. */
function readerOf(indexes: readonly OrderedIndex[]): FieldReader {
  const names = new Set(['_id']);
  for (const { fields } of indexes) {
    if (!fields) return decodeDocument;
    for (const name of fields) names.add(name);
  }
  return fieldReader(names);
}

const sameKeysOf = (a: readonly string[], b: readonly string[]) =>
  a.length === b.length && a.length > 0 && a.every((key, i) => key === b[i]);
