import { Engine } from '../../../src/storage/embedded/engine.js';
import { parseIndexSpec } from '../../../src/storage/embedded/index/spec.js';
import { Journal } from '../../../src/storage/embedded/journal/journal.js';
import { removeExpired, sweepExpired } from '../../../src/storage/embedded/ttl.js';
import { memoryFile } from './memory-file.js';

test('removes what an index says has expired, and nothing else', () => {
  const engine = new Engine(new Journal(memoryFile(), 0, 0n));
  engine.createIndex('db.c', parseIndexSpec({ key: { seenAt: 1 }, name: 'ttl', expireAfterSeconds: 60 }));
  const seconds = (n: number) => new Date(n * 1000);
  const documents = [
    { _id: 'old', seenAt: seconds(0) },
    { _id: 'just', seenAt: seconds(40) },
    { _id: 'fresh', seenAt: seconds(41) },
    { _id: 'several', seenAt: [seconds(0), seconds(90)] },
    { _id: 'text', seenAt: '1970' },
    { _id: 'number', seenAt: 0 },
    { _id: 'none' },
  ];
  for (const document of documents) engine.put('db.c', document);
  expect(removeExpired(engine, seconds(100), 100)).toBe(3);
  expect([...engine.read('db.c').documents()].map((one) => one._id)).toEqual(['fresh', 'text', 'number', 'none']);
});

test('removes thousands in slices, between which others have their turn, and stops when the store closes', async () => {
  const engine = new Engine(new Journal(memoryFile(), 0, 0n));
  engine.createIndex('db.c', parseIndexSpec({ key: { seenAt: 1 }, name: 'ttl', expireAfterSeconds: 60 }));
  for (let n = 0; n < 3_200; n++) engine.put('db.c', { _id: n, seenAt: new Date(n) });
  let closing = false;
  const sizes: number[] = [];
  const sweep = sweepExpired(engine, new Date(3_600_000), () => closing);
  while (engine.read('db.c').size > 1_000) {
    sizes.push(engine.read('db.c').size);
    await new Promise(setImmediate);
  }
  closing = true;
  expect(await sweep).toBe(2_500);
  expect(sizes[0]).toBe(2_700);
  expect(engine.read('db.c').size).toBe(700);
  closing = false;
  expect(await sweepExpired(engine, new Date(3_600_000), () => closing)).toBe(700);
});
