import { ExpiringCache } from '../../src/application/expiring-cache.js';

function setUp(maxEntries = 10) {
  let time = 0;
  let asked = 0;
  const cache = new ExpiringCache<number>({ now: () => new Date(time) }, (value) => (value < 0 ? 10 : 100), maxEntries);
  return {
    cache,
    pass: (ms: number) => {
      time += ms;
    },
    ask: (key = 'k', value = 1) => cache.get(key, async () => value * 1000 + ++asked),
    asked: () => asked,
  };
}

test('an answer serves until its lifetime is over', async () => {
  const { ask, pass, asked } = setUp();
  await ask();
  pass(99);
  expect(await ask()).toBe(1001);
  pass(1);
  expect(await ask()).toBe(1002);
  expect(asked()).toBe(2);
});

test('the lifetime may depend on the answer', async () => {
  const { ask, pass, asked } = setUp();
  await ask('k', -1);
  pass(10);
  await ask('k', -1);
  expect(asked()).toBe(2);
});

test('who asks at the same time shares the answer', async () => {
  const { ask, asked } = setUp();
  expect(await Promise.all([ask(), ask(), ask()])).toEqual([1001, 1001, 1001]);
  expect(asked()).toBe(1);
});

test('a failure reaches everyone who waited and is not remembered', async () => {
  const { cache, ask } = setUp();
  const failing = () => cache.get('k', () => Promise.reject(new Error('away')));
  await expect(Promise.all([failing(), failing()])).rejects.toThrow('away');
  expect(await ask()).toBe(1001);
});

test('what is forgotten while it was being asked is asked again, and the old answer does not come back', async () => {
  const { cache, ask } = setUp();
  let answerOld: (value: number) => void = () => undefined;
  const old = cache.get('k', () => new Promise((resolve) => (answerOld = resolve)));
  cache.forget('k');
  expect(await ask()).toBe(1001);
  answerOld(7);
  expect(await old).toBe(7);
  expect(await ask()).toBe(1001);
});

test('a late failure of what was forgotten does not take the new answer along', async () => {
  const { cache, ask, asked } = setUp();
  let failOld: (reason: Error) => void = () => undefined;
  const old = cache.get('k', () => new Promise((_resolve, reject) => (failOld = reject)));
  cache.forget('k');
  await ask();
  failOld(new Error('away'));
  await expect(old).rejects.toThrow('away');
  await ask();
  expect(asked()).toBe(1);
});

test('the oldest entries make room', async () => {
  const { ask, asked } = setUp(2);
  await ask('a');
  await ask('b');
  await ask('c');
  await ask('b');
  expect(asked()).toBe(3);
  await ask('a');
  expect(asked()).toBe(4);
});

test('an answer can be looked at without asking: not before it is there, nor after its lifetime', async () => {
  const { cache, ask, pass } = setUp();
  const asking = ask();
  expect(cache.remembered('k')).toBeUndefined();
  await asking;
  expect(cache.remembered('k')).toBe(1001);
  pass(100);
  expect(cache.remembered('k')).toBeUndefined();
});
