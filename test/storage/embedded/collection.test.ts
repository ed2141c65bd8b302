import fc from 'fast-check';
import { Collection, idOf } from '../../../src/storage/embedded/collection.js';
import { describeIndex, parseIndexSpec } from '../../../src/storage/embedded/index/spec.js';
import { finishAtOnce, Replay } from '../../../src/storage/embedded/replay.js';
import type { Document } from '../../../src/storage/embedded/values/documents.js';
import { AFTER } from '../../../src/storage/embedded/values/order.js';
import { encodeDocument } from '../../../src/storage/embedded/values/stored.js';
import { runs } from '../../support/runs.js';

const namespace = 'db.c';
const specs = [
  { key: { a: 1 } },
  { key: { a: -1, 'b.n': 1 } },
  { key: { 'b.n': -1 }, sparse: true },
  { key: { a: 1, b: 1 }, partialFilterExpression: { $or: [{ a: { $gt: 1 } }, { b: { $exists: true } }] } },
].map((spec, i) => parseIndexSpec({ ...spec, name: `i${i}` }));

const value = fc.oneof(fc.integer({ min: 0, max: 3 }), fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 2 }));
const field = fc.oneof(
  fc.integer({ min: 0, max: 3 }),
  fc.record({ n: value }),
  fc.array(fc.record({ n: value }), { maxLength: 2 }),
);
const change = fc.record({
  kind: fc.constantFrom('put' as const, 'put' as const, 'put' as const, 'remove' as const),
  document: fc.record({ _id: fc.nat(30), a: fc.integer({ min: 0, max: 3 }), b: field }, { requiredKeys: ['_id'] }),
});

const contents = (collection: Collection) => ({
  documents: [...collection.documents()],
  bytes: collection.bytes,
  indexes: [...collection.indexes].map(([name, index]) => ({
    name,
    multikey: index.multikey,
    entries: [...index.scan('', AFTER, false)],
  })),
});

test('what is built at once after a start is what every single change would have made', () => {
  fc.assert(
    fc.property(fc.array(change, { maxLength: 60 }), fc.subarray(specs), (changes, wanted) => {
      const stepwise = new Collection(namespace);
      for (const spec of wanted) stepwise.addIndex(spec);
      const replay = new Replay();
      replay.apply({ kind: 'create', namespace });
      for (const spec of wanted) replay.apply({ kind: 'create-index', namespace, spec: describeIndex(spec) });
      for (const { kind, document } of changes) {
        const stored = encodeDocument(document);
        if (kind === 'put') stepwise.put(stored);
        else stepwise.remove(idOf(stored));
        replay.apply(kind === 'put' ? { kind, namespace, stored } : { kind, namespace, id: document._id });
      }
      expect(contents(finishAtOnce(replay).get(namespace) as Collection)).toEqual(contents(stepwise));
    }),
    runs(60),
  );
});

test('changes that leave behind what a unique index forbids are refused, and what they changed later is not', () => {
  const replay = new Replay();
  const unique = { key: { code: 1 }, name: 'code', unique: true };
  const put = (document: Document) => replay.apply({ kind: 'put', namespace, stored: encodeDocument(document) });
  replay.apply({ kind: 'create-index', namespace, spec: unique });
  put({ _id: 1, code: 'a' });
  put({ _id: 2, code: 'b' });
  put({ _id: 1, code: 'c' });
  put({ _id: 2, code: 'a' });
  expect(finishAtOnce(replay).get(namespace)?.size).toBe(2);
  put({ _id: 3, code: 'a' });
  expect(() => finishAtOnce(replay)).toThrow(
    'E11000 duplicate key error collection: db.c index: code dup key: { code: "a" }',
  );
});
