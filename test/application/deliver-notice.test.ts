import type { Directory } from '../../src/application/ports.js';
import type { Rung } from '../../src/domain/ladders.js';
import type { Profile } from '../../src/domain/profile.js';
import type { Storage } from '../../src/storage/connect-storage.js';
import { anna, profile as base, bruno, engagement, later } from '../support/referrals.js';
import { dieEverywhere, loseStoreEverywhere } from './at-every-point.js';
import type { TestDesk } from './desk.js';
import { onFreshDesks } from './fresh-desks.js';

/** Short, since a dispatcher that waits looks around every few seconds. */
const waitSeconds = 60;
const waitMs = waitSeconds * 1_000;
const rung = (ms: number, ...tell: Rung['tell']): Rung => ({ when: { at: 'after', ms }, tell });
const withLadder = (...normal: Rung[]): Partial<Profile> => ({ reminders: { ...base.reminders, normal } });
const toChannel = withLadder(rung(waitMs, { to: 'channel' }));

let storage: Storage;
let desk: TestDesk;
onFreshDesks((fresh, its) => {
  desk = fresh;
  storage = its;
});

/** What stands in a channel, without cards and their threads. */
const notices = (channel = 'C1') => desk.messenger.texts(channel).filter((text) => text.includes('notice.'));

test('a notice is given once, and then no more', async () => {
  desk.start();
  await desk.receive();
  expect(await desk.attend(toChannel)).toBe(1);
  await desk.pass(waitSeconds);
  await desk.attend(toChannel);
  await desk.attend(toChannel);
  await desk.pass(5);
  expect(notices()).toEqual(['R-1 notice.waiting']);
  expect(desk.messenger.texts('C1')).toContain('> R-1 reminded');
});

test('those that come within a minute are one message, posted at once and then edited', async () => {
  desk.start();
  for (const n of [0, 20, 40, 70]) await desk.receive({ createdAt: later(n * 1_000) });
  await desk.attend(toChannel);
  await desk.pass(waitSeconds);
  await desk.attend(toChannel);
  await desk.pass(1);
  expect(notices()).toEqual(['R-1 notice.waiting']);
  await desk.pass(49);
  await desk.attend(toChannel);
  await desk.pass(1);
  expect(notices()).toEqual(['R-1 notice.waiting, R-2 notice.waiting, R-3 notice.waiting']);
  await desk.pass(19);
  await desk.attend(toChannel);
  await desk.pass(1);
  expect(notices()).toHaveLength(2);
});

test('many at once, by three processes, are one message', async () => {
  for (let n = 0; n < 3; n += 1) desk.start();
  for (let n = 0; n < 12; n += 1) await desk.receive();
  await desk.attend(toChannel);
  await desk.pass(waitSeconds);
  await Promise.all([desk.attend(toChannel), desk.attend(toChannel), desk.attend(toChannel)]);
  await desk.pass(30);
  expect(notices()).toHaveLength(1);
  expect(notices()[0]?.match(/R-\d+ notice.waiting/g)).toHaveLength(10);
});

test('a message that somebody deleted is posted anew for those that join it, once', async () => {
  desk.start();
  desk.start();
  for (const n of [0, 20, 20, 20]) await desk.receive({ createdAt: later(n * 1_000) });
  await desk.attend(toChannel);
  await desk.pass(waitSeconds);
  await desk.attend(toChannel);
  await desk.pass(1);
  const [fold] = await storage.database.collection('folds').find().toArray();
  desk.messenger.delete(fold?.at);
  expect(notices()).toEqual([]);
  await desk.pass(19);
  await desk.attend(toChannel);
  await desk.pass(10);
  expect(notices()).toHaveLength(1);
  expect(
    notices()[0]
      ?.match(/R-\d notice.waiting/g)
      ?.sort(),
  ).toEqual([1, 2, 3, 4].map((n) => `R-${n} notice.waiting`));
  expect(await storage.deliveries.nextDueAt([])).toBeNull();
});

test('people get theirs directly, folded as well, and not who has just acted', async () => {
  const toOwner = withLadder(rung(waitMs, { to: 'owner' }));
  desk.start();
  for (const owner of [anna, anna, bruno]) await desk.receive({ state: { kind: 'new', owner, urgent: null } });
  await desk.attend(toOwner);
  await desk.pass(waitSeconds);
  await desk.attend(toOwner);
  await desk.pass(10);
  // Several deadlines are attended to at once, in whatever order.
  expect(notices(anna.id).map((text) => text.split(', ').sort())).toEqual([
    ['R-1 notice.waiting', 'R-2 notice.waiting'],
  ]);
  expect(notices(bruno.id)).toEqual(['R-3 notice.waiting']);
  expect(notices()).toEqual([]);
});

test('what has become untrue while the platform was away is not said', async () => {
  desk.start();
  const referral = await desk.receive();
  await desk.attend(toChannel);
  await desk.pass(waitSeconds);
  desk.messenger.befall('post', { problem: { kind: 'rate-limited', retryAfterMs: 60_000 } });
  await desk.attend(toChannel);
  await desk.pass(10);
  await desk.command(referral.id, { id: 'c1', type: 'accept', engagement });
  await desk.pass(2 * waitSeconds);
  expect(notices()).toEqual([]);
  expect(await storage.deliveries.nextDueAt([])).toBeNull();
});

test('an expiry is told in the channel', async () => {
  desk.start();
  await desk.receive({ expiresAt: later(2 * waitMs) });
  await desk.attend(toChannel);
  await desk.pass(waitSeconds);
  await desk.attend(toChannel);
  await desk.pass(waitSeconds);
  await desk.attend(toChannel);
  await desk.pass(5);
  expect(notices()).toEqual(['R-1 notice.waiting', 'R-1 notice.expired']);
  expect(desk.messenger.texts('C1')).toContain('R-1 v3 archived');
});

test('each is told as they chose, and one who is told nowhere costs no read of it', async () => {
  const toPeople = withLadder(rung(waitMs, { to: 'person', person: anna }, { to: 'person', person: bruno }));
  await storage.notifyWays.choose(bruno, 'in-channel');
  desk.start();
  const { id } = await desk.receive();
  await desk.attend(toPeople);
  await desk.pass(waitSeconds);
  await desk.attend(toPeople);
  await desk.pass(10);
  expect(notices(anna.id)).toEqual(['R-1 notice.waiting']);
  expect(notices(bruno.id)).toEqual([]);
  const stored = await storage.referrals.byId(id);
  expect(stored?.history.at(-1)?.told).toMatchObject({ mentioned: [{ id: bruno.id }], direct: [{ id: anna.id }] });

  const refuses = { ...storage.notifyWays, chosenBy: () => Promise.reject(new Error('nobody is to be told')) };
  await desk.receive();
  await desk.attend(toChannel, { ...storage, notifyWays: refuses });
  await desk.pass(waitSeconds);
  await desk.attend(toChannel, { ...storage, notifyWays: refuses });
  await desk.pass(10);
  expect(notices()).toEqual(['R-2 notice.waiting']);
});

test('in private it is said in the reader’s language, with what they can do; everywhere with a way to the card', async () => {
  const toAnna = withLadder(rung(waitMs, { to: 'person', person: anna }, { to: 'channel' }));
  const said: string[] = [];
  const render = desk.messenger.render.bind(desk.messenger);
  desk.messenger.render = (message) => {
    if (message.kind === 'notice') said.push(`${message.language} ${JSON.stringify([message.lines, message.buttons])}`);
    return render(message);
  };
  const languageOf = async () => 'fr' as const;
  desk.start({ directories: { slack: { languageOf } as unknown as Directory } });
  await desk.receive();
  await desk.attend(toAnna);
  await desk.pass(waitSeconds);
  await desk.attend(toAnna);
  await desk.pass(10);
  const linked = '.*notice\\.linked.*https://chat\\.example/C1/000001';
  expect(said.find((text) => text.startsWith('fr'))).toMatch(new RegExp(`^fr ${linked}.*action\\.accept`));
  expect(said.find((text) => text.startsWith('en'))).toMatch(new RegExp(`^en ${linked}.*,null\\]$`));
});

test('whoever dies at one point or another, each notice is given, and once', async () => {
  expect(await dieEverywhere(storage, 7)).toBeGreaterThan(20);
}, 60_000);

test('whenever the store goes away for 30 s, each notice is given, and once', async () => {
  expect(await loseStoreEverywhere(storage, 7)).toBeGreaterThan(20);
}, 60_000);
