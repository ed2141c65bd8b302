import { pino } from 'pino';
import { StoreUnavailable } from '../../src/application/ports.js';
import type { Command } from '../../src/domain/commands.js';
import type { ReferralId } from '../../src/domain/referral.js';
import type { Storage } from '../../src/storage/connect-storage.js';
import { Mortal } from '../fakes/mortal.js';
import { aReferral, bruno, dana, engagement, later, start } from '../support/referrals.js';
import { TestDesk, texts } from './desk.js';
import { onFreshDesks } from './fresh-desks.js';

const accept: Command = { id: 'c1', type: 'accept', engagement };
const markUrgent: Command = { id: 'c2', type: 'mark-urgent' };
const urgent = { kind: 'new', owner: null, urgent: { by: 'customer', since: start } } as const;
const channel = (id: string) => ({ platform: 'slack', kind: 'channel', id }) as const;
const limited = { problem: { kind: 'rate-limited', retryAfterMs: 7_000 } } as const;
const temporary = { problem: { kind: 'temporary', reason: 'no connection' } } as const;
const lost = (landed: boolean) => ({ problem: { kind: 'fate-unknown', reason: 'timeout' }, landed }) as const;
const C1 = channel('C1');

let storage: Storage;
let desk: TestDesk;
onFreshDesks((fresh, its) => {
  desk = fresh;
  storage = its;
});

const cardOf = async (id: ReferralId, key = 'slack-C1') => (await storage.cards.cards(id)).get(key);
const nothingLeft = async () => {
  expect(await storage.deliveries.nextDueAt([])).toBeNull();
  expect(await storage.outbox.owing(desk.clock.now(), 10)).toEqual([]);
};

describe('what is owed', () => {
  test('a new referral gets its card at every destination, and the card is remembered', async () => {
    desk.start({ profile: { slackChannels: ['C1', 'C2'] } });
    const referral = await desk.receive();
    await desk.pass(30);
    expect(desk.messenger.texts('C1')).toEqual(['R-1 v1 new']);
    expect(desk.messenger.texts('C2')).toEqual(['R-1 v1 new']);
    const card = await cardOf(referral.id, 'slack-C2');
    expect(card).toEqual({ channel: 'C2', id: expect.any(String), hash: 'hash of R-1 v1 new', version: 1 });
    await nothingLeft();
  });

  test('a poke delivers at once', async () => {
    desk.start();
    await desk.receive();
    await desk.idle();
    expect(desk.messenger.texts('C1')).toEqual(['R-1 v1 new']);
  });

  test('without a poke it is found within half a minute', async () => {
    desk.start();
    await desk.pass(1);
    await storage.referrals.create(aReferral(), [{ kind: 'sync-cards' }]);
    await desk.pass(30);
    expect(desk.messenger.texts('C1')).toEqual(['R-4K7Q2M v1 new']);
  });

  test('a command updates the card in place and adds a line to its thread', async () => {
    desk.start();
    const { id } = await desk.receive();
    await desk.idle();
    await desk.command(id, accept);
    await desk.idle();
    expect(desk.messenger.texts('C1')).toEqual(['R-1 v2 active', '> R-1 accepted']);
    await nothingLeft();
  });

  test('cards of versions that were overtaken are not shown, their lines are', async () => {
    const { id } = await desk.receive();
    await desk.command(id, accept);
    await desk.command(id, markUrgent);
    desk.start();
    await desk.idle();
    expect(desk.messenger.log).toEqual(['post C1 R-1 v3 active', 'post C1 R-1 accepted', 'post C1 R-1 marked-urgent']);
    await nothingLeft();
  });

  test('a change while the card goes out is shown as well', async () => {
    const { id } = await desk.receive();
    desk.messenger.detain(async () => {
      await desk.command(id, accept);
    });
    desk.start();
    await desk.idle();
    expect(desk.messenger.log).toEqual(['post C1 R-1 v1 new', 'update C1 R-1 v2 active', 'post C1 R-1 accepted']);
    expect(desk.messenger.texts('C1')).toEqual(['R-1 v2 active', '> R-1 accepted']);
    expect((await cardOf(id))?.version).toBe(2);
  });

  test('a change that nobody told us of while the card goes out is shown as well', async () => {
    desk.start();
    desk.messenger.detain(async () => {
      await desk.command('r-1' as ReferralId, accept, { effects: [] });
    });
    await desk.receive();
    await desk.idle();
    expect(desk.messenger.log).toEqual(['post C1 R-1 v1 new', 'update C1 R-1 v2 active']);
  });

  test('a person is told privately, with the card', async () => {
    const { id } = await desk.receive();
    await desk.command(id, { id: 'c1', type: 'assign', to: bruno });
    desk.start();
    await desk.pass(5);
    await desk.command(id, { id: 'c2', type: 'assign', to: dana });
    await desk.pass(30);
    expect(desk.messenger.texts(dana.id)).toEqual(['R-1 nudge.assigned']);
    expect(desk.messenger.texts(bruno.id)).toHaveLength(1);
  });

  test('held-back effects go out when their time has come', async () => {
    desk.start();
    const { id } = await desk.receive();
    const until = later(40_000);
    const held = [{ effect: { kind: 'nudge', version: 2, person: dana }, until }] as const;
    await desk.command(id, { id: 'c1', type: 'assign', to: dana }, { effects: [], held });
    await desk.pass(39);
    expect(desk.messenger.texts(dana.id)).toEqual([]);
    await desk.pass(31);
    expect(desk.messenger.texts(dana.id)).toHaveLength(1);
    await nothingLeft();
  });

  test('a referral whose profile is gone stays owed, and others pass it', async () => {
    desk.start();
    await desk.receive({ profileId: 'gone' });
    await desk.receive();
    await desk.pass(30);
    expect(desk.messenger.texts('C1')).toEqual(['R-2 v1 new']);
    expect(await storage.outbox.owing(desk.clock.now(), 10)).toHaveLength(1);
  });

  test('a card that was adopted is redrawn when asked for, and one that is right is left alone', async () => {
    const dispatcher = desk.start();
    const { id } = await desk.receive();
    await desk.idle();
    const { channel, id: message } = (await cardOf(id)) as { channel: string; id: string };
    dispatcher.redraw(id);
    await desk.idle();
    expect(desk.messenger.log).toEqual(['post C1 R-1 v1 new']);
    await storage.cards.setCard(id, C1, { channel, id: message, hash: '', version: 0 });
    dispatcher.redraw(id);
    await desk.idle();
    expect(desk.messenger.log).toEqual(['post C1 R-1 v1 new', 'update C1 R-1 v1 new']);
    expect(await cardOf(id)).toMatchObject({ id: message, hash: 'hash of R-1 v1 new', version: 1 });
    await nothingLeft();
  });

  test('nothing to say is nothing sent', async () => {
    desk.start({ texts: { ...texts, line: () => null } });
    const { id } = await desk.receive();
    await desk.command(id, accept);
    await desk.pass(30);
    expect(desk.messenger.texts('C1')).toEqual(['R-1 v2 active']);
    await nothingLeft();
  });
});

describe('a platform that fails', () => {
  test('temporarily: tried again, ever later, and never given up', async () => {
    for (let n = 0; n < 12; n += 1) desk.messenger.befall('post', temporary);
    desk.start();
    await desk.receive();
    await desk.pass(1_500);
    const tries = desk.messenger.calls.map((time) => (time.getTime() - start.getTime()) / 1_000);
    const waits = tries.slice(1).map((second, index) => second - (tries[index] as number));
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300]);
    expect(desk.messenger.texts('C1')).toEqual(['R-1 v1 new']);
  });

  test('a post of unknown fate that arrived is found and adopted, not repeated', async () => {
    desk.messenger.befall('post', lost(true));
    desk.start();
    const { id } = await desk.receive();
    await desk.pass(59);
    expect(desk.messenger.calls).toHaveLength(1);
    await desk.pass(32);
    expect(desk.messenger.texts('C1')).toEqual(['R-1 v1 new']);
    expect(await cardOf(id)).toMatchObject({ channel: 'C1', version: 1 });
    await nothingLeft();
  });

  test('a post of unknown fate that did not arrive is posted anew', async () => {
    desk.messenger.befall('post', lost(false));
    desk.start();
    await desk.receive();
    await desk.pass(59);
    expect(desk.messenger.texts('C1')).toEqual([]);
    await desk.pass(32);
    expect(desk.messenger.texts('C1')).toEqual(['R-1 v1 new']);
    await nothingLeft();
  });

  test('several posts of unknown fate that all arrived leave one', async () => {
    const { id } = await desk.receive();
    desk.start();
    await desk.idle();
    await desk.command(id, accept);
    desk.messenger.befall('post', lost(true));
    await desk.pass(31);
    const [, line] = desk.messenger.texts('C1');
    expect(line).toBe('> R-1 accepted');
    // What the platform had delayed shows up a second time under the same nonce.
    const card = await cardOf(id);
    const posted = desk.messenger.at({ channel: 'C1', id: '000002' });
    await desk.messenger.post(C1, { hash: '', payload: 'R-1 accepted' }, posted?.nonce ?? '', card);
    expect(desk.messenger.texts('C1')).toHaveLength(3);
    await desk.pass(90);
    expect(desk.messenger.texts('C1')).toEqual(['R-1 v2 active', '> R-1 accepted']);
  });

  test('a doubt is not forgotten when the try after it is refused', async () => {
    desk.start();
    await desk.receive();
    desk.messenger.befall('post', lost(false));
    desk.messenger.befall('post', limited);
    await desk.pass(90);
    const find = desk.messenger.find.bind(desk.messenger);
    let searches = 0;
    desk.messenger.find = (...args) => {
      searches += 1;
      return find(...args);
    };
    await desk.pass(120);
    expect(searches).toBeGreaterThan(0);
    expect(desk.messenger.texts('C1')).toEqual(['R-1 v1 new']);
  });

  test('what was refused for certain is tried again without a search', async () => {
    desk.messenger.befall('post', temporary);
    desk.messenger.find = async () => {
      throw new Error('no search is needed');
    };
    desk.start();
    await desk.receive();
    await desk.pass(2);
    expect(desk.messenger.texts('C1')).toEqual(['R-1 v1 new']);
  });

  test('a lane that is told to wait waits, another flows, and no try is counted', async () => {
    desk.messenger.befall('post', limited, 'C1');
    desk.start({ profile: { slackChannels: ['C1', 'C2'] } });
    await desk.receive();
    // The second must not be on its way before the platform has said so to the first.
    await desk.idle();
    await desk.receive();
    await desk.pass(6.9);
    expect(desk.messenger.texts('C1')).toEqual([]);
    expect(desk.messenger.texts('C2')).toHaveLength(2);
    const calls = desk.messenger.calls.length;
    await desk.pass(0.2);
    expect(desk.messenger.texts('C1')).toHaveLength(2);
    expect(desk.messenger.calls).toHaveLength(calls + 2);
  });

  test('a channel that is closed to us is buried, and delivered once revived', async () => {
    desk.messenger.closed.add('C1');
    const dispatcher = desk.start({ profile: { slackChannels: ['C1', 'C2'] } });
    const { id } = await desk.receive();
    await desk.command(id, accept);
    await desk.pass(600);
    expect(await storage.deliveries.buried()).toEqual([{ destination: C1, reason: 'not_in_channel', count: 3 }]);
    expect(desk.messenger.texts('C2')).toEqual(['R-1 v2 active', '> R-1 accepted']);
    desk.messenger.closed.clear();
    expect(await storage.deliveries.revive(C1, desk.clock.now())).toBe(1);
    dispatcher.poke();
    await desk.idle();
    expect(desk.messenger.texts('C1')).toEqual(['R-1 v2 active', '> R-1 accepted']);
    expect(await storage.deliveries.buried()).toEqual([]);
  });

  test('what is for a platform that is not configured is buried too', async () => {
    desk.start();
    await desk.receive({}, [{ kind: 'nudge', version: 1, person: { ...bruno, platform: 'teams' } }]);
    await desk.pass(30);
    expect(await storage.deliveries.buried()).toMatchObject([{ reason: 'platform-not-connected', count: 1 }]);
  });

  test('a platform that is configured and still connects is waited for, without a word', async () => {
    const said: string[] = [];
    const messengers: { slack: typeof desk.messenger; teams?: typeof desk.messenger } = { slack: desk.messenger };
    const logger = pino({ level: 'info' }, { write: (line) => said.push(line) });
    const profile = { teamsChannels: ['19:t'] };
    const dispatcher = desk.start({ profile, messengers, configured: ['slack', 'teams'], logger });
    await desk.receive();
    await desk.pass(600);
    expect(desk.messenger.texts('C1')).toEqual(['R-1 v1 new']);
    expect(desk.messenger.texts('19:t')).toEqual([]);
    expect(await storage.deliveries.buried()).toEqual([]);
    messengers.teams = desk.messenger;
    dispatcher.poke();
    await desk.idle();
    expect(desk.messenger.texts('19:t')).toEqual(['R-1 v1 new']);
    expect(said).toEqual([]);
    await nothingLeft();
  });

  test('a deleted card is posted anew at the next change', async () => {
    desk.start();
    const { id } = await desk.receive();
    await desk.pass(30);
    desk.messenger.delete((await cardOf(id)) as { channel: string; id: string });
    await desk.command(id, accept);
    await desk.pass(30);
    expect(desk.messenger.texts('C1')).toEqual(['R-1 v2 active', '> R-1 accepted']);
    expect((await cardOf(id))?.id).toBe('000002');
  });

  test('a card that is deleted before its line is posted anew first', async () => {
    desk.start();
    const { id } = await desk.receive();
    await desk.pass(30);
    const card = (await cardOf(id)) as { channel: string; id: string };
    await desk.command(id, accept);
    desk.messenger.detain(async () => {});
    desk.messenger.detain(async () => desk.messenger.delete(card));
    await desk.pass(30);
    expect(desk.messenger.texts('C1')).toEqual(['R-1 v2 active', '> R-1 accepted']);
    await nothingLeft();
  });

  test('a fault in our own texts is tried again, and holds up nobody else', async () => {
    let isBroken = true;
    const broken: typeof texts = {
      ...texts,
      card(referral, profile, now) {
        if (isBroken && referral.code === 'R-1') throw new TypeError('a mistake');
        return texts.card(referral, profile, now);
      },
    };
    desk.start({ texts: broken });
    await desk.receive();
    await desk.receive();
    await desk.pass(60);
    expect(desk.messenger.texts('C1')).toEqual(['R-2 v1 new']);
    isBroken = false;
    await desk.pass(300);
    expect(desk.messenger.texts('C1')).toEqual(['R-2 v1 new', 'R-1 v1 new']);
  });
});

describe('order and pace', () => {
  test('urgent ones overtake the others when a lane frees', async () => {
    desk.messenger.pace = { intervalMs: 1_000, burst: 1 };
    desk.start({ concurrency: 1 });
    for (let n = 0; n < 3; n += 1) await desk.receive();
    await desk.pass(30);
    desk.messenger.log.length = 0;
    desk.messenger.befall('post', limited);
    for (let n = 0; n < 3; n += 1) {
      await desk.receive();
      await desk.pass(0.01);
    }
    await desk.receive({ state: urgent });
    await desk.pass(60);
    expect(desk.messenger.log.map((line) => line.split(' ')[2])).toEqual(['R-7', 'R-4', 'R-5', 'R-6']);
  });

  test('the most urgent one is there first, however long it takes to read what it says', async () => {
    desk.messenger.pace = { intervalMs: 1_000, burst: 1 };
    for (let n = 0; n < 2; n += 1) await desk.receive();
    const pressing = await desk.receive({ state: urgent });
    const read = storage.cards.withReferral.bind(storage.cards);
    Object.assign(storage.cards, {
      withReferral: async (id: ReferralId) => {
        // Longer than all calls of the others together.
        if (id === pressing.id) for (let n = 0; n < 50; n += 1) await read(id);
        return read(id);
      },
    });
    desk.start();
    await desk.pass(10);
    expect(desk.messenger.log).toHaveLength(3);
    expect(desk.messenger.log[0]).toBe(`post C1 ${pressing.code} v1 new`);
  });

  test('what comes due while another delivery hangs is not held up by it', async () => {
    const call = heldCall();
    const { claim, later: putOff } = storage.deliveries;
    let isPutOff = false;
    const looked = new Promise<void>((resolve) => {
      Object.assign(storage.deliveries, {
        later: async (...args: Parameters<typeof putOff>) => {
          await putOff(...args);
          isPutOff = true;
        },
        claim: async (...args: Parameters<typeof claim>) => {
          const claimed = await claim(...args);
          if (isPutOff && !claimed) resolve();
          return claimed;
        },
      });
    });
    desk.start();
    await desk.receive();
    await call.begun;
    desk.messenger.befall('post', temporary);
    await desk.receive();
    await looked;
    // It can't be idle while one hangs: a question to the store takes as long as what a look asks. No catching up yet.
    const settle = async () => void (await storage.deliveries.buried());
    for (let ms = 0; ms < 20_000 && desk.messenger.log.length === 0; ms += 100) await desk.clock.advance(100, settle);
    expect(desk.messenger.log).toEqual(['post C1 R-2 v1 new']);
    call.release();
    await desk.idle();
    expect(desk.messenger.log).toHaveLength(2);
  });

  test('posts of one channel keep its pace', async () => {
    desk.messenger.pace = { intervalMs: 1_000, burst: 1 };
    desk.start();
    for (let n = 0; n < 8; n += 1) await desk.receive();
    await desk.pass(30);
    const times = desk.messenger.texts('C1').map((_, index) => {
      const id = String(index + 1).padStart(6, '0');
      return (desk.messenger.at({ channel: 'C1', id })?.time.getTime() ?? 0) - start.getTime();
    });
    expect(times).toHaveLength(8);
    const gaps = times.slice(1).map((time, index) => time - (times[index] as number));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(1_000);
    expect(Math.max(...gaps)).toBeLessThan(1_100);
  });

  test('deliveries of a busy lane are not claimed again and again', async () => {
    desk.messenger.pace = { intervalMs: 1_000, burst: 1 };
    const mortal = new Mortal();
    desk.start({ mortal });
    for (let n = 0; n < 20; n += 1) await desk.receive();
    await desk.pass(30);
    expect(desk.messenger.texts('C1')).toHaveLength(20);
    // About 15 calls each for relay and delivery, and 8 for each of two that found the lane taken; not 20 times 20.
    expect(mortal.calls).toBeLessThan(20 * 35);
  });

  test('sixty deliveries, a few at a time', async () => {
    const channels = Array.from({ length: 6 }, (_, n) => `C${n}`);
    desk.start({ profile: { slackChannels: channels } });
    for (let n = 0; n < 10; n += 1) await desk.receive();
    await desk.pass(30);
    for (const name of channels) {
      const shown = [...desk.messenger.texts(name)].sort();
      expect(shown).toEqual(Array.from({ length: 10 }, (_, index) => `R-${index + 1} v1 new`).sort());
    }
    expect(desk.messenger.mostInFlight).toBeLessThanOrEqual(4);
    await nothingLeft();
  });

  test('two processes on one store send each message once', async () => {
    desk.start();
    desk.start();
    const ids: ReferralId[] = [];
    for (let n = 0; n < 15; n += 1) ids.push((await desk.receive()).id);
    await desk.pass(31);
    for (const id of ids) await desk.command(id, accept);
    await desk.pass(31);
    const shown = [...desk.messenger.texts('C1')].sort();
    const wanted = ids.flatMap((_, n) => [`R-${n + 1} v2 active`, `> R-${n + 1} accepted`]).sort();
    expect(shown).toEqual(wanted);
    await nothingLeft();
  });
});

describe('a process that dies', () => {
  /** Runs one referral from its intake to its acceptance in a process that dies somewhere in between. */
  async function liveAndDie(mortal: Mortal): Promise<void> {
    const dispatcher = desk.start({ mortal });
    const { id } = await desk.receive();
    await dispatcher.idle();
    await desk.command(id, accept);
    await dispatcher.idle();
    await dispatcher.stop();
  }

  test('at any of its calls: one card, one line, nothing lost', async () => {
    const healthy = new Mortal();
    await liveAndDie(healthy);
    expect(desk.messenger.texts('C1')).toEqual(['R-1 v2 active', '> R-1 accepted']);
    expect(healthy.calls).toBeGreaterThan(25);

    for (let at = 1; at <= healthy.calls; at += 1) {
      desk = new TestDesk(storage, at);
      await liveAndDie(new Mortal(at));
      desk.start();
      await desk.pass(140);
      const shown = desk.messenger.texts('C1');
      expect({ at, shown }).toEqual({ at, shown: [`R-${at + 1} v2 active`, `> R-${at + 1} accepted`] });
      await nothingLeft();
      await desk.stop();
    }
  }, 60_000);
});

describe('a store that is away', () => {
  test('makes the dispatcher wait, ever longer, and go on', async () => {
    let isAway = true;
    let calls = 0;
    const claim = storage.deliveries.claim.bind(storage.deliveries);
    Object.assign(storage.deliveries, {
      claim: async (...args: Parameters<typeof claim>) => {
        calls += 1;
        if (isAway) throw new StoreUnavailable('away');
        return claim(...args);
      },
    });
    desk.start();
    await desk.receive();
    await desk.pass(60);
    // 0, 1, 3, 7, 15, 31 s.
    expect(calls).toBe(6);
    isAway = false;
    await desk.pass(60);
    expect(desk.messenger.texts('C1')).toEqual(['R-1 v1 new']);
  });

  test('in the middle of a delivery: it is taken up again when its lease has run out', async () => {
    const setCard = storage.cards.setCard.bind(storage.cards);
    let failures = 1;
    Object.assign(storage.cards, {
      setCard: async (...args: Parameters<typeof setCard>) => {
        failures -= 1;
        if (failures === 0) throw new StoreUnavailable('away');
        return setCard(...args);
      },
    });
    desk.start();
    const { id } = await desk.receive();
    await desk.pass(130);
    expect(desk.messenger.texts('C1')).toEqual(['R-1 v1 new']);
    expect(await cardOf(id)).toBeDefined();
    await nothingLeft();
  });
});

/** The next call of the platform begins, and hangs until it is let go. */
function heldCall(): { readonly begun: Promise<void>; release(): void } {
  let release = () => {};
  const begun = new Promise<void>((resolve) => {
    desk.messenger.detain(() => {
      resolve();
      return new Promise((letGo) => {
        release = letGo;
      });
    });
  });
  return { begun, release: () => release() };
}

describe('starting and stopping', () => {
  test('stop waits for what is in flight, begins nothing more, and leaves no timer', async () => {
    const dispatcher = desk.start({ concurrency: 1 });
    const call = heldCall();
    await desk.receive();
    await desk.receive();
    await call.begun;
    const stopped = dispatcher.stop();
    call.release();
    await stopped;
    expect(desk.messenger.texts('C1')).toEqual(['R-1 v1 new']);
    expect(desk.clock.pending).toBe(0);
  });

  test('before it is started it does nothing', async () => {
    const dispatcher = desk.start();
    await dispatcher.stop();
    const { id } = await desk.receive();
    dispatcher.poke(id);
    await desk.pass(60);
    expect(desk.messenger.texts('C1')).toEqual([]);
    dispatcher.start();
    await desk.idle();
    expect(desk.messenger.texts('C1')).toEqual(['R-1 v1 new']);
  });
});
