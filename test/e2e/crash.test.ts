import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Hold } from '../../src/playground/shared/faults.js';
import type { SlackStandIn } from '../../src/playground/slack/stand-in.js';
import { scratchFolder } from '../support/scratch-folder.js';
import { anna, bruno, dana } from './cast.js';
import { engagement } from './engagement.js';
import { type InSlack, inSlack, isReply, says, standInFor } from './in-slack.js';
import { deskEnvironment, type MortalDesk, startMortalDesk } from './mortal-desk.js';
import { countryOf, messagesOfPlaces, type Place, placeChannels, places, placesYaml } from './places.js';
import { takenIn } from './post-rfi.js';

// Each place has a lane of its own, so that one kill cuts off a call in each of them.
const [inbox, lost, updated, commented, assigned] = places;

let dataDir: string;
let slack: SlackStandIn;
let people: InSlack;
let desk: MortalDesk;
let url: string;

beforeAll(async () => {
  dataDir = await scratchFolder('desk-crash-');
  await writeFile(join(dataDir, 'desk.yaml'), placesYaml());
  slack = standInFor('http', { channels: placeChannels([anna, bruno, dana]) });
  people = inSlack(slack);
  await slack.start();
  await start();
});
beforeEach(() => {
  slack.faults.clear();
});
afterAll(async () => {
  await desk.kill();
  await slack.stop();
  await rm(dataDir, { recursive: true, force: true });
  slack.assertStrict();
});

/** Starts the desk on what the last one left. */
async function start(): Promise<void> {
  // A call that is held must not look like one that got lost, before all of them are.
  const leaseMs = 5_000;
  const deskFile = join(dataDir, 'desk.yaml');
  desk = startMortalDesk({ ...deskEnvironment(slack, dataDir), DESK_CONFIG: deskFile, LEASE_MS: String(leaseMs) });
  const address = await desk.url;
  if (!address) throw new Error('the desk did not start');
  url = address;
  slack.requestUrl = `${url}/slack/events`;
}

/** What each referral has come to; looked at again when all is over, for what came too late. */
const outcomes = new Map<string, readonly string[]>();

/** Exactly one card that says so, with exactly these lines. */
async function expectOne(id: string, text: string, lines: readonly string[]): Promise<void> {
  await slack.until(() => says(people.card(id), text), { what: `a card that says ${text}` });
  await slack.until(() => people.thread(id).length >= lines.length, { what: `${lines.length} lines` });
  expect(people.cards(id)).toHaveLength(1);
  expect(people.thread(id)).toEqual(lines);
  outcomes.set(id, lines);
}

const takeIn = async (place: Place) => (await takenIn(url, { country: countryOf(place) })).id;

/** An RFI whose card stands. */
async function standing(place: Place): Promise<string> {
  const id = await takeIn(place);
  await slack.until(() => people.card(id), { what: 'the card' });
  return id;
}

/** Anna's acceptance, acknowledged. */
async function accept(id: string): Promise<void> {
  await slack.until(() => slack.requestUrl);
  await people.open(anna, id, 'accept');
  expect(await people.submit(anna, engagement)).toMatchObject({ kind: 'closed' });
}

const untouched = 'nobody is on it yet';
const accepted = 'Anna Keller is on it';
const line = ['Anna Keller accepted'];

test('right after the 202 of the intake', async () => {
  const id = await takeIn(inbox);
  await desk.kill();
  await start();
  await expectOne(id, untouched, []);
});

test('right after an acceptance was acknowledged', async () => {
  const id = await standing(inbox);
  await accept(id);
  await desk.kill();
  await start();
  await expectOne(id, accepted, line);
});

test('while an acceptance is decided: Slack asks again, and hears the same', async () => {
  const id = await standing(inbox);
  await people.open(anna, id, 'accept');
  const form = people.form(anna);
  if (!form) throw new Error('no form');
  const submitted = people.submit(anna, engagement);
  await desk.kill();
  await submitted;
  await start();
  // Until Slack is connected, the desk asks Slack to come again.
  const payload = slack.people.payloads.viewSubmission(slack.people.user(anna), form);
  let answer = await slack.deliver(payload);
  while (answer.status === 503) answer = await slack.deliver(payload);
  expect(answer).toMatchObject({ acknowledged: true, content: undefined });
  slack.views.clear(anna);
  await expectOne(id, accepted, line);
});

/** Keeps calls where they are, each in a place of its own, until the desk is dead. A desk makes four at the same time. */
function cutOff(when: 'before' | 'after') {
  const holds: Hold[] = [];
  /** Resolves when the call that follows from it is under way. */
  const heldAt = async <T>(method: string, cause: () => Promise<T>): Promise<T> => {
    const hold = slack.faults.hold(method, { when });
    holds.push(hold);
    const caused = await cause();
    await hold.arrived;
    return caused;
  };
  return {
    heldAt,
    /** While a card is posted, one updated, and a line written; and what has to come of it afterwards. */
    async cards() {
      const [toUpdate, toCommentOn] = await Promise.all([standing(updated), standing(commented)]);
      const posted = await heldAt('chat.postMessage', () => takeIn(inbox));
      await heldAt('chat.update', () => accept(toUpdate));
      await heldAt('chat.postMessage', () => accept(toCommentOn));
      // Each at its own point, and none further.
      const isDone = when === 'after';
      expect(people.cards(posted)).toHaveLength(isDone ? 1 : 0);
      expect(says(people.card(toUpdate), accepted)).toBe(isDone);
      expect(says(people.card(toCommentOn), accepted)).toBe(true);
      expect([people.thread(toUpdate), people.thread(toCommentOn)]).toEqual([[], isDone ? line : []]);
      return async () => {
        // This line comes only once the dead desk's leases are over: a second card would have come by then.
        await expectOne(toUpdate, accepted, line);
        await expectOne(toCommentOn, accepted, line);
        await expectOne(posted, untouched, []);
      };
    },
    async kill() {
      await desk.kill();
      for (const hold of holds) hold.release();
    },
  };
}

test('before Slack carries out that a card is posted, one looked for, one updated, and a line written', async () => {
  const { heldAt, cards, kill } = cutOff('before');
  slack.faults.dropAnswer('chat.postMessage');
  const lookedFor = await heldAt('conversations.history', () => takeIn(lost));
  const expectCards = await cards();
  expect(people.cards(lookedFor)).toHaveLength(1);
  await kill();
  await start();
  await expectCards();
  await expectOne(lookedFor, untouched, []);
});

test('after Slack has carried out that somebody is told, a card posted, one updated, and a line written', async () => {
  const { heldAt, cards, kill } = cutOff('after');
  const id = await standing(assigned);
  // First, as it is held back for some seconds, in which it can be undone.
  await heldAt('conversations.open', async () => {
    await people.open(dana, id, 'assign');
    expect(await people.submit(dana, { to: { selectedUser: bruno } })).toMatchObject({ kind: 'closed' });
  });
  const expectCards = await cards();
  await kill();
  await start();
  await expectCards();
  await expectOne(id, 'Bruno Lefèvre is on it', ['Dana Ortiz assigned it to Bruno Lefèvre']);
  const direct = slack.workspace.directMessage(slack.people.user(bruno));
  await slack.until(() => direct.messages.length > 0);
  expect(direct.messages).toHaveLength(1);
});

test('while it starts again, and while several are on their way', async () => {
  const ids = await Promise.all([inbox, inbox, inbox].map(takeIn));
  await desk.kill();
  const hold = slack.faults.hold('auth.test');
  await start();
  await hold.arrived;
  await desk.kill();
  hold.release();
  await start();
  for (const id of ids) await expectOne(id, untouched, []);
});

test('and after all of it there is one card each, with its lines, and nothing else', async () => {
  // They go through the same lanes after all that was owed before them.
  for (const place of places) outcomes.set(await standing(place), []);
  for (const [id, lines] of outcomes) {
    expect(people.cards(id)).toHaveLength(1);
    expect(people.thread(id)).toEqual(lines);
  }
  const messages = messagesOfPlaces(slack);
  expect(messages.filter((message) => !isReply(message))).toHaveLength(outcomes.size);
  expect(messages.filter(isReply)).toHaveLength([...outcomes.values()].flat().length);
});
