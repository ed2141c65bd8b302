import { Collection, idOf } from './collection.js';
import { StoreError } from './errors.js';
import { describeIndex, type IndexSpec } from './index/spec.js';
import { type Change, encodeChange } from './journal/format.js';
import type { Journal } from './journal/journal.js';
import { findStored, type Query, type Work } from './query/find.js';
import type { Document } from './values/documents.js';
import { encodeValue } from './values/order.js';
import { decodeDocument, encodeDocument, type Stored } from './values/stored.js';

/** A search for documents, and what it cost. */
export interface Search {
  readonly namespace: string;
  readonly query: Query;
  readonly work: Readonly<Work>;
  readonly found: number;
}

/**
 * The data: every collection, and the changes to them. A change is made in memory and handed to the journal in one
 * step, so that memory and journal hold the same changes in the same order; whoever answers a client first awaits the
 * journal.
 */
export class Engine {
  private readonly collections = new Map<string, Collection>();

  /** @param onSearch told of every search of a command, so that a test can see what runs without an index */
  constructor(
    private readonly journal: Journal,
    private readonly onSearch?: (search: Search) => void,
  ) {}

  /** Takes over collections that were read from the journal, in the place of those it had. */
  adopt(collections: ReadonlyMap<string, Collection>): void {
    this.collections.clear();
    for (const [namespace, collection] of collections) this.collections.set(namespace, collection);
  }

  /** A collection to read; an absent one is empty. */
  read(namespace: string): Collection {
    return this.collections.get(namespace) ?? new Collection(namespace);
  }

  /** What the data would take in a journal that holds nothing else, in bytes. */
  get bytes(): number {
    let bytes = 0;
    for (const collection of this.collections.values()) bytes += collection.bytes;
    return bytes;
  }

  /** Every collection that there is, to be read. */
  all(): Iterable<Collection> {
    return this.collections.values();
  }

  /** The documents of a collection that match a query, in order. */
  find(namespace: string, query: Query): Document[] {
    return this.findStored(namespace, query).map(decodeDocument);
  }

  /** The same, as they are stored. */
  findStored(namespace: string, query: Query): Stored[] {
    const work: Work = { examined: 0 };
    const found = findStored(this.read(namespace), query, work);
    this.onSearch?.({ namespace, query, work, found: found.length });
    return found;
  }

  has(namespace: string): boolean {
    return this.collections.has(namespace);
  }

  /** The namespaces of a database, or all of them. */
  namespaces(database?: string): string[] {
    const all = [...this.collections.keys()];
    return database === undefined ? all : all.filter((namespace) => namespace.startsWith(`${database}.`));
  }

  /**
   * Inserts a document.
   *
   * @throws StoreError 11000 if its id is taken; otherwise as `put`
   */
  insert(namespace: string, document: Document): void {
    const stored = encodeDocument(document);
    const collection = this.read(namespace);
    if (collection.get(idOf(stored))) throw collection.duplicateId(stored);
    this.put(namespace, stored);
  }

  /**
   * Inserts a document or replaces the one with its id.
   *
   * @throws StoreError if it can't be stored; nothing has changed then
   */
  put(namespace: string, document: Document | Stored): void {
    const stored = Buffer.isBuffer(document) ? document : encodeDocument(document);
    const bytes = this.encode({ kind: 'put', namespace, stored });
    const collection = this.ensure(namespace);
    const { id, previous } = collection.put(stored);
    this.journal.append(bytes, () => {
      if (previous) collection.put(previous);
      else collection.remove(id);
    });
  }

  remove(namespace: string, document: Document): void {
    const bytes = this.encode({ kind: 'remove', namespace, id: document._id });
    const collection = this.ensure(namespace);
    const removed = collection.remove(encodeValue(document._id));
    if (removed) this.journal.append(bytes, () => collection.put(removed));
  }

  /** Makes an empty collection, if there is none of this name. */
  createIfAbsent(namespace: string): void {
    this.journal.assertWritable();
    this.ensure(namespace);
  }

  drop(namespace: string): void {
    const collection = this.collections.get(namespace);
    if (!collection) return;
    const bytes = this.encode({ kind: 'drop', namespace });
    this.collections.delete(namespace);
    this.journal.append(bytes, () => this.collections.set(namespace, collection));
  }

  /** @throws StoreError 11000 if documents that are there already forbid it */
  createIndex(namespace: string, spec: IndexSpec): void {
    const bytes = this.encode({ kind: 'create-index', namespace, spec: describeIndex(spec) });
    const collection = this.ensure(namespace);
    collection.addIndex(spec);
    this.journal.append(bytes, () => collection.dropIndex(spec.name));
  }

  dropIndex(namespace: string, name: string): void {
    const collection = this.ensure(namespace);
    const spec = collection.indexes.get(name)?.spec;
    if (!spec) return;
    const bytes = this.encode({ kind: 'drop-index', namespace, name });
    collection.dropIndex(name);
    this.journal.append(bytes, () => collection.addIndex(spec));
  }

  private encode(change: Change): Buffer {
    this.journal.assertWritable();
    return encodeChange(change);
  }

  private ensure(namespace: string): Collection {
    const existing = this.collections.get(namespace);
    if (existing) return existing;
    checkNamespace(namespace);
    const bytes = encodeChange({ kind: 'create', namespace });
    const collection = new Collection(namespace);
    this.collections.set(namespace, collection);
    this.journal.append(bytes, () => this.collections.delete(namespace));
    return collection;
  }
}

function checkNamespace(namespace: string): void {
  const dot = namespace.indexOf('.');
  const [database, collection] = [namespace.slice(0, dot), namespace.slice(dot + 1)];
  const sound =
    /^[^/\\. "$*<>:|?\0]{1,63}$/.test(database) && /^[^$\0]+$/.test(collection) && !/^\.|\.$/.test(collection);
  if (!sound || Buffer.byteLength(namespace) > 255) {
    throw new StoreError(73, `Invalid namespace specified '${namespace}'`);
  }
}
