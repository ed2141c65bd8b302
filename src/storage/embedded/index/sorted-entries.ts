import { compareEncoded } from '../values/order.js';

/** Entries a block holds before it is split: small enough to shift quickly, large enough to keep blocks few. */
const blockSize = 512;

/** Entries a block holds when all are put in at once. */
const filledSize = 384;

interface Block {
  readonly keys: string[];
  readonly ids: string[];
}

/** A key and the id of the document it leads to. */
export interface Entry {
  readonly key: string;
  readonly id: string;
}

/** A sorted list of unique keys, each with the id of the document it leads to, in blocks. */
export class SortedEntries {
  private readonly blocks: Block[] = [{ keys: [], ids: [] }];
  size = 0;

  /** Takes in keys in order with their ids, while there are no others. Blocks have room for more, so that few split soon. */
  fill(keys: readonly string[], ids: readonly string[]): void {
    if (keys.length > 0) this.blocks.length = 0;
    for (let at = 0; at < keys.length; at += filledSize) {
      this.blocks.push({ keys: keys.slice(at, at + filledSize), ids: ids.slice(at, at + filledSize) });
    }
    this.size = keys.length;
  }

  /** Adds a key that is not there yet. */
  add(key: string, id: string): void {
    const at = this.blockOf(key);
    const block = this.blocks[at] as Block;
    const position = lowerBound(block.keys, key);
    block.keys.splice(position, 0, key);
    block.ids.splice(position, 0, id);
    this.size++;
    if (block.keys.length > blockSize) {
      const half = blockSize / 2;
      this.blocks.splice(at + 1, 0, { keys: block.keys.splice(half), ids: block.ids.splice(half) });
    }
  }

  delete(key: string): void {
    const at = this.blockOf(key);
    const block = this.blocks[at] as Block;
    const position = lowerBound(block.keys, key);
    if (block.keys[position] !== key) return;
    block.keys.splice(position, 1);
    block.ids.splice(position, 1);
    this.size--;
    if (block.keys.length === 0 && this.blocks.length > 1) this.blocks.splice(at, 1);
  }

  /** Entries whose keys lie from `low` (inclusive) to `high` (exclusive), in order or backwards. Not while changing it. */
  *between(low: string, high: string, backwards = false): Generator<Entry> {
    if (backwards) yield* this.descending(low, high);
    else yield* this.ascending(low, high);
  }

  /**
   * About how many keys lie from `low` (inclusive) to `high` (exclusive): the blocks at both ends are counted, those
   * between taken to be as full as blocks are on average. So it costs the same however many there are.
   */
  count(low: string, high: string): number {
    if (low >= high) return 0;
    const first = this.blockOf(low);
    const last = this.blockOf(high);
    const before = lowerBound((this.blocks[first] as Block).keys, low);
    const within = lowerBound((this.blocks[last] as Block).keys, high);
    if (first === last) return within - before;
    const between = Math.round((this.size / this.blocks.length) * (last - first - 1));
    return (this.blocks[first] as Block).keys.length - before + between + within;
  }

  private *ascending(low: string, high: string): Generator<Entry> {
    let start = -1;
    for (let at = this.blockOf(low); at < this.blocks.length; at++) {
      const { keys, ids } = this.blocks[at] as Block;
      for (let i = start < 0 ? lowerBound(keys, low) : 0; i < keys.length; i++) {
        if ((keys[i] as string) >= high) return;
        yield { key: keys[i] as string, id: ids[i] as string };
      }
      start = 0;
    }
  }

  private *descending(low: string, high: string): Generator<Entry> {
    for (let at = this.blockOf(high); at >= 0; at--) {
      const { keys, ids } = this.blocks[at] as Block;
      for (let i = lowerBound(keys, high) - 1; i >= 0; i--) {
        if ((keys[i] as string) < low) return;
        yield { key: keys[i] as string, id: ids[i] as string };
      }
    }
  }

  /** The last block whose first key is not greater. */
  private blockOf(key: string): number {
    let low = 0;
    let high = this.blocks.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (compareEncoded((this.blocks[middle] as Block).keys[0] as string, key) <= 0) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}

function lowerBound(keys: readonly string[], key: string): number {
  let low = 0;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((keys[middle] as string) < key) low = middle + 1;
    else high = middle;
  }
  return low;
}
