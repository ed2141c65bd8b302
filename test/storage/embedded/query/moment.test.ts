import { Cursors } from '../../../../src/storage/embedded/commands/cursors.js';
import { runCommand } from '../../../../src/storage/embedded/commands/run-command.js';
import { Engine } from '../../../../src/storage/embedded/engine.js';
import { Journal } from '../../../../src/storage/embedded/journal/journal.js';
import type { Document } from '../../../../src/storage/embedded/values/documents.js';
import { memoryFile } from '../memory-file.js';

/** A store of three documents, on which a second passes with each look at the clock. */
function storeWithClock() {
  let time = 0;
  const now = () => {
    time += 1_000;
    return new Date(time);
  };
  const engine = new Engine(new Journal(memoryFile(), 0, 0n));
  for (const _id of [1, 2, 3]) engine.put('db.c', { _id });
  const context = { engine, cursors: new Cursors(now), now, startedAt: new Date(0) };
  const run = (command: Document) => runCommand({ ...command, $db: 'db' }, context);
  const first = (command: Document) => (run(command) as { cursor: { firstBatch: Document[] } }).cursor.firstBatch;
  return { run, first, all: () => [...engine.read('db.c').documents()] };
}

const distinctTimes = (documents: readonly Document[]) =>
  new Set(documents.flatMap((document) => Object.values(document)).flatMap((v) => (v instanceof Date ? +v : [])));

test('an update of several documents happens at one moment', () => {
  const { run, all } = storeWithClock();
  const pipeline = [{ $set: { a: '$$NOW' } }, { $set: { b: { $add: ['$$NOW', 0] }, c: { $ifNull: ['$c', '$$NOW'] } } }];
  const updates = [
    { q: {}, u: pipeline, multi: true },
    { q: {}, u: { $currentDate: { d: true } }, multi: true },
    { q: { _id: 4 }, u: [{ $set: { a: '$$NOW' } }], upsert: true },
  ];
  expect(run({ update: 'c', updates })).toMatchObject({ n: 7, nModified: 6, ok: 1 });
  expect(distinctTimes(all()).size).toBe(1);
});

test('so does whatever reads the time', () => {
  const { run, first, all } = storeWithClock();
  run({ update: 'c', updates: [{ q: {}, u: [{ $set: { at: '$$NOW' } }], multi: true }] });
  const inThatHour = { $expr: { $lt: ['$$NOW', new Date(3_600_000)] } };
  const projected = first({
    find: 'c',
    filter: { $or: [inThatHour] },
    projection: { a: '$$NOW', b: { $add: ['$$NOW', 0] } },
  });
  expect(projected).toHaveLength(3);
  expect(distinctTimes(projected).size).toBe(1);
  const pipeline = [
    { $match: inThatHour },
    { $facet: { ago: [{ $match: inThatHour }, { $project: { ago: { $subtract: ['$$NOW', '$at'] } } }] } },
    { $unwind: '$ago' },
    { $group: { _id: '$ago.ago', n: { $sum: 1 } } },
  ];
  expect(first({ aggregate: 'c', pipeline, cursor: {} })).toEqual([{ _id: expect.any(Number), n: 3 }]);
  expect(distinctTimes(all()).size).toBe(1);
});

test('what is meant literally stays', () => {
  const { run, first } = storeWithClock();
  run({ insert: 'c', documents: [{ _id: 4, text: '$$NOW' }] });
  const stages = [{ $match: { text: '$$NOW' } }, { $project: { same: { $eq: ['$text', { $literal: '$$NOW' }] } } }];
  const found = [{ _id: 4, same: true }];
  expect(first({ aggregate: 'c', pipeline: stages, cursor: {} })).toEqual(found);
  expect(first({ aggregate: 'c', pipeline: [{ $facet: { found: stages } }], cursor: {} })).toEqual([{ found }]);
});
