import { StoreError } from './errors.js';
import { OrderedIndex } from './index/ordered-index.js';
import { type IndexSpec, idIndex, sameKeys, sameSpec } from './index/spec.js';
import type { Document } from './values/documents.js';
import { encodeValue } from './values/order.js';

/**
 * A collection in memory: documents by encoded id, in the order of their insertion, and its indexes. A document in
 * here is never changed in place, so that a cursor may hold on to the one it found.
 */
export class Collection {
  readonly indexes = new Map<string, OrderedIndex>([[idIndex.name, new OrderedIndex(idIndex)]]);
  private readonly documents = new Map<string, Document>();
  private readonly sizes = new Map<string, number>();
  /** What its documents take in a journal that holds nothing else, in bytes. */
  bytes = 0;

  /** @param namespace `database.collection` */
  constructor(readonly namespace: string) {}

  get size(): number {
    return this.documents.size;
  }

  all(): IterableIterator<Document> {
    return this.documents.values();
  }

  get(id: string): Document | undefined {
    return this.documents.get(id);
  }

  /** What a document takes in the journal, by encoded id. */
  sizeOf(id: string): number {
    return this.sizes.get(id) ?? 0;
  }

  /** The encoded id by which a document is kept. */
  idOf(document: Document): string {
    return encodeValue(document._id);
  }

  /** Whether there is a document of this id. */
  has(id: unknown): boolean {
    return this.documents.has(encodeValue(id));
  }

  /** The error for inserting a document whose id is taken. */
  duplicateId(document: Document): StoreError {
    return (this.indexes.get(idIndex.name) as OrderedIndex).duplicate(document, this.namespace);
  }

  /**
   * Puts a document in the place of the one with its id, or adds it.
   *
   * @param size what it takes in the journal, in bytes
   * @returns the document that was there
   * @throws StoreError 11000 if a unique index forbids it; nothing has changed then
   */
  put(document: Document, size = 0): Document | undefined {
    const id = this.idOf(document);
    const previous = this.documents.get(id);
    const changes = [...this.indexes.values()].map((index) => ({
      index,
      before: previous ? index.keysOf(previous) : [],
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
    this.documents.set(id, document);
    this.bytes += size - this.sizeOf(id);
    this.sizes.set(id, size);
    return previous;
  }

  /** Removes by encoded id; answers what was there. */
  remove(id: string): Document | undefined {
    const document = this.documents.get(id);
    if (!document) return undefined;
    for (const index of this.indexes.values()) index.remove(index.keysOf(document), id);
    this.documents.delete(id);
    this.bytes -= this.sizeOf(id);
    this.sizes.delete(id);
    return document;
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
    const index = new OrderedIndex(spec);
    for (const [id, document] of this.documents) {
      const keys = index.keysOf(document);
      if (index.conflicts(keys, id)) throw index.duplicate(document, this.namespace);
      index.add(keys, id);
    }
    this.indexes.set(spec.name, index);
  }

  dropIndex(name: string): void {
    this.indexes.delete(name);
  }
}

const sameKeysOf = (a: readonly string[], b: readonly string[]) =>
  a.length === b.length && a.length > 0 && a.every((key, i) => key === b[i]);
