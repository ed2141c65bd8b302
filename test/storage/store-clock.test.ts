import { storeClock } from '../../src/storage/store-clock.js';

/** A store whose clock is `ahead` ms ahead of ours, and whose answer takes a while. */
function scene(ahead: number, roundTrip: number) {
  let time = 1_000_000;
  const clock = storeClock(
    async () => {
      const there = new Date(time + roundTrip / 2 + ahead);
      time += roundTrip;
      return there;
    },
    () => time,
  );
  return { clock, ours: () => time };
}

test.each([0, 5_000, -90_000])('a store %i ms ahead is followed', async (ahead) => {
  const { clock, ours } = scene(ahead, 40);
  await clock.measure();
  expect(clock.now().getTime() - ours()).toBe(ahead);
});

test('an answer that took too long is not believed', async () => {
  const { clock, ours } = scene(5_000, 3_000);
  await clock.measure();
  expect(clock.now().getTime()).toBe(ours());
});

test('a store that does not answer leaves the last measurement', async () => {
  let isAway = false;
  const clock = storeClock(
    async () => {
      if (isAway) throw new Error('away');
      return new Date(8_000);
    },
    () => 1_000,
  );
  await clock.measure();
  isAway = true;
  await expect(clock.measure()).rejects.toThrow('away');
  expect(clock.now()).toEqual(new Date(8_000));
});
