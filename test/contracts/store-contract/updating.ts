import type { Document } from 'mongodb';
import type { Store } from '../store-contract.js';

interface Update {
  readonly before: Document;
  readonly update: Document | Document[];
  readonly after: Document;
  readonly filter?: Document;
  readonly arrayFilters?: Document[];
}

const item = (id: string, n: number) => ({ id, n });

const updates: Record<string, Update> = {
  'sets nested fields, making what leads there': {
    before: { a: { x: 1 } },
    update: { $set: { 'a.y': 2, 'b.c.d': 3 } },
    after: { a: { x: 1, y: 2 }, b: { c: { d: 3 } } },
  },
  'unsets fields, missing ones too': {
    before: { a: 1, b: { c: 1, d: 2 } },
    update: { $unset: { a: 1, 'b.c': '', z: 1 } },
    after: { b: { d: 2 } },
  },
  'adds and multiplies, from nothing as well': {
    before: { a: 1, b: 2.5 },
    update: { $inc: { a: 2, c: 5 }, $mul: { b: 2, d: 7 } },
    after: { a: 3, b: 5, c: 5, d: 0 },
  },
  'keeps the least and the greatest, of dates too': {
    before: { a: 5, b: 5, at: new Date(1000) },
    update: { $min: { a: 3, new: 1 }, $max: { b: 9, at: new Date(500) } },
    after: { a: 3, b: 9, at: new Date(1000), new: 1 },
  },
  'pushes one, and makes the array': {
    before: { a: [1] },
    update: { $push: { a: 2, b: 'x' } },
    after: { a: [1, 2], b: ['x'] },
  },
  'pushes several and keeps the last': {
    before: { commands: ['a', 'b', 'c'] },
    update: { $push: { commands: { $each: ['d', 'e'], $slice: -3 } } },
    after: { commands: ['c', 'd', 'e'] },
  },
  'pushes at a position, in order': {
    before: { a: [1, 4], b: [item('x', 3)] },
    update: {
      $push: {
        a: { $each: [2, 3], $position: 1 },
        b: { $each: [item('y', 1), item('z', 2)], $sort: { n: 1 }, $slice: 2 },
      },
    },
    after: { a: [1, 2, 3, 4], b: [item('y', 1), item('z', 2)] },
  },
  'adds to a set what is not there, once': {
    before: { a: ['x'], b: [{ k: 1 }] },
    update: { $addToSet: { a: { $each: ['x', 'y', 'y'] }, b: { k: 1 }, c: 1 } },
    after: { a: ['x', 'y'], b: [{ k: 1 }], c: [1] },
  },
  'pulls values, matches and conditions': {
    before: { a: [1, 2, 3, 2], outbox: [item('e1', 1), item('e2', 2), item('e3', 3)], n: [1, 5, 9] },
    update: { $pull: { a: 2, outbox: { id: { $in: ['e1', 'e3'] } }, n: { $gte: 5 } } },
    after: { a: [1, 3], outbox: [item('e2', 2)], n: [1] },
  },
  'pulls all of a list, pops either end': {
    before: { a: [1, 2, 3], b: [1, 2, 3], c: [1, 2, 3] },
    update: { $pullAll: { a: [1, 3] }, $pop: { b: 1, c: -1 } },
    after: { a: [2], b: [1, 2], c: [2, 3] },
  },
  renames: { before: { a: 1, b: { c: 2 } }, update: { $rename: { a: 'z', 'b.c': 'd' } }, after: { z: 1, b: {}, d: 2 } },
  'sets by position': {
    before: { a: [1, 2] },
    update: { $set: { 'a.1': 9, 'a.3': 7 } },
    after: { a: [1, 9, null, 7] },
  },
  'sets the element that matched': {
    before: { outbox: [item('e1', 1), item('e2', 2)] },
    filter: { 'outbox.id': 'e2' },
    update: { $set: { 'outbox.$.n': 20 }, $inc: { version: 1 } },
    after: { outbox: [item('e1', 1), item('e2', 20)], version: 1 },
  },
  'sets every element': {
    before: { outbox: [item('e1', 1), item('e2', 2)] },
    update: { $inc: { 'outbox.$[].n': 10 } },
    after: { outbox: [item('e1', 11), item('e2', 12)] },
  },
  'sets the elements that a filter names': {
    before: { outbox: [item('e1', 1), item('e2', 2), item('e3', 3)] },
    update: { $set: { 'outbox.$[late].n': 0 } },
    arrayFilters: [{ 'late.n': { $gte: 2 } }],
    after: { outbox: [item('e1', 1), item('e2', 0), item('e3', 0)] },
  },
  'computes from what is there': {
    before: { free: 5, count: 2, items: [1, 2], gone: 1 },
    update: [
      { $set: { free: { $max: ['$free', 7] }, next: { $add: [{ $max: ['$free', 7] }, 3] } } },
      { $set: { kind: { $cond: [{ $gt: ['$next', 9] }, 'late', 'soon'] }, n: { $size: '$items' } } },
      { $unset: 'gone' },
    ],
    after: { free: 7, next: 10, count: 2, items: [1, 2], kind: 'late', n: 2 },
  },
  'computes dates': {
    before: { at: new Date(10_000) },
    update: [
      { $set: { at: { $add: [{ $max: ['$at', new Date(20_000)] }, 1_500] }, first: { $ifNull: ['$first', '$at'] } } },
    ],
    after: { at: new Date(21_500), first: new Date(10_000) },
  },
};

/** A document, an update that fails on it, and MongoDB's code for that. */
const refused: [name: string, before: Document, update: Document, code: number][] = [
  ['adding to text', { a: 'x' }, { $inc: { a: 1 } }, 14],
  ['adding text', { a: 1 }, { $inc: { a: 'x' } }, 14],
  ['pushing onto a number', { a: 1 }, { $push: { a: 1 } }, 2],
  ['adding to a set that is none', { a: 1 }, { $addToSet: { a: 1 } }, 2],
  ['pulling from a number', { a: 1 }, { $pull: { a: 1 } }, 2],
  ['popping a number', { a: 1 }, { $pop: { a: 1 } }, 14],
  ['another id', { a: 1 }, { $set: { _id: 5 } }, 66],
  ['a field inside a number', { a: 1 }, { $set: { 'a.b': 1 } }, 28],
  ['a name inside an array', { a: [1] }, { $set: { 'a.b': 1 } }, 28],
  ['two updates of one path', { a: 1 }, { $set: { a: 1 }, $inc: { a: 1 } }, 40],
  ['a path and one inside it', { a: {} }, { $set: { a: {}, 'a.b': 1 } }, 40],
  ['an operator that is none', { a: 1 }, { $frobnicate: { a: 1 } }, 9],
  ['an empty part of a path', { a: 1 }, { $set: { 'a..b': 1 } }, 56],
  ['$ without a match in the query', { a: [1] }, { $set: { 'a.$': 1 } }, 2],
];

/** Updates: operators, pipelines, and what they refuse. */
export function updatingContract(store: Store): void {
  describe('updating', () => {
    test.each(Object.entries(updates))('%s', async (_name, { before, update, after, filter = {}, arrayFilters }) => {
      const collection = await store.collection([{ _id: 1, ...before }]);
      const result = await collection.updateOne(
        { _id: 1 as never, ...filter },
        update,
        arrayFilters ? { arrayFilters } : {},
      );
      expect(result).toMatchObject({ matchedCount: 1, modifiedCount: 1 });
      expect(await collection.findOne()).toEqual({ _id: 1, ...after });
    });

    test.each(refused)('refuses %s, and changes nothing', async (_name, before, update) => {
      const collection = await store.collection([{ _id: 1, ...before }]);
      await expect(collection.updateOne({ _id: 1 as never }, update)).rejects.toThrow();
      expect(await collection.findOne()).toEqual({ _id: 1, ...before });
    });

    store.test('answer errors with the codes of MongoDB').each(refused)(
      'tells by code: %s',
      async (_name, before, update, code) => {
        const collection = await store.collection([{ _id: 1, ...before }]);
        await expect(collection.updateOne({ _id: 1 as never }, update)).rejects.toMatchObject({ code });
      },
    );

    test.each<[string, Document | Document[]]>([
      ['$set to what is there', { $set: { a: 1, 'b.c': [1, { d: 2 }] } }],
      ['$unset of what is not', { $unset: { z: 1 } }],
      ['$addToSet of a member', { $addToSet: { 'b.c': 1 } }],
      ['$pull of a stranger', { $pull: { 'b.c': 7 } }],
      ['$max of less', { $max: { a: 0 } }],
      ['a pipeline without effect', [{ $set: { a: '$a' } }]],
    ])('matches but does not modify: %s', async (_name, update) => {
      const collection = await store.collection([{ _id: 1, a: 1, b: { c: [1, { d: 2 }] } }]);
      expect(await collection.updateOne({}, update)).toMatchObject({ matchedCount: 1, modifiedCount: 0 });
    });

    test('updates many, and says how many changed', async () => {
      const collection = await store.collection([1, 2, 3, 4].map((n) => ({ _id: n, done: n > 2 })));
      expect(await collection.updateMany({}, { $set: { done: true } })).toMatchObject({
        matchedCount: 4,
        modifiedCount: 2,
      });
    });

    test('knows the time', async () => {
      const collection = await store.collection([{ _id: 1 }]);
      const before = Date.now() - 2_000;
      await collection.updateOne({}, { $currentDate: { a: true, b: { $type: 'date' } } } as Document);
      await collection.updateOne({}, [{ $set: { c: '$$NOW', d: { $add: ['$$NOW', 60_000] } } }]);
      const found: Document = (await collection.findOne()) ?? {};
      for (const date of [found.a, found.b, found.c]) {
        expect(date).toBeInstanceOf(Date);
        expect(date.getTime()).toBeGreaterThan(before);
        expect(date.getTime()).toBeLessThan(Date.now() + 2_000);
      }
      expect(found.d.getTime() - found.c.getTime()).toBe(60_000);
    });

    test('an upsert by pipeline starts from the query', async () => {
      const collection = await store.collection<{ _id: string; n: number }>();
      const bump = () =>
        collection.findOneAndUpdate({ _id: 'lane' }, [{ $set: { n: { $add: [{ $ifNull: ['$n', 0] }, 1] } } }], {
          upsert: true,
          returnDocument: 'after',
        });
      expect(await bump()).toEqual({ _id: 'lane', n: 1 });
      expect(await bump()).toEqual({ _id: 'lane', n: 2 });
    });

    test('an update that a unique index forbids changes nothing', async () => {
      const collection = await store.collection([
        { _id: 1, code: 'a' },
        { _id: 2, code: 'b' },
      ]);
      await collection.createIndex({ code: 1 }, { unique: true });
      const taken = collection.updateOne({ _id: 2 as never }, { $set: { code: 'a', other: 1 } });
      await expect(taken).rejects.toMatchObject({ code: 11000, keyValue: { code: 'a' } });
      expect(await collection.findOne({ _id: 2 as never })).toEqual({ _id: 2, code: 'b' });
    });

    test('a document beyond 16 MB is refused', async () => {
      const collection = await store.collection([{ _id: 1, part: 'x'.repeat(9_000_000) }]);
      await expect(collection.updateOne({}, { $set: { more: 'y'.repeat(9_000_000) } })).rejects.toThrow();
      expect(await collection.countDocuments({ more: { $exists: true } })).toBe(0);
    });
  });
}
