import { StoreUnavailable } from '../../src/application/ports.js';
import type { Storage } from '../../src/storage/connect-storage.js';
import { Died, Mortal } from '../fakes/mortal.js';
import { Outage } from '../fakes/outage.js';
import { profile as base } from '../support/referrals.js';
import { type DeskOptions, TestDesk } from './desk.js';

const waitMs = 60_000;
const normal = [{ when: { at: 'after', ms: waitMs }, tell: [{ to: 'channel' }] }] as const;

/**
 * Lets a process die at every `stride`th of its calls between the decision about two notices and their posts, and another
 * one take over: each notice must stand in the channel, once.
 *
 * @returns how many points there are
 */
export function dieEverywhere(storage: Storage, stride: number): Promise<number> {
  return atEveryPoint(storage, stride, async (desk, point, profile) => {
    const mortal = new Mortal(point);
    const dying = desk.start({ mortal, profile });
    await desk.whenDue(profile);
    const died = await desk.attend(profile, wrapped(storage, mortal)).then(
      () => false,
      (error) => error instanceof Died,
    );
    await desk.pass(1);
    await dying.stop();
    desk.start({ profile });
    await desk.attend(profile);
    return !died && mortal.calls < point;
  });
}

/**
 * The same with a store that goes away for 30 s at one of these calls, after which the answer to it is lost; the job looks
 * for what is due every three seconds.
 */
export function loseStoreEverywhere(storage: Storage, stride: number): Promise<number> {
  return atEveryPoint(storage, stride, async (desk, point, profile) => {
    const outage = new Outage(point, 30_000, desk.clock);
    desk.start({ mortal: outage, messengers: { slack: desk.messenger }, profile });
    await desk.whenDue(profile);
    let away = 0;
    let failed: boolean;
    do {
      failed = await desk.attend(profile, wrapped(storage, outage)).then(
        () => false,
        (error) => {
          if (!(error instanceof StoreUnavailable)) throw error;
          away += 1;
          return true;
        },
      );
      await desk.pass(3);
    } while (failed || (outage.calls >= point && !outage.isOver));
    return away === 0 && outage.calls < point;
  });
}

type Live = (desk: EverywhereDesk, point: number, profile: DeskOptions['profile'] & object) => Promise<boolean>;

const wrapped = (storage: Storage, mortal: Pick<Mortal, 'wrap'>) => ({
  deadlines: mortal.wrap(storage.deadlines),
  referrals: mortal.wrap(storage.referrals),
  notifyWays: storage.notifyWays,
});

class EverywhereDesk extends TestDesk {
  readonly codes: string[] = [];

  /** Two referrals, and the moment at which something is to be said of them. */
  async whenDue(profile: DeskOptions['profile'] & { readonly id?: string }): Promise<void> {
    const profileId = profile.id ?? '';
    for (let n = 0; n < 2; n += 1) this.codes.push((await this.receive({ profileId })).code);
    await this.attend(profile);
    await this.clock.advance(waitMs);
  }
}

/** @param live answers whether everything went well, since there were not so many calls */
async function atEveryPoint(storage: Storage, stride: number, live: Live): Promise<number> {
  for (let point = 1; ; point += stride) {
    // Each round in a profile of its own, on the same store, with a platform and a clock of its own.
    const profile = { reminders: { ...base.reminders, normal }, id: `p${point}` };
    const desk = new EverywhereDesk(storage, point * 10);
    try {
      const survived = await live(desk, point, profile);
      await desk.pass(190);
      const notices = desk.messenger.texts('C1').filter((text) => text.includes('notice.'));
      const given = notices.flatMap((text) => text.match(/R-\d+/g) ?? []);
      expect({ point, given: given.sort() }).toEqual({ point, given: desk.codes });
      if (survived) return point;
    } finally {
      await desk.stop();
    }
  }
}
