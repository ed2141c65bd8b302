import { neededFields } from '../../../../src/storage/embedded/query/needed-fields.js';

const ofGroup = (argument: unknown) => {
  const fields = neededFields([
    { name: '$group', argument },
    { name: '$sort', argument: { _id: 1 } },
  ]);
  return fields && [...fields].sort();
};

test('counting needs no field, grouping those that it names', () => {
  expect(neededFields([{ name: '$count', argument: 'n' }])).toEqual(new Set());
  expect(ofGroup({ _id: 1, n: { $sum: 1 } })).toEqual([]);
  expect(ofGroup({ _id: { s: '$s', y: '$o.y' }, most: { $max: { $ifNull: ['$t.u', '$$NOW'] } } })).toEqual([
    'o',
    's',
    't',
  ]);
});

test.each([
  ['the whole document', { _id: null, all: { $push: '$$ROOT' } }],
  ['a part of it', { _id: '$$CURRENT.s' }],
  ['a field by its bare name', { _id: { $getField: 's' } }],
  ['an order', { _id: null, top: { $top: { sortBy: { n: 1 }, output: '$s' } } }],
])('%s may be any field', (_what, argument) => {
  expect(ofGroup(argument)).toBeUndefined();
});

test('a stage that hands on what it is given needs all of it', () => {
  expect(neededFields([{ name: '$match', argument: { a: 1 } }])).toBeUndefined();
  expect(neededFields([{ name: '$unwind', argument: '$l' }])).toBeUndefined();
  expect(neededFields([])).toBeUndefined();
});
