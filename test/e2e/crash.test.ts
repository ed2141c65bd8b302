import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SlackStandIn } from '../../src/playground/slack/stand-in.js';
import { anna, bruno, dana, inbox } from './cast.js';
import { engagement } from './engagement.js';
import { type InSlack, inSlack, isReply, says, standInFor } from './in-slack.js';
import { deskEnvironment, type MortalDesk, startMortalDesk } from './mortal-desk.js';
import { takenIn } from './post-rfi.js';

let dataDir: string;
let slack: SlackStandIn;
let people: InSlack;
let desk: MortalDesk;
let url: string;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'desk-crash-'));
  slack = standInFor('http');
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
  desk = startMortalDesk({ ...deskEnvironment(slack, dataDir), SLACK_CHANNEL: inbox });
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

/** An RFI whose card stands. */
async function standing(): Promise<string> {
  const { id } = await takenIn(url);
  await slack.until(() => people.card(id), { what: 'the card' });
  return id;
}

/** Anna's acceptance, acknowledged. */
async function accept(id: string): Promise<void> {
  await slack.until(() => slack.requestUrl);
  await people.open(anna, id, 'accept');
  expect(await people.submit(anna, engagement)).toMatchObject({ kind: 'closed' });
}

const accepted = 'Anna Keller is on it';
const line = ['Anna Keller accepted'];

test('right after the 202 of the intake', async () => {
  const { id } = await takenIn(url);
  await desk.kill();
  await start();
  await expectOne(id, 'nobody is on it yet', []);
});

test.each(['before', 'after'] as const)('while a card is posted, %s Slack has carried it out', async (when) => {
  const hold = slack.faults.hold('chat.postMessage', { when });
  const { id } = await takenIn(url);
  await hold.arrived;
  await desk.kill();
  hold.release();
  await start();
  await expectOne(id, 'nobody is on it yet', []);
});

test('while it looks for a post whose answer was lost', async () => {
  slack.faults.dropAnswer('chat.postMessage');
  const hold = slack.faults.hold('conversations.history');
  const { id } = await takenIn(url);
  await hold.arrived;
  await desk.kill();
  hold.release();
  await start();
  await expectOne(id, 'nobody is on it yet', []);
});

test('right after an acceptance was acknowledged', async () => {
  const id = await standing();
  await accept(id);
  await desk.kill();
  await start();
  await expectOne(id, accepted, line);
});

test('while an acceptance is decided: Slack asks again, and hears the same', async () => {
  const id = await standing();
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

test.each([
  ['a card is updated', 'chat.update', 'before'],
  ['a card is updated', 'chat.update', 'after'],
  ['a line is written', 'chat.postMessage', 'before'],
  ['a line is written', 'chat.postMessage', 'after'],
] as const)('while %s by %s, %s Slack has carried it out', async (_what, method, when) => {
  const id = await standing();
  const hold = slack.faults.hold(method, { when });
  await accept(id);
  await hold.arrived;
  await desk.kill();
  hold.release();
  await start();
  await expectOne(id, accepted, line);
});

test('while somebody is told that a request is theirs', async () => {
  const id = await standing();
  const hold = slack.faults.hold('conversations.open', { when: 'after' });
  await people.open(dana, id, 'assign');
  expect(await people.submit(dana, { to: { selectedUser: bruno } })).toMatchObject({ kind: 'closed' });
  await hold.arrived;
  await desk.kill();
  hold.release();
  await start();
  await expectOne(id, 'Bruno Lefèvre is on it', ['Dana Ortiz assigned it to Bruno Lefèvre']);
  const direct = slack.workspace.directMessage(slack.people.user(bruno));
  await slack.until(() => direct.messages.length > 0);
  expect(direct.messages).toHaveLength(1);
});

test('while it starts again, and while several are on their way', async () => {
  const ids = await Promise.all([takenIn(url), takenIn(url), takenIn(url)].map(async (answer) => (await answer).id));
  await desk.kill();
  const hold = slack.faults.hold('auth.test');
  await start();
  await hold.arrived;
  await desk.kill();
  hold.release();
  await start();
  for (const id of ids) await expectOne(id, 'nobody is on it yet', []);
});

test('and after all of it there is one card each, with its lines, and nothing else', async () => {
  // It goes through the same lane after all that was owed before it.
  outcomes.set(await standing(), []);
  for (const [id, lines] of outcomes) {
    expect(people.cards(id)).toHaveLength(1);
    expect(people.thread(id)).toEqual(lines);
  }
  const messages = slack.messages('rfi-inbox');
  expect(messages.filter((message) => !isReply(message))).toHaveLength(outcomes.size);
  expect(messages.filter(isReply)).toHaveLength([...outcomes.values()].flat().length);
});
