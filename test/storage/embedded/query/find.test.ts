import fc from 'fast-check';
import { Collection, idOf } from '../../../../src/storage/embedded/collection.js';
import { type IndexSpec, parseIndexSpec } from '../../../../src/storage/embedded/index/spec.js';
import { findDocuments, findStored } from '../../../../src/storage/embedded/query/find.js';
import type { Document } from '../../../../src/storage/embedded/values/documents.js';
import { runs } from '../../../support/runs.js';

const integer = fc.integer({ min: 0, max: 4 });
const scalar = fc.oneof(
  { weight: 2, arbitrary: integer },
  fc.constantFrom('', 'x', 'y', null, false, true, Number.POSITIVE_INFINITY, new Date(3)),
);
const value = fc.oneof(
  { weight: 5, arbitrary: scalar },
  { weight: 2, arbitrary: fc.array(integer, { maxLength: 3 }) },
  fc.array(scalar, { maxLength: 3 }),
  fc.record({ n: scalar }),
  fc.array(fc.record({ n: scalar, m: scalar }, { requiredKeys: [] }), { maxLength: 3 }),
);
const document = fc.record({ a: value, b: value, c: scalar }, { requiredKeys: [] });

const demand = fc.oneof(
  value,
  fc.constant(null),
  fc.record({ $in: fc.array(scalar, { maxLength: 3 }) }),
  fc.record({ $gt: scalar }),
  fc.record({ $gte: scalar, $lt: scalar }),
  fc.record({ $gt: integer, $lt: integer }),
  fc.record({ $gte: integer, $lte: integer }),
  fc.record({ $ne: scalar }),
  fc.record({ $exists: fc.boolean() }),
  fc.record({ $elemMatch: fc.record({ n: scalar }) }),
  fc.record({ $elemMatch: fc.record({ $gt: fc.integer({ max: 3 }), $lte: fc.integer({ max: 4 }) }) }),
);
const path = fc.constantFrom('a', 'b', 'c', 'a.n', 'b.n', 'b.m');
const indexes = [
  { key: { a: 1, b: -1 } },
  { key: { b: 1 } },
  { key: { c: -1, a: 1 } },
  { key: { c: 1 }, sparse: true },
  { key: { a: 1, _id: 1 } },
  { key: { c: 1, b: -1, _id: -1 } },
  { key: { 'a.n': 1, _id: 1 } },
  { key: { 'b.n': 1 } },
  { key: { 'a.n': -1 }, partialFilterExpression: { c: { $gte: 2 } } },
  { key: { a: 1 }, partialFilterExpression: { b: { $exists: true } } },
].map((spec, i) => parseIndexSpec({ ...spec, name: `i${i}` }));

const simple = fc.dictionary(path, demand, { minKeys: 1, maxKeys: 2 });
const someIndexes = fc.subarray(indexes, { minLength: 1 });
const filter = fc.oneof(
  simple,
  fc.record({ $or: fc.array(simple, { minLength: 1, maxLength: 3 }) }),
  fc.tuple(simple, fc.array(simple, { minLength: 1, maxLength: 2 })).map(([all, any]) => ({ $and: [all], $or: any })),
);
const sort = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'a.n'), fc.constantFrom(1, -1), { maxKeys: 2 });

/** Documents whose two arrays can't be indexed together have no place in this test. */
function collectionOf(documents: readonly Document[], specs: readonly IndexSpec[]): Collection {
  const collection = new Collection('test.c');
  for (const spec of specs) collection.addIndex(spec);
  for (const [i, given] of documents.entries()) {
    try {
      collection.put({ _id: i, ...given });
    } catch (error) {
      expect(error).toMatchObject({ code: 171 });
    }
  }
  return collection;
}

describe('finding with indexes', () => {
  test('finds what a look at every document finds, in the order asked for', () => {
    fc.assert(
      fc.property(
        fc.array(document, { maxLength: 40 }),
        filter,
        sort,
        fc.nat(5),
        fc.nat(5),
        someIndexes,
        (documents, query, order, skip, limit, specs) => {
          const indexed = collectionOf(documents, specs);
          const plain = new Collection('test.plain');
          for (const one of indexed.documents()) plain.put(one);
          // Ties are broken by the id, as documents of one rank may come in any order.
          const ids = (collection: Collection, page: object) =>
            findDocuments(collection, { filter: query, sort: { ...order, _id: 1 }, ...page }).map((one) => one._id);
          expect(ids(indexed, {})).toEqual(ids(plain, {}));
          expect(ids(indexed, { skip, limit })).toEqual(ids(plain, { skip, limit }));
        },
      ),
      runs(300),
    );
  });

  test('keeps indexes right while documents change and go', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(9), fc.option(document)), { maxLength: 60 }),
        fc.array(filter, { minLength: 5, maxLength: 5 }),
        someIndexes,
        (changes, queries, specs) => {
          const indexed = collectionOf([], specs);
          for (const [id, next] of changes) {
            try {
              if (next) indexed.put({ _id: id, ...next });
              else for (const one of findStored(indexed, { filter: { _id: id } })) indexed.remove(idOf(one));
            } catch (error) {
              expect(error).toMatchObject({ code: 171 });
            }
          }
          const plain = new Collection('test.plain');
          for (const one of indexed.documents()) plain.put(one);
          for (const query of queries) {
            const ids = (collection: Collection) =>
              findDocuments(collection, { filter: query, sort: { _id: 1 } }).map((one) => one._id);
            expect(ids(indexed)).toEqual(ids(plain));
          }
        },
      ),
      runs(80),
    );
  });

  test.each<[string, Document, Document[], Document, Document, unknown[]]>([
    [
      'a sparse index knows nothing of missing fields',
      { key: { c: 1 }, sparse: true },
      [{}, { c: null }, { c: 1 }],
      { c: null },
      {},
      [0, 1],
    ],
    [
      'a sparse index gives no order to all',
      { key: { c: 1 }, sparse: true },
      [{ c: 2 }, {}, { c: 1 }],
      {},
      { c: 1 },
      [1, 2, 0],
    ],
    [
      'a partial index is for its own documents',
      { key: { c: 1 }, partialFilterExpression: { d: 1 } },
      [{ c: 1 }, { c: 1, d: 1 }],
      { c: 1 },
      {},
      [0, 1],
    ],
    [
      'bounds may be met by two elements',
      { key: { a: 1 } },
      [{ a: [1, 10] }, { a: [5] }],
      { a: { $gt: 3, $lt: 6 } },
      { _id: 1 },
      [0, 1],
    ],
    [
      'elements order by their least, bounds or not',
      { key: { a: 1 } },
      [{ a: [9, 1] }, { a: 5 }],
      { a: { $gt: 2 } },
      { a: 1 },
      [0, 1],
    ],
    ['null finds no empty array', { key: { a: 1 } }, [{ a: [] }, { a: null }, {}], { a: null }, {}, [1, 2]],
    [
      'branches come in one order',
      { key: { a: 1, b: 1 } },
      [
        { a: 1, b: 2 },
        { a: 2, b: 1 },
      ],
      { $or: [{ a: 1 }, { a: 2 }] },
      { b: 1 },
      [1, 0],
    ],
    [
      'the least text is in a descending range',
      { key: { a: -1 } },
      [{ a: '' }, { a: 'b' }],
      { a: { $lt: 'a' } },
      {},
      [0],
    ],
    [
      'the greatest numbers are in a range without an end',
      { key: { a: 1 } },
      [{ a: Number.POSITIVE_INFINITY }, { a: Number.MAX_VALUE }, { a: 1 }],
      { a: { $gt: 5 } },
      { _id: 1 },
      [0, 1],
    ],
    [
      'false is below true in a descending range',
      { key: { a: -1 } },
      [{ a: false }, { a: true }],
      { a: { $lt: true } },
      {},
      [0],
    ],
  ])('%s', (_name, spec, documents, query, order, ids) => {
    const collection = collectionOf(documents, [parseIndexSpec({ ...spec, name: 'one' })]);
    expect(findDocuments(collection, { filter: query, sort: order }).map((one) => one._id)).toEqual(ids);
  });

  test('a page of a compound order costs the page', () => {
    const collection = new Collection('test.c');
    collection.addIndex(parseIndexSpec({ key: { state: 1, at: -1 }, name: 'list' }));
    for (let n = 0; n < 5_000; n++) collection.put({ _id: n, state: n % 2 ? 'won' : 'lost', at: n });
    const work = { examined: 0 };
    const query = { filter: { state: { $in: ['won', 'lost'] } }, sort: { at: -1 }, limit: 10 };
    expect(findDocuments(collection, query, work).map((one) => one.at)).toEqual(
      Array.from({ length: 10 }, (_, n) => 4_999 - n),
    );
    expect(work.examined).toBe(10);
  });

  test('the first of an order cost little, whether few or nearly all are in the range', () => {
    const collection = new Collection('test.c');
    collection.addIndex(parseIndexSpec({ key: { state: 1, dueAt: 1 }, name: 'due' }));
    collection.addIndex(parseIndexSpec({ key: { state: 1, rank: 1 }, name: 'claim' }));
    for (let n = 0; n < 5_000; n++) collection.put({ _id: n, state: 'waiting', dueAt: n, rank: 5_000 - n });
    const claim = (now: number) => {
      const work = { examined: 0 };
      const query = { filter: { state: 'waiting', dueAt: { $lte: now } }, sort: { rank: 1 }, limit: 1 };
      const [first] = findDocuments(collection, query, work);
      expect(first?._id).toBe(now);
      return work.examined;
    };
    expect(claim(4_999)).toBeLessThan(10);
    expect(claim(5)).toBeLessThan(20);
  });

  test('gives up when its time is over', () => {
    const collection = new Collection('test.c');
    for (let n = 0; n < 3_000; n++) collection.put({ _id: n });
    const query = { filter: { a: 1 }, deadline: Date.now() - 1 };
    expect(() => findDocuments(collection, query)).toThrow('time limit');
  });
});
