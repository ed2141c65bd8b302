import { Collection, idOf } from './collection.js';
import { type IndexSpec, idIndex, parseIndexSpec } from './index/spec.js';
import type { Change } from './journal/format.js';
import { encodeValue } from './values/order.js';
import type { Stored } from './values/stored.js';

interface Replayed {
  readonly documents: Map<string, Stored>;
  readonly indexes: Map<string, IndexSpec>;
}

/**
 * Makes the changes of a journal again. Only what they leave behind is indexed, at the end and at once: what was changed
 * later need not even be read.
 */
export class Replay {
  private readonly collections = new Map<string, Replayed>();

  apply(change: Change): void {
    const { namespace } = change;
    if (change.kind === 'drop') {
      this.collections.delete(namespace);
      return;
    }
    let collection = this.collections.get(namespace);
    if (!collection) {
      collection = { documents: new Map(), indexes: new Map([[idIndex.name, idIndex]]) };
      this.collections.set(namespace, collection);
    }
    const { documents, indexes } = collection;
    if (change.kind === 'put') documents.set(idOf(change.stored), change.stored);
    if (change.kind === 'remove') documents.delete(encodeValue(change.id));
    if (change.kind === 'create-index') {
      const spec = parseIndexSpec(change.spec);
      indexes.set(spec.name, spec);
    }
    if (change.kind === 'drop-index') indexes.delete(change.name);
  }

  /**
   * The collections with their indexes; it pauses when others should have their turn.
   *
   * @throws StoreError 11000 if the changes leave behind what a unique index forbids
   */
  *finish(): Generator<void, Map<string, Collection>> {
    const finished = new Map<string, Collection>();
    for (const [namespace, { documents, indexes }] of this.collections) {
      const collection = new Collection(namespace, documents);
      yield* collection.build([...indexes.values()]);
      finished.set(namespace, collection);
    }
    return finished;
  }
}

/** Finishes without a pause. */
export function finishAtOnce(replay: Replay): Map<string, Collection> {
  const steps = replay.finish();
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

/** Finishes in turns with whatever else there is to do. */
export async function finishInTurns(replay: Replay, onTurn?: () => void): Promise<Map<string, Collection>> {
  const steps = replay.finish();
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
    await new Promise(setImmediate);
    onTurn?.();
  }
}
