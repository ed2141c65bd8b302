import { patientPace } from '../../src/application/pace.js';
import type { Destination, Messenger } from '../../src/application/ports.js';
import type { ReferralId } from '../../src/domain/referral.js';
import type { Faults } from '../../src/playground/shared/faults.js';
import { commonEngine, connectFresh } from '../contracts/stores.js';
import { startSlackHarness } from '../slack/messenger-harness.js';
import { engagement, start } from '../support/referrals.js';
import { startTeamsHarness } from '../teams/messenger-harness.js';
import { TestDesk } from './desk.js';

export const platforms = ['slack', 'teams'] as const;
export const troubles = ['no connection', '503 to all', '429 to all', '500 to half', 'half the answers lost'] as const;
export type Trouble = (typeof troubles)[number];

interface Platform {
  readonly messenger: Messenger;
  readonly channel: Destination;
  readonly faults: Faults;
  standing(to: Destination): { readonly id: string; readonly text: string; readonly thread: string | undefined }[];
  disconnect(times: number): void;
  stop(): Promise<void>;
}

const hour = 3_600;
/** What the platform asks for, in seconds. */
const retryAfter = 300;
/** Its looks for other processes' work would only cost time here. */
const pace = { ...patientPace, lookEveryMs: 60_000 };

/** Pseudo-random booleans, the same at every run. */
function coin(): () => boolean {
  let state = 42;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state >= 1_073_741_824;
  };
}

function begin({ faults, disconnect }: Platform, trouble: Trouble): void {
  const times = Number.POSITIVE_INFINITY;
  if (trouble === 'no connection') disconnect(times);
  else if (trouble === '503 to all') faults.fail('*', { times, status: 503 });
  else if (trouble === '429 to all') faults.rateLimit('*', { times, retryAfter });
  else if (trouble === '500 to half') faults.fail('*', { times, befalls: coin() });
  else faults.dropAnswer('*', { times, befalls: coin() });
}

/**
 * A platform's bad hour, through its real adapter: `count` cards stand when it begins; meanwhile each of them is accepted
 * and marked as urgent, and as many new referrals come in, every third of them urgent. Afterwards nothing may be missing,
 * doubled or out of order, and what is urgent must not have waited for the rest.
 */
export async function liveThrough(on: (typeof platforms)[number], trouble: Trouble, count: number) {
  const storage = await connectFresh(commonEngine());
  const desk = new TestDesk(storage);
  try {
    await badHour(desk, on, trouble, count);
  } finally {
    await desk.stop();
    await storage.close();
  }
}

async function badHour(desk: TestDesk, on: (typeof platforms)[number], trouble: Trouble, count: number) {
  const { storage } = desk;
  const now = () => desk.clock.now().getTime();
  const platform: Platform =
    on === 'slack' ? await slack(now) : await startTeamsHarness(now).then((it) => ({ ...it, faults: it.teams.faults }));
  const { messenger, channel } = platform;
  const channels = { slackChannels: [], teamsChannels: [], [`${on}Channels`]: [channel.id] };
  desk.start({ profile: channels, messengers: { [on]: messenger }, pace });
  const shown = () => platform.standing(channel);
  const cards = () => shown().filter(({ thread, id }) => !thread || thread === id);
  const standsNow = (code: string) => cards().some(({ text }) => text.startsWith(`${code} `));

  const early: ReferralId[] = [];
  for (let n = 0; n < count; n += 1) early.push((await desk.receive()).id);
  // Room for the slowest lane, Teams': one in two seconds.
  await desk.pass(10 + 2.1 * count);
  expect(cards()).toHaveLength(count);

  begin(platform, trouble);
  const [urgent, normal]: [string[], string[]] = [[], []];
  const pause = (0.95 * hour) / (3 * count);
  for (const [n, id] of early.entries()) {
    await desk.command(id, { id: `accept-${id}`, type: 'accept', engagement });
    await desk.pass(pause);
    await desk.command(id, { id: `urgent-${id}`, type: 'mark-urgent' });
    await desk.pass(pause);
    const isUrgent = n % 3 === 2;
    const since = { by: 'customer', since: start } as const;
    const state = { kind: 'new', owner: null, urgent: isUrgent ? since : null } as const;
    (isUrgent ? urgent : normal).push((await desk.receive({ state })).code);
    await desk.pass(pause);
  }
  await desk.pass(0.05 * hour);
  const isOut = trouble !== '500 to half' && trouble !== 'half the answers lost';
  // Nothing came through, or nearly everything did in spite of the trouble.
  const meanwhile = [...urgent, ...normal].filter(standsNow).length;
  if (isOut) expect(meanwhile).toBe(0);
  else expect(meanwhile).toBeGreaterThanOrEqual(count / 2);
  const before = cards().length;

  platform.faults.clear();
  platform.disconnect(0);
  // As long as an urgent one waits at most (or the platform says to), and the lane for all that is urgent, changes of early cards included.
  await desk.pass((trouble === '429 to all' ? retryAfter : 35) + 2.1 * 4 * count);
  expect(urgent.filter((code) => !standsNow(code))).toEqual([]);
  for (let quarters = 0; quarters < 8 && (await storage.deliveries.nextDueAt([])) !== null; quarters += 1) {
    await desk.pass(hour / 4);
  }
  expect(await storage.deliveries.nextDueAt([])).toBeNull();
  expect(await storage.deliveries.buried()).toEqual([]);
  expect(await storage.outbox.owing(desk.clock.now(), 10)).toEqual([]);

  if (trouble === '429 to all') {
    // They all waited for the same moment.
    const order = cards()
      .slice(before)
      .map(({ text }) => urgent.includes(text.split(' ')[0] as string));
    expect(order).toEqual([...urgent.map(() => true), ...normal.map(() => false)]);
  }
  const expected = [
    ...early.map((_, n) => [`R-${n + 1} v3 active`, `R-${n + 1} accepted`, `R-${n + 1} marked-urgent`]),
    ...[...urgent, ...normal].map((code) => [`${code} v1 new`]),
  ];
  const threads = cards().map(({ id, text }) => [
    text,
    ...shown()
      .filter(({ thread, id: own }) => thread === id && own !== id)
      .map((reply) => reply.text),
  ]);
  const sorted = (all: string[][]) => all.map((one) => one.join(' | ')).sort();
  expect(sorted(threads)).toEqual(sorted(expected));
  await platform.stop();
}

const slack = async (now: () => number): Promise<Platform> => {
  const harness = await startSlackHarness(undefined, now);
  return { ...harness, faults: harness.slack.faults };
};
