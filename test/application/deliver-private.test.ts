import type { Rung } from '../../src/domain/ladders.js';
import type { Profile } from '../../src/domain/profile.js';
import type { ReferralId } from '../../src/domain/referral.js';
import type { Storage } from '../../src/storage/connect-storage.js';
import { Mortal } from '../fakes/mortal.js';
import { profile as base, bruno, engagement } from '../support/referrals.js';
import { TestDesk } from './desk.js';
import { onFreshDesks } from './fresh-desks.js';

const waitSeconds = 60;
const rung = (...tell: Rung['tell']): Rung => ({ when: { at: 'after', ms: waitSeconds * 1_000 }, tell });
const told = (...normal: Rung[]): Partial<Profile> => ({ reminders: { ...base.reminders, normal } });
const toBruno = told(rung({ to: 'person', person: bruno }));
const accept = { id: 'c1', type: 'accept', engagement } as const;

let storage: Storage;
let desk: TestDesk;
onFreshDesks((fresh, its) => {
  desk = fresh;
  storage = its;
});

const toldBruno = () => desk.messenger.texts(bruno.id);
const editsOf = (person: string) => desk.messenger.log.filter((step) => step.startsWith(`update ${person}`));

/** A referral whose reminder stands in Bruno's direct messages. */
async function reminded(on = desk, profile = toBruno): Promise<ReferralId> {
  const { id } = await on.receive(profile.id ? { profileId: profile.id } : {});
  await on.attend(profile);
  await on.pass(waitSeconds);
  await on.attend(profile);
  await on.pass(5);
  return id;
}

test('when somebody acts, what stands in private says so, once, and has no buttons any more', async () => {
  const shown: string[] = [];
  const render = desk.messenger.render.bind(desk.messenger);
  desk.messenger.render = (message) => {
    if (message.kind === 'notice') shown.push(JSON.stringify([message.lines, message.buttons ?? 'none']));
    return render(message);
  };
  desk.start();
  const id = await reminded();
  expect(shown.at(-1)).toContain('action.accept');
  await desk.command(id, accept);
  await desk.pass(5);
  expect(toldBruno()).toEqual(['R-1 notice.settled']);
  expect(shown.at(-1)).toMatch(/event\.accepted.*Anna Berg.*https:\/\/chat\.example\/C1.*"none"\]$/);
  // What is decided later is told as well; what changes nothing here costs no call.
  await desk.command(id, { id: 'c2', type: 'edit', engagement: { ...engagement, notes: 'Another.' } });
  await desk.pass(5);
  expect(editsOf(bruno.id)).toHaveLength(1);
  await desk.command(id, { id: 'c3', type: 'lose', reason: 'budget-not-adequate', notes: '' });
  await desk.pass(5);
  expect(shown.at(-1)).toContain('event.lost');
  expect(editsOf(bruno.id)).toHaveLength(2);
});

test('what is taken back is to be answered again', async () => {
  desk.start();
  const id = await reminded();
  await desk.command(id, accept);
  await desk.pass(5);
  await desk.command(id, { id: 'c2', type: 'undo', of: 'c1' });
  await desk.pass(5);
  expect(toldBruno()).toEqual(['R-1 notice.waiting']);
});

test('buttons change with what can be done', async () => {
  desk.start();
  const id = await reminded();
  await desk.command(id, { id: 'c1', type: 'assign', to: bruno });
  await desk.pass(5);
  // “I'm on it” is gone, and it is said that it was assigned: in a message of its own.
  expect(editsOf(bruno.id)).toEqual([`update ${bruno.id} R-1 notice.waiting`]);
  expect(toldBruno()).toEqual(['R-1 notice.waiting', 'R-1 nudge.assigned']);
  await desk.command(id, { ...accept, id: 'c2' });
  await desk.pass(5);
  expect(toldBruno()).toEqual(['R-1 notice.settled', 'R-1 notice.settled']);
});

test('a message about several says what is left, and at last what has become of them', async () => {
  desk.start();
  const { id } = await desk.receive();
  const other = await reminded();
  expect(toldBruno()[0]?.split(', ').sort()).toEqual(['R-1 notice.waiting', 'R-2 notice.waiting']);
  await desk.command(id, accept);
  await desk.pass(5);
  expect(toldBruno()).toEqual(['R-2 notice.waiting']);
  await desk.command(other, accept);
  await desk.pass(5);
  expect(toldBruno()[0]?.split(', ').sort()).toEqual(['R-1 notice.settled', 'R-2 notice.settled']);
});

test('the platform says to wait, and fails: later, and once', async () => {
  desk.start();
  const id = await reminded();
  desk.messenger.befall('update', { problem: { kind: 'rate-limited', retryAfterMs: 30_000 } }, bruno.id);
  desk.messenger.befall('update', { problem: { kind: 'temporary', reason: '500' } }, bruno.id);
  await desk.command(id, accept);
  await desk.pass(10);
  expect(toldBruno()).toEqual(['R-1 notice.waiting']);
  await desk.pass(120);
  expect(toldBruno()).toEqual(['R-1 notice.settled']);
  expect(editsOf(bruno.id)).toHaveLength(1);
  expect(await storage.deliveries.nextDueAt([])).toBeNull();
});

test('a message that somebody deleted stays deleted', async () => {
  desk.start();
  const id = await reminded();
  const [fold] = await storage.folds.privateAbout(id);
  if (fold?.at) desk.messenger.delete(fold.at);
  await desk.command(id, accept);
  await desk.pass(5);
  expect(toldBruno()).toEqual([]);
  expect(await storage.folds.privateAbout(id)).toEqual([]);
  expect(await storage.deliveries.nextDueAt([])).toBeNull();
});

test('stands behind whatever is new', async () => {
  desk.start({ concurrency: 1 });
  const id = await reminded();
  desk.messenger.log.length = 0;
  // All of it is due at once.
  desk.messenger.detain(async () => {
    await desk.receive();
  });
  await desk.command(id, accept);
  await desk.pass(5);
  expect(desk.messenger.log).toHaveLength(4);
  expect(desk.messenger.log.at(-1)).toBe(`update ${bruno.id} R-1 notice.settled`);
});

test('whoever dies at one point or another, it is brought up to date, and nothing is posted again', async () => {
  let points = 0;
  for (let point = 1; ; point += 7) {
    // In a profile of its own, on the same store, with a platform and a clock of its own.
    const profile = { ...toBruno, id: `p${point}` };
    const own = new TestDesk(storage, point * 10);
    try {
      const first = own.start({ profile });
      const id = await reminded(own, profile);
      await first.stop();
      const mortal = new Mortal(point);
      await own.command(id, accept);
      const dying = own.start({ mortal, profile });
      await own.pass(1);
      await dying.stop();
      own.start({ profile });
      await own.pass(190);
      expect({ point, says: own.messenger.texts(bruno.id) }).toEqual({
        point,
        says: [`R-${point * 10 + 1} notice.settled`],
      });
      points = point;
      if (mortal.calls < point) break;
    } finally {
      await own.stop();
    }
  }
  expect(points).toBeGreaterThan(15);
});
