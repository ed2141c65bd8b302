import { Decimal128, type Document, Long, ObjectId, UUID } from 'mongodb';
import type { Store } from '../store-contract.js';

const id = new ObjectId('65f0aa0000000000000000aa');
const uuid = new UUID('0e2f0c2a-8a9f-4b7e-9c4e-2f9f5a9d1b11');
const day = (n: number) => new Date(Date.UTC(2026, 0, n));

const referrals = [
  { _id: 1, code: 'R-1', state: 'new', version: 1, at: day(1), owner: null, tags: ['a', 'b'], value: 10 },
  {
    _id: 2,
    code: 'R-2',
    state: 'active',
    version: 3,
    at: day(2),
    owner: { id: 'U1', team: 'T1' },
    tags: [],
    value: 20.5,
  },
  { _id: 3, code: 'R-3', state: 'active', version: 2, at: day(3), owner: { id: 'U2', team: 'T1' }, tags: ['b', 'c'] },
  {
    _id: 4,
    code: 'R-4',
    state: 'archived',
    version: 9,
    at: day(4),
    outbox: [
      { id: 'e1', kind: 'card', n: 1 },
      { id: 'e2', kind: 'mail', n: 5 },
    ],
    value: 5,
  },
  { _id: 5, code: 'R-5', state: 'archived', version: 4, at: day(5), outbox: [], value: 30 },
  { _id: 6, code: 'r-6', state: 'archived', version: 1, at: day(6), outbox: [{ id: 'e3', kind: 'card', n: 5 }] },
];

const filters: [name: string, filter: Document, ids: number[]][] = [
  ['everything', {}, [1, 2, 3, 4, 5, 6]],
  ['an id', { _id: 3 }, [3]],
  ['ids', { _id: { $in: [1, 5, 99] } }, [1, 5]],
  ['fields together', { state: 'active', version: 3 }, [2]],
  ['a date', { at: day(4) }, [4]],
  ['a range of dates', { at: { $gt: day(2), $lte: day(4) } }, [3, 4]],
  ['a range on numbers, not on missing ones', { value: { $lt: 20 } }, [1, 4]],
  ['null: null or missing', { owner: null }, [1, 4, 5, 6]],
  ['$ne null', { owner: { $ne: null } }, [2, 3]],
  ['a nested field', { 'owner.id': 'U2' }, [3]],
  ['a whole subdocument, in its order', { owner: { id: 'U1', team: 'T1' } }, [2]],
  ['a subdocument in another order', { owner: { team: 'T1', id: 'U1' } }, []],
  ['an element', { tags: 'b' }, [1, 3]],
  ['a whole array', { tags: ['a', 'b'] }, [1]],
  ['an empty array', { tags: [] }, [2]],
  ['$all', { tags: { $all: ['c', 'b'] } }, [3]],
  ['$size', { tags: { $size: 2 } }, [1, 3]],
  ['$exists', { outbox: { $exists: true } }, [4, 5, 6]],
  ['$exists false', { value: { $exists: false } }, [3, 6]],
  ['a non-empty array by its first position', { 'outbox.0': { $exists: true } }, [4, 6]],
  ['a field of elements', { 'outbox.id': 'e2' }, [4]],
  ['a field of elements among several', { 'outbox.id': { $in: ['e1', 'e3'] } }, [4, 6]],
  ['two demands on any elements', { 'outbox.kind': 'card', 'outbox.n': 5 }, [4, 6]],
  ['two demands on one element', { outbox: { $elemMatch: { kind: 'card', n: 5 } } }, [6]],
  ['$elemMatch on scalars', { tags: { $elemMatch: { $gt: 'a', $lt: 'c' } } }, [1, 3]],
  ['$nin', { state: { $nin: ['new', 'active'] } }, [4, 5, 6]],
  ['$ne on an array means none', { tags: { $ne: 'a' } }, [2, 3, 4, 5, 6]],
  ['$not', { version: { $not: { $gt: 2 } } }, [1, 3, 6]],
  ['$or', { $or: [{ state: 'new' }, { version: 9 }] }, [1, 4]],
  ['$and and $nor', { $and: [{ state: 'archived' }, { $nor: [{ version: 9 }, { version: 1 }] }] }, [5]],
  ['a regular expression', { code: /^R-[1-3]$/ }, [1, 2, 3]],
  ['$regex with options', { code: { $regex: '^r-6', $options: 'i' } }, [6]],
  ['$type', { value: { $type: 'number' } }, [1, 2, 4, 5]],
  ['$mod', { version: { $mod: [2, 0] } }, [3, 5]],
  ['$expr', { $expr: { $gt: ['$value', { $multiply: ['$version', 5] }] } }, [1, 2, 5]],
  ['a number never equals text', { version: '3' }, []],
  ['a range never crosses types', { code: { $gt: 1 } }, []],
];

/** Finding: filters, order, pages, projections, and values compared across types. */
export function findingContract(store: Store): void {
  describe('finding', () => {
    test.each(filters)('%s', async (_name, filter, ids) => {
      const collection = await store.collection(referrals);
      const found = await collection.find(filter).sort({ _id: 1 }).toArray();
      expect(found.map((document) => document._id)).toEqual(ids);
      // The same with indexes must be the same.
      await collection.createIndexes([
        { key: { state: 1, version: -1 } },
        { key: { version: 1 } },
        { key: { at: -1 } },
        { key: { 'outbox.id': 1 } },
        { key: { 'outbox.n': 1 } },
        { key: { tags: 1 } },
        { key: { owner: 1 } },
        { key: { value: 1 }, sparse: true },
        { key: { code: 1 }, unique: true },
      ]);
      const again = await collection.find(filter).sort({ _id: 1 }).toArray();
      expect(again).toEqual(found);
      expect(await collection.countDocuments(filter)).toBe(ids.length);
    });

    test.each<[string, Document, number[]]>([
      ['descending', { at: -1 }, [6, 5, 4, 3, 2, 1]],
      ['by two fields', { state: 1, version: -1 }, [2, 3, 4, 5, 6, 1]],
      ['missing before numbers', { value: 1, _id: 1 }, [3, 6, 4, 1, 2, 5]],
      ['numbers before missing, backwards', { value: -1, _id: -1 }, [5, 2, 1, 4, 6, 3]],
      ['by the least element', { 'outbox.n': 1, _id: 1 }, [1, 2, 3, 5, 4, 6]],
    ])('sorts %s', async (_name, sort, ids) => {
      const collection = await store.collection(referrals);
      const sorted = async () =>
        (
          await collection
            .find()
            .sort(sort as never)
            .toArray()
        ).map((document) => document._id);
      expect(await sorted()).toEqual(ids);
      await collection.createIndex(sort as never);
      expect(await sorted()).toEqual(ids);
    });

    test('pages through a compound order', async () => {
      const documents = Array.from({ length: 57 }, (_, n) => ({
        _id: n,
        state: n % 3 === 0 ? 'won' : 'lost',
        rank: n % 5,
      }));
      const collection = await store.collection(documents);
      await collection.createIndex({ state: 1, rank: -1, _id: 1 });
      const pages: unknown[] = [];
      for (let page = 0; page < 4; page++) {
        const found = await collection
          .find({ state: 'lost' })
          .sort({ rank: -1, _id: 1 })
          .skip(page * 10)
          .limit(10)
          .toArray();
        pages.push(...found.map((document) => document._id));
      }
      const expected = documents
        .filter((document) => document.state === 'lost')
        .sort((a, b) => b.rank - a.rank || a._id - b._id)
        .map((document) => document._id);
      expect(pages).toEqual(expected);
    });

    test('pages through several fixed values in one order', async () => {
      const documents = Array.from({ length: 60 }, (_, n) => ({ _id: n, profile: `p${n % 4}`, at: (n * 37) % 60 }));
      const collection = await store.collection(documents);
      await collection.createIndex({ profile: 1, at: -1 });
      const found = await collection
        .find({ profile: { $in: ['p1', 'p3'] } })
        .sort({ at: -1 })
        .limit(12)
        .toArray();
      const expected = documents.filter((document) => /[13]$/.test(document.profile)).sort((a, b) => b.at - a.at);
      expect(found).toEqual(expected.slice(0, 12));
    });

    test.each<[string, Document, Document]>([
      ['fields and the id', { code: 1, version: 1 }, { _id: 4, code: 'R-4', version: 9 }],
      ['no id', { _id: 0, code: 1 }, { code: 'R-4' }],
      ['all but some', { outbox: 0, at: 0, value: 0, state: 0 }, { _id: 4, code: 'R-4', version: 9 }],
      ['fields of elements', { 'outbox.id': 1 }, { _id: 4, outbox: [{ id: 'e1' }, { id: 'e2' }] }],
      [
        'part of an array',
        { _id: 1, outbox: { $slice: -1 }, code: 1 },
        {
          _id: 4,
          code: 'R-4',
          outbox: [{ id: 'e2', kind: 'mail', n: 5 }],
        },
      ],
      [
        'the element that matches',
        { outbox: { $elemMatch: { n: 5 } } },
        {
          _id: 4,
          outbox: [{ id: 'e2', kind: 'mail', n: 5 }],
        },
      ],
      ['a computed field', { double: { $multiply: ['$version', 2] } }, { _id: 4, double: 18 }],
    ])('projects %s', async (_name, projection, expected) => {
      const collection = await store.collection(referrals);
      expect(await collection.findOne({ _id: 4 as never }, { projection })).toEqual(expected);
      // The stored document is as it was.
      expect(await collection.findOne({ _id: 4 as never })).toEqual(referrals[3]);
    });

    const comparesByValue = async (stored: unknown, wanted: unknown) => {
      const collection = await store.collection([{ _id: 1, value: stored }]);
      expect(await collection.countDocuments({ value: wanted })).toBe(1);
      expect(await collection.countDocuments({ value: { $in: [wanted, 'other'] } })).toBe(1);
      await collection.createIndex({ value: 1 }, { unique: true });
      expect(await collection.countDocuments({ value: wanted })).toBe(1);
      await expect(collection.insertOne({ value: wanted })).rejects.toMatchObject({ code: 11000 });
    };
    test.each<[string, unknown, unknown]>([
      ['Long and number', Long.fromNumber(7), 7],
      ['a large Long and itself', Long.fromString('9007199254740993'), Long.fromString('9007199254740993')],
      ['object ids', id, new ObjectId(id.toHexString())],
      ['dates', day(1), new Date(day(1).getTime())],
      ['UUIDs', uuid, new UUID(uuid.toHexString())],
    ])('compares by value: %s', (_name, stored, wanted) => comparesByValue(stored, wanted));
    store.test('find decimals in a list')('compares by value: decimal and number', () =>
      comparesByValue(Decimal128.fromString('2.50'), 2.5),
    );

    test('tells large Longs apart, and orders them among numbers', async () => {
      const values = ['9007199254740992', '9007199254740993', '9007199254740994'].map((text) => Long.fromString(text));
      const collection = await store.collection([
        { _id: 4, value: 1e17 },
        ...[2, 0, 1].map((n) => ({ _id: n + 1, value: values[n] })),
        { _id: 0, value: -1.5 },
      ]);
      const ordered = await collection.find().sort({ value: 1 }).toArray();
      expect(ordered.map((document) => document._id)).toEqual([0, 1, 2, 3, 4]);
      expect(await collection.countDocuments({ value: { $gt: values[1] } })).toBe(2);
    });

    test('orders across types as MongoDB does', async () => {
      const values = [null, 3, 'text', { a: 1 }, [{}], uuid, id, false, true, day(1), /x/];
      const collection = await store.collection(values.map((value, n) => ({ _id: n, value })).reverse());
      // Arrays sort by their elements, here a document that is less than {a: 1}.
      const order = [0, 1, 2, 4, 3, 5, 6, 7, 8, 9, 10];
      expect((await collection.find().sort({ value: 1 }).toArray()).map((document) => document._id)).toEqual(order);
    });

    test('finds distinct values', async () => {
      const collection = await store.collection(referrals);
      expect((await collection.distinct('state')).sort()).toEqual(['active', 'archived', 'new']);
      expect((await collection.distinct('tags', { _id: { $lte: 3 } } as never)).sort()).toEqual(['a', 'b', 'c']);
      expect((await collection.distinct('outbox.kind')).sort()).toEqual(['card', 'mail']);
    });

    test('counts', async () => {
      const collection = await store.collection(referrals);
      expect(await collection.estimatedDocumentCount()).toBe(6);
      expect(await collection.countDocuments({ state: 'archived' }, { skip: 1, limit: 1 })).toBe(1);
    });

    test('keeps what JavaScript would trip over', async () => {
      const odd = JSON.parse('{"_id":1,"constructor":"x","toString":1,"nested":{"hasOwnProperty":true,"length":3}}');
      const collection = await store.collection([odd]);
      expect(await collection.findOne({ constructor: 'x' } as never)).toEqual(odd);
      expect(await collection.countDocuments({ 'nested.length': 3 })).toBe(1);
    });
  });
}
