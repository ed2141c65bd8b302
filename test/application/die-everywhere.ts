import { expect } from '@jest/globals';
import type { Storage } from '../../src/storage/connect-storage.js';
import { Died, Mortal } from '../fakes/mortal.js';
import { profile as base } from '../support/referrals.js';
import { TestDesk } from './desk.js';

const waitMs = 60_000;
const normal = [{ when: { at: 'after', ms: waitMs }, tell: [{ to: 'channel' }] }] as const;

/**
 * Lets a process die at every `stride`th of its calls between the decision about two notices and their posts, and another
 * one take over: each notice must stand in the channel, once.
 *
 * @returns how many points there are
 */
export async function dieEverywhere(storage: Storage, stride: number): Promise<number> {
  for (let last = 1; ; last += stride) {
    // Each round in a profile of its own, on the same store, with a platform and a clock of its own.
    const profileId = `p${last}`;
    const profile = { reminders: { ...base.reminders, normal }, id: profileId };
    const desk = new TestDesk(storage, last * 10);
    const mortal = new Mortal(last);
    const dying = desk.start({ mortal, profile });
    const ids = [await desk.receive({ profileId }), await desk.receive({ profileId })].map(({ code }) => code);
    await desk.attend(profile);
    await desk.clock.advance(waitMs);
    const stores = {
      deadlines: mortal.wrap(storage.deadlines),
      referrals: mortal.wrap(storage.referrals),
      notifyWays: storage.notifyWays,
    };
    const died = await desk.attend(profile, stores).then(
      () => false,
      (error) => error instanceof Died,
    );
    await desk.pass(1);
    await dying.stop();
    const survived = !died && mortal.calls < last;
    desk.start({ profile });
    await desk.attend(profile);
    await desk.pass(190);
    const notices = desk.messenger.texts('C1').filter((text) => text.includes('notice.'));
    const given = notices.flatMap((text) => text.match(/R-\d+/g) ?? []);
    expect({ last, given: given.sort() }).toEqual({ last, given: ids });
    await desk.stop();
    if (survived) return last;
  }
}
