import type { Document } from 'mongodb';
import type { Store } from '../store-contract.js';

/** What no store may let pass: each is refused with MongoDB's code, none is silently ignored. */
export function refusingContract(store: Store): void {
  describe('refusing', () => {
    store.test('answer errors with the codes of MongoDB').each<[string, Document, number[]]>([
      ['an unknown command', { frobnicate: 1 }, [59]],
      ['an unknown field of a command', { find: 'c', frobnicate: 1 }, [40415, 9]],
      ['a filter that is no document', { find: 'c', filter: 'x' }, [14]],
      ['a negative skip', { find: 'c', skip: -1 }, [2, 51024]],
      ['an unknown operator', { find: 'c', filter: { a: { $frobnicate: 1 } } }, [2]],
      ['an unknown operator at the top', { find: 'c', filter: { $frobnicate: 1 } }, [2]],
      ['$in without a list', { find: 'c', filter: { a: { $in: 1 } } }, [2]],
      ['$or without a list', { find: 'c', filter: { $or: {} } }, [2]],
      ['an empty $and', { find: 'c', filter: { $and: [] } }, [2]],
      ['a pattern that is none', { find: 'c', filter: { a: { $regex: '(' } } }, [2, 51091]],
      ['a mixed projection', { find: 'c', projection: { a: 1, b: 0 } }, [31253, 31254]],
      ['an order that is none', { find: 'c', sort: { a: 2 } }, [15975, 2]],
      ['an unknown stage', { aggregate: 'c', pipeline: [{ $frobnicate: 1 }], cursor: {} }, [40324]],
      ['a stage of two', { aggregate: 'c', pipeline: [{ $match: {}, $limit: 1 }], cursor: {} }, [40323]],
      ['an aggregate without a cursor', { aggregate: 'c', pipeline: [] }, [9]],
      ['an update of nothing known', { update: 'c', updates: [{ q: {}, u: { $set: 1 } }] }, [9]],
      ['many replaced at once', { update: 'c', updates: [{ q: {}, u: { a: 1 }, multi: true }] }, [9]],
      ['an empty batch', { insert: 'c', documents: [] }, [16, 72]],
      ['an index on nothing', { createIndexes: 'c', indexes: [{ key: {}, name: 'x' }] }, [67]],
      ['the indexes of no collection', { listIndexes: 'no_such_collection' }, [26]],
      ['a cursor that is none', { getMore: 123_456_789, collection: 'c' }, [43]],
      ['a hint at no index', { find: 'hinted', hint: 'no_such_index' }, [2]],
    ])('%s', async (_name, command, codes) => {
      if (command.find === 'hinted') await store.db().collection('hinted').insertOne({});
      const outcome = await store
        .db()
        .command(bigints(command))
        .then(
          (reply) => reply.writeErrors?.[0] ?? reply,
          (error) => error,
        );
      expect(codes).toContain(outcome.code);
    });

    store.test('refuse transactions')('a transaction, where there are none', async () => {
      const collection = await store.collection([{ _id: 1 }]);
      const session = store.client().startSession();
      const attempt = session.withTransaction(() => collection.updateOne({}, { $set: { a: 1 } }, { session }));
      // The driver puts its own words for code 20.
      await expect(attempt).rejects.toThrow(/Transaction numbers|retryable writes/);
      await session.endSession();
      expect(await collection.findOne()).toEqual({ _id: 1 });
    });
  });
}

/** A cursor's id has to travel as a 64-bit integer. */
const bigints = (command: Document): Document =>
  typeof command.getMore === 'number' ? { ...command, getMore: BigInt(command.getMore) } : command;
