import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Desk } from '../../src/app.js';
import type { SteppedClock } from '../fakes/clock.js';

/** So much passes between two looks, in milliseconds: more than a first wait, less than a platform’s rates need. */
const strideMs = 2_000;
/** Longer than any of these waits, in milliseconds. */
const mostMs = 600_000;

/** Lets time pass, without waiting for it, until everything that was put off and tried again has come to this. */
export async function passUntil(clock: SteppedClock, { dispatcher }: Desk, look: () => boolean): Promise<void> {
  await dispatcher.idle();
  for (let passed = 0; !look(); passed += strideMs) {
    if (passed >= mostMs) throw new Error(`it has not come to this within ${mostMs} ms: ${look}`);
    // Nothing is under way whose lease would run out with it.
    clock.step(strideMs);
    dispatcher.poke();
    await nextTurn();
    await dispatcher.idle();
  }
}
