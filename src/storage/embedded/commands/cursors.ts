import { calculateObjectSize, Long } from 'bson';
import { StoreError } from '../errors.js';
import type { Document } from '../values/documents.js';

/** A batch stays below the size of one document, so that a reply fits a message. */
const batchBytes = 16 * 1024 * 1024;

/** MongoDB's number of documents in a first batch when the client names none. */
const defaultFirstBatch = 101;

/** MongoDB closes a cursor that nobody asked for this long. */
const idleLimit = 10 * 60_000;

interface OpenCursor {
  readonly namespace: string;
  readonly length: number;
  /** Makes the document at a position. */
  readonly at: (position: number) => Document;
  next: number;
  usedAt: number;
}

/** Results that clients fetch in batches. They hold the documents as they were when the query ran. */
export class Cursors {
  private readonly open = new Map<number, OpenCursor>();
  private lastId = 0;

  constructor(private readonly now: () => Date) {}

  /**
   * The answer to a query: its first batch, and a cursor for the rest if there is one.
   *
   * @param documentOf makes the document of what was found, when it is sent
   */
  first<T>(
    namespace: string,
    found: readonly T[],
    documentOf: (item: T) => Document,
    batchSize: number | undefined,
    single = false,
  ): Document {
    const at = (position: number) => documentOf(found[position] as T);
    const cursor: OpenCursor = { namespace, length: found.length, at, next: 0, usedAt: this.now().getTime() };
    const firstBatch = takeBatch(cursor, batchSize ?? defaultFirstBatch);
    const finished = single || cursor.next >= cursor.length;
    // Ids start from the clock, so that a cursor of an earlier run of the store is not mistaken for one of this run.
    if (!finished) {
      this.lastId = Math.max(this.lastId, this.now().getTime() * 1024) + 1;
      this.open.set(this.lastId, cursor);
    }
    return { cursor: { firstBatch, id: finished ? Long.ZERO : Long.fromNumber(this.lastId), ns: namespace }, ok: 1 };
  }

  /** @throws StoreError 43 for a cursor that is finished, closed or unknown */
  more(id: number, namespace: string, batchSize: number | undefined): Document {
    const cursor = this.open.get(id);
    if (!cursor) throw new StoreError(43, `cursor id ${id} not found`);
    if (cursor.namespace !== namespace) {
      throw new StoreError(13, `Requested getMore on namespace '${namespace}', but cursor belongs to a different one`);
    }
    cursor.usedAt = this.now().getTime();
    const nextBatch = takeBatch(cursor, batchSize || Number.POSITIVE_INFINITY);
    const finished = cursor.next >= cursor.length;
    if (finished) this.open.delete(id);
    return { cursor: { nextBatch, id: finished ? Long.ZERO : Long.fromNumber(id), ns: namespace }, ok: 1 };
  }

  close(id: number): boolean {
    return this.open.delete(id);
  }

  /** Closes every cursor: what they still had to answer is no longer what the store holds. */
  closeAll(): void {
    this.open.clear();
  }

  closeIdle(): void {
    const limit = this.now().getTime() - idleLimit;
    for (const [id, cursor] of this.open) if (cursor.usedAt < limit) this.open.delete(id);
  }
}

function takeBatch(cursor: OpenCursor, count: number): Document[] {
  const batch: Document[] = [];
  let bytes = 0;
  while (batch.length < count && cursor.next < cursor.length) {
    const document = cursor.at(cursor.next);
    bytes += calculateObjectSize(document, { ignoreUndefined: true }) + 16;
    if (batch.length > 0 && bytes > batchBytes) break;
    batch.push(document);
    cursor.next++;
  }
  return batch;
}
