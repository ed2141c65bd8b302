import { Decimal128 } from 'bson';
import { Cursors } from '../../../../src/storage/embedded/commands/cursors.js';
import { runCommand } from '../../../../src/storage/embedded/commands/run-command.js';
import { Engine } from '../../../../src/storage/embedded/engine.js';
import { Journal } from '../../../../src/storage/embedded/journal/journal.js';
import type { Document } from '../../../../src/storage/embedded/values/documents.js';
import { memoryFile } from '../memory-file.js';

const now = () => new Date(0);
const engine = new Engine(new Journal(memoryFile(), 0, 0n));
const context = { engine, cursors: new Cursors(now), now, startedAt: now() };
const before = { _id: 1, a: 1, d: Decimal128.fromString('1.1'), l: [1, 2] };
engine.put('db.c', before);

const find = (options: Document) => ({ find: 'c', ...options });
const filter = (condition: Document) => find({ filter: condition });
const expression = (given: Document) => filter({ $expr: given });
const stage = (given: Document) => ({ aggregate: 'c', pipeline: [given], cursor: {} });
const update = (change: Document, options: Document = {}) => ({
  update: 'c',
  updates: [{ q: {}, u: change, ...options }],
});
const index = (key: Document, options: Document = {}) => ({
  createIndexes: 'c',
  indexes: [{ key, name: 'x', ...options }],
});
const french = { collation: { locale: 'fr' } };

test.each<[number, string, Document]>([
  [59, 'an unknown command', { frobnicate: 1 }],
  [115, 'a command that it does not have', { mapReduce: 'c', map: 'f', reduce: 'f', out: 'd' }],
  [115, 'renaming', { renameCollection: 'db.c', to: 'db.d' }],
  [115, 'a password', { saslStart: 1 }],
  [20, 'a transaction', { insert: 'c', documents: [{}], txnNumber: 1, autocommit: false, startTransaction: true }],
  [20, 'a commit', { commitTransaction: 1 }],
  [20, 'a snapshot', find({ readConcern: { level: 'snapshot' } })],
  [2, 'two servers that hold a write', { insert: 'c', documents: [{}], writeConcern: { w: 2 } }],
  [238, 'a collation', find(french)],
  [238, 'a collation of an update', update({ $set: { a: 2 } }, french)],
  [238, 'a collation of an index', index({ a: 1 }, french)],
  [238, 'a collation of a collection', { create: 'k', ...french }],
  [238, 'text search', filter({ $text: { $search: 'x' } })],
  [238, 'scripts in queries', filter({ $where: 'true' })],
  [238, 'scripts in expressions', expression({ $function: { body: 'x', args: [], lang: 'js' } })],
  [238, 'scripts in groups', stage({ $group: { _id: null, x: { $accumulator: {} } } })],
  [238, 'a schema', filter({ $jsonSchema: { required: ['a'] } })],
  [238, 'places nearby', filter({ a: { $near: [0, 0] } })],
  [238, 'places within, negated', filter({ a: { $not: { $geoWithin: {} } } })],
  [238, 'places of elements', filter({ l: { $elemMatch: { $geoWithin: {} } } })],
  [238, 'bits in queries', filter({ a: { $bitsAllSet: 1 } })],
  [238, 'bits in updates', update({ $bit: { a: { and: 1 } } })],
  [238, 'scores', find({ projection: { score: { $meta: 'textScore' } } })],
  [238, 'the positional projection', find({ filter: { l: 1 }, projection: { 'l.$': 1 } })],
  [238, 'the natural order', find({ sort: { $natural: 1 } })],
  [238, 'a tailable cursor', find({ tailable: true })],
  [238, 'bounds of an index', find({ min: { a: 1 } })],
  [238, 'the key of an index', find({ returnKey: true })],
  [238, 'joins', stage({ $lookup: { from: 'd', as: 'x' } })],
  [238, 'writing stages', stage({ $out: 'd' })],
  [238, 'a change stream', stage({ $changeStream: {} })],
  [238, 'windows', stage({ $setWindowFields: {} })],
  [238, 'arithmetic on decimals', update({ $inc: { d: 1 } })],
  [238, 'a text index', index({ a: 'text' })],
  [238, 'a hashed index', index({ a: 'hashed' })],
  [238, 'an index on a sphere', index({ a: '2dsphere' })],
  [238, 'a wildcard index', index({ '$**': 1 })],
  [238, 'a hidden index', index({ a: 1 }, { hidden: true })],
  [238, 'a capped collection', { create: 'k', capped: true, size: 1_000 }],
  [238, 'a view', { create: 'k', viewOn: 'c', pipeline: [] }],
  [238, 'a time series', { create: 'k', timeseries: { timeField: 't' } }],
  [238, 'a validator', { create: 'k', validator: { a: 1 } }],
  [168, 'an unknown expression', expression({ $frobnicate: 1 })],
  [40324, 'an unknown stage', stage({ $frobnicate: 1 })],
  [2, 'an unknown operator', filter({ a: { $frobnicate: 1 } })],
  [14, 'adding to text', update({ $inc: { 'l.0': 'x' } })],
])('answers %i to %s, and changes nothing', (code, _what, command) => {
  const reply = runCommand({ ...command, $db: 'db' }, context) as { writeErrors?: Document[]; code?: number };
  expect(reply.writeErrors?.[0]?.code ?? reply.code).toBe(code);
  expect(engine.namespaces()).toEqual(['db.c']);
  expect([...engine.read('db.c').documents()]).toEqual([before]);
  expect([...engine.read('db.c').indexes.keys()]).toEqual(['_id_']);
});
