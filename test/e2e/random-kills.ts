import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay, setInterval as ticks } from 'node:timers/promises';
import { type Desk, startDesk } from '../../src/app.js';
import { loadConfig } from '../../src/config.js';
import type { Referral, ReferralId } from '../../src/domain/referral.js';
import { createLogger } from '../../src/logger.js';
import type { StoredMessage } from '../../src/playground/slack/model.js';
import type { SlackStandIn } from '../../src/playground/slack/stand-in.js';
import { SteppedClock } from '../fakes/clock.js';
import { seededRandom } from '../storage/embedded/seeded-random.js';
import { scratchFolder } from '../support/scratch-folder.js';
import { anna, bruno } from './cast.js';
import { hurry } from './hurry.js';
import { type InSlack, inSlack, isReply, standInFor } from './in-slack.js';
import { deskEnvironment, startMortalDesk } from './mortal-desk.js';
import { countryOf, messagesOfPlaces, placeChannels, places, placesYaml } from './places.js';
import { postRfi } from './post-rfi.js';

const yaml = placesYaml(`workingHours: {}
    reminders:
      normal: [{ after: 4h, tell: [channel] }]
      urgent: [{ after: 0s, tell: [channel, { person: ${bruno} }] }]
      digest: false`);

const hour = 3_600_000;
const ahead = (ms: number) => new Date(Date.now() + ms).toISOString();
/** What time does to a request as soon as it has come. */
const kinds = {
  nothing: () => ({}),
  reminder: () => ({ createdAt: ahead(-5 * hour) }),
  urgency: () => ({ contactMeDirectly: true }),
  expiry: () => ({ createdAt: ahead(-hour), expiresAt: ahead(4_000) }),
};
type Kind = keyof typeof kinds;
const kindNames = Object.keys(kinds) as Kind[];

/** A request as its sender knows it. */
interface Sent {
  readonly n: number;
  readonly kind: Kind;
  readonly address: string;
  /** What the desk answered, as soon as it did. */
  taken?: { readonly id: string; readonly code: string };
  pressed?: boolean;
}

/** What there is to see of a request, or what there should be. */
interface Outcome {
  readonly n: number;
  readonly kind: Kind;
  readonly cards: number;
  readonly lines: readonly string[];
  readonly notices: number;
  readonly direct: number;
  readonly mails: number;
}

export interface Tally {
  readonly referrals: number;
  readonly lines: number;
  /** Channel notices, direct messages, e-mails. */
  readonly notices: number;
  /** Searches for posts of unknown fate. */
  readonly searches: number;
}

/**
 * Kills the desk at so many random moments, while requests come in, somebody takes some of them, and reminders, alerts
 * and expiries are due; then the last desk stays. What was decided must be in Slack, once: Slack's history shows every
 * first post.
 */
export async function surviveRandomKills(seed: number, kills: number): Promise<Tally> {
  const dataDir = await scratchFolder('desk-kills-');
  const slack = standInFor('http', { channels: placeChannels([anna, bruno]) });
  await slack.start();
  const deskFile = join(dataDir, 'desk.yaml');
  await writeFile(deskFile, yaml);
  const env = { ...deskEnvironment(slack, dataDir), DESK_CONFIG: deskFile };
  try {
    const sender = new Sender(slack);
    const random = seededRandom(seed);
    for (let kill = 0; kill < kills; kill++) await liveAndDie(env, slack, sender, random);
    const survivor = await survive(env, slack, sender);
    try {
      return await compare(survivor, slack, sender.all, dataDir);
    } finally {
      await survivor.stop();
    }
  } finally {
    await slack.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

/** Sends requests again until it is told that they were taken, as senders do, and presses buttons. */
class Sender {
  readonly all: Sent[] = [];
  readonly #people: InSlack;

  constructor(slack: SlackStandIn) {
    this.#people = inSlack(slack);
  }

  /** Some more, and all that nobody has answered yet. */
  async send(url: string, more: number): Promise<void> {
    for (let each = 0; each < more; each++) {
      const n = this.all.length;
      const kind = kindNames[n % kindNames.length] ?? 'nothing';
      this.all.push({ n, kind, address: `customer-${n}@contoso.example` });
    }
    await Promise.all(this.all.filter(({ taken }) => !taken).map((one) => this.#sendOne(url, one)));
  }

  async #sendOne(url: string, one: Sent): Promise<void> {
    const { n, kind, address } = one;
    const body = {
      externalId: `kill-${n}`,
      customer: { name: 'Contoso', contacts: [{ email: address }] },
      consentToContact: true,
      country: countryOf(places[Math.floor(n / kindNames.length) % places.length]),
      ...kinds[kind](),
    };
    // Whoever hears nothing doesn't know what became of it.
    const answer = await postRfi(url, body).catch(() => null);
    if (answer?.status === 202) one.taken = answer.body as { id: string; code: string };
  }

  /** Anna takes one whose card stands. */
  async press(): Promise<void> {
    const one = this.all.find(
      ({ kind, taken, pressed }) => kind === 'nothing' && !pressed && taken && this.#people.card(taken.id),
    );
    if (!one?.taken) return;
    one.pressed = true;
    await this.#people.press(anna, one.taken.id, 'take');
  }
}

/** One life: some die while they start, the others after so many calls of Slack's API, or when it has been still. */
async function liveAndDie(env: NodeJS.ProcessEnv, slack: SlackStandIn, sender: Sender, random: () => number) {
  const young = random() < 0.15;
  const calls = Math.floor(random() * 20);
  const moment = random() * (young ? 800 : 30);
  const more = Math.floor(random() * 4);
  const desk = startMortalDesk(env);
  if (young) {
    await delay(moment);
    await desk.kill();
    return;
  }
  const begun = slack.calls.all.length;
  const url = await desk.url;
  if (!url) throw new Error('the desk did not start');
  slack.requestUrl = `${url}/slack/events`;
  const activity = Promise.all([sender.send(url, more), sender.press()]);
  let dead = false;
  await Promise.race([
    slack.until(() => dead || slack.calls.all.length >= begun + calls),
    delay(500 + random() * 1_500),
  ]);
  if (random() < 0.7) await delay(moment);
  await desk.kill();
  dead = true;
  await activity;
}

/** The last one, a minute later, when every lease is over; resolves when it has nothing left to do. */
async function survive(env: NodeJS.ProcessEnv, slack: SlackStandIn, sender: Sender): Promise<Desk> {
  const answer = loadConfig({ env, flags: { playground: false }, cwd: process.cwd() });
  if (!answer.ok) throw new Error(JSON.stringify(answer.problems));
  const clock = new SteppedClock();
  const desk = await startDesk(answer.config, { logger: createLogger('silent'), pace: hurry, clock });
  slack.requestUrl = `${desk.url}/slack/events`;
  await desk.slackReady;
  await sender.send(desk.url, 0);
  clock.step(60_000);
  for await (const _ of ticks(50)) {
    await desk.runJob('deadlines');
    await desk.dispatcher.idle();
    const { outbox, deliveries } = desk.storage;
    const owed = await outbox.owing(clock.now(), 1);
    if (owed.length === 0 && !(await deliveries.nextDueAt([]))) break;
  }
  return desk;
}

async function compare(desk: Desk, slack: SlackStandIn, all: readonly Sent[], dataDir: string): Promise<Tally> {
  const people = inSlack(slack);
  // A mail whose sending was cut off twice is given up by the design: whether it arrived is not known.
  const buried = await desk.storage.database.collection('deliveries').find({ status: 'buried' }).toArray();
  const doubtedTwice = { destination: { platform: 'mail' }, reason: 'fate-unknown', post: { nonce: 'mail-again' } };
  for (const delivery of buried) expect(delivery).toMatchObject(doubtedTwice);
  const givenUp = new Set(buried.map(({ referralId }) => referralId as string));
  const shown: Outcome[] = [];
  const owed: Outcome[] = [];
  const notices = linesOf(messagesOfPlaces(slack).filter((message) => !isCard(message)));
  const direct = linesOf(slack.messages(slack.workspace.directMessage(slack.people.user(bruno)).id));
  const mails = await mailsIn(join(dataDir, 'mail'));
  for (const { n, kind, taken, address } of all) {
    const stored = taken && (await desk.storage.referrals.byId(taken.id as ReferralId));
    if (!stored) throw new Error(`request ${n} is lost`);
    const about = (lines: readonly string[]) => lines.filter((line) => line.includes(` ${taken.code} `)).length;
    const mailed = mails.filter((mail) => mail.includes(address)).length;
    shown.push({
      n,
      kind,
      cards: people.cards(taken.id).length,
      lines: people.thread(taken.id),
      notices: about(notices),
      direct: about(direct),
      mails: mailed,
    });
    const due = owedFor(kind, stored);
    owed.push({ n, kind, ...due, ...(givenUp.has(stored.id) ? { mails: Math.min(mailed, due.mails) } : {}) });
  }
  expect(shown).toEqual(owed);
  // Nothing besides, of a request that nobody knows.
  const cards = messagesOfPlaces(slack).filter(isCard);
  expect(cards).toHaveLength(shown.reduce((sum, outcome) => sum + outcome.cards, 0));
  slack.assertStrict();
  const sum = (count: (outcome: Outcome) => number) => shown.reduce((total, one) => total + count(one), 0);
  return {
    referrals: all.length,
    lines: sum(({ lines }) => lines.length),
    notices: sum((outcome) => outcome.notices + outcome.direct + outcome.mails),
    searches: slack.calls.of('conversations.history').length + slack.calls.of('conversations.replies').length,
  };
}

function owedFor(kind: Kind, { state, history }: Referral): Omit<Outcome, 'n' | 'kind'> {
  const silent = { cards: 1, lines: [] as string[], notices: 0, direct: 0, mails: 0 };
  switch (kind) {
    case 'nothing':
      return state.kind === 'new' && state.owner ? { ...silent, lines: ['Anna Keller took it'] } : silent;
    case 'reminder':
      return { ...silent, lines: ['⏰ Waiting for an answer'], notices: 1 };
    case 'urgency':
      return { ...silent, lines: ['🔥 The customer wants to be contacted now'], notices: 1, direct: 1 };
    case 'expiry':
      // One that came too late owes nobody anything.
      if (history.some(({ commandId }) => commandId === 'expired-on-arrival')) return { ...silent, cards: 0 };
      return { ...silent, lines: ['Expired: nobody answered in time'], notices: 1, mails: 1 };
  }
}

const isCard = (message: { blocks: unknown }) => JSON.stringify(message.blocks).includes('deal:');

/** All lines of messages, without what stands below them in threads. */
function linesOf(messages: readonly StoredMessage[]): string[] {
  const texts = messages
    .filter((message) => !isReply(message))
    .flatMap(({ blocks }) => blocks.map(({ text }) => (text as { text: string } | undefined)?.text ?? ''));
  return texts.flatMap((text) => text.split('\n'));
}

async function mailsIn(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  return Promise.all(names.filter((name) => name.endsWith('.eml')).map((name) => readFile(join(folder, name), 'utf8')));
}
