import type { Document } from 'mongodb';
import type { Store } from '../store-contract.js';

const deals = [
  { _id: 1, state: 'won', profile: 'eu', value: 100, items: ['a', 'b'], at: new Date(1000) },
  { _id: 2, state: 'won', profile: 'us', value: 50, items: [], at: new Date(2000) },
  { _id: 3, state: 'lost', profile: 'eu', value: 70, items: ['b'], at: new Date(4000) },
  { _id: 4, state: 'lost', profile: 'eu', items: ['c'], at: new Date(3000) },
  { _id: 5, state: 'new', profile: 'us', value: 10, nested: { x: { y: 1 } }, at: new Date(5000) },
];

const pipelines: [name: string, pipeline: Document[], results: Document[]][] = [
  [
    'groups, sums and orders',
    [
      { $match: { state: { $ne: 'new' } } },
      {
        $group: {
          _id: '$state',
          n: { $sum: 1 },
          value: { $sum: '$value' },
          most: { $max: '$value' },
          first: { $min: '$at' },
        },
      },
      { $sort: { _id: 1 } },
    ],
    [
      { _id: 'lost', n: 2, value: 70, most: 70, first: new Date(3000) },
      { _id: 'won', n: 2, value: 150, most: 100, first: new Date(1000) },
    ],
  ],
  [
    'groups by several fields, and sizes of arrays',
    [
      { $match: { items: { $exists: true } } },
      { $group: { _id: { state: '$state', profile: '$profile' }, items: { $sum: { $size: '$items' } } } },
      { $sort: { items: -1, '_id.state': 1 } },
    ],
    [
      { _id: { state: 'lost', profile: 'eu' }, items: 2 },
      { _id: { state: 'won', profile: 'eu' }, items: 2 },
      { _id: { state: 'won', profile: 'us' }, items: 0 },
    ],
  ],
  [
    'groups everything into one',
    [{ $group: { _id: null, mean: { $avg: '$value' }, all: { $push: '$_id' } } }],
    [{ _id: null, mean: 57.5, all: [1, 2, 3, 4, 5] }],
  ],
  [
    'pages',
    [{ $match: { profile: 'eu' } }, { $sort: { at: -1 } }, { $skip: 1 }, { $limit: 1 }, { $project: { state: 1 } }],
    [{ _id: 4, state: 'lost' }],
  ],
  [
    'a page and the number of all, in one',
    [
      { $match: { profile: 'eu' } },
      { $facet: { page: [{ $sort: { _id: -1 } }, { $limit: 2 }, { $project: { _id: 1 } }], total: [{ $count: 'n' }] } },
    ],
    [{ page: [{ _id: 4 }, { _id: 3 }], total: [{ n: 3 }] }],
  ],
  ['counts', [{ $match: { value: { $gte: 50 } } }, { $count: 'n' }], [{ n: 3 }]],
  [
    'unwinds',
    [{ $unwind: '$items' }, { $group: { _id: '$items', n: { $sum: 1 } } }, { $sort: { n: -1, _id: 1 } }],
    [
      { _id: 'b', n: 2 },
      { _id: 'a', n: 1 },
      { _id: 'c', n: 1 },
    ],
  ],
  [
    'computes, adds and removes fields',
    [
      { $match: { _id: 5 } },
      {
        $addFields: {
          double: { $multiply: ['$value', 2] },
          'nested.x.z': 2,
          kind: { $concat: ['$state', '-', '$profile'] },
        },
      },
      { $unset: ['at', 'nested.x.y', 'profile', 'state'] },
    ],
    [{ _id: 5, value: 10, nested: { x: { z: 2 } }, double: 20, kind: 'new-us' }],
  ],
  [
    'chooses by conditions',
    [
      { $match: { _id: { $in: [1, 4] } } },
      { $sort: { _id: 1 } },
      {
        $project: {
          _id: 0,
          big: { $cond: [{ $gte: ['$value', 60] }, 'yes', 'no'] },
          value: { $ifNull: ['$value', -1] },
        },
      },
    ],
    [
      { big: 'yes', value: 100 },
      { big: 'no', value: -1 },
    ],
  ],
  ['replaces the root', [{ $match: { _id: 5 } }, { $replaceRoot: { newRoot: '$nested' } }], [{ x: { y: 1 } }]],
  ['finds nothing', [{ $match: { state: 'none' } }, { $group: { _id: null, n: { $sum: 1 } } }], []],
];

/** Aggregation, as lists and statistics use it. */
export function aggregatingContract(store: Store): void {
  describe('aggregating', () => {
    test.each(pipelines)('%s', async (_name, pipeline, results) => {
      const collection = await store.collection(deals);
      expect(await collection.aggregate(pipeline).toArray()).toEqual(results);
      // Whatever a pipeline makes of them, the documents stay.
      expect(await collection.find().sort({ _id: 1 }).toArray()).toEqual(deals);
    });

    test('hands out results in batches', async () => {
      const collection = await store.collection(Array.from({ length: 300 }, (_, n) => ({ _id: n })));
      const cursor = collection.aggregate([{ $match: {} }, { $sort: { _id: -1 } }], { batchSize: 40 });
      expect((await cursor.toArray()).map((document) => document._id)).toEqual(
        Array.from({ length: 300 }, (_, n) => 299 - n),
      );
    });

    test('takes variables', async () => {
      const collection = await store.collection(deals);
      const pipeline = [{ $match: { $expr: { $gt: ['$value', '$$least'] } } }, { $count: 'n' }];
      expect(await collection.aggregate(pipeline, { let: { least: 60 } }).toArray()).toEqual([{ n: 2 }]);
    });
  });
}
