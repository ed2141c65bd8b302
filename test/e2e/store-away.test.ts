import { rm } from 'node:fs/promises';
import type { HealthProblem } from '../../src/health.js';
import { type EmbeddedStore, startEmbeddedStore } from '../../src/storage/embedded/start.js';
import { SteppedClock } from '../fakes/clock.js';
import { scratchFolder } from '../support/scratch-folder.js';
import { anna, bruno, inbox } from './cast.js';
import { engagement } from './engagement.js';
import { hurry } from './hurry.js';
import { isReply, says } from './in-slack.js';
import { postRfi, takenIn } from './post-rfi.js';
import { type SlackDesk, startSlackDesk } from './slack-desk.js';

/** A busy machine takes its time: what is shown here is what is answered. */
const patient = { withinMs: 60_000 };
const patience = { timeoutMs: 60_000 };

/** A week without any period knows no closed hours. */
const yaml = `profiles:
  - id: default
    workingHours: {}
    channels: { slack: [${inbox}] }
    reminders: { normal: [{ after: 4h, tell: [channel] }], digest: false }
`;

let dataDir: string;
let store: EmbeddedStore;
let desk: SlackDesk;
let port: number;
const clock = new SteppedClock();

beforeAll(async () => {
  dataDir = await scratchFolder('desk-store-');
  store = await startEmbeddedStore({ dataDir, port: 0 });
  port = Number(new URL(store.uri).port);
  desk = await startSlackDesk({ mongodbUri: store.uri, pace: hurry, clock, yaml });
});
afterAll(async () => {
  await desk.stop();
  await store.close();
  await rm(dataDir, { recursive: true, force: true });
  desk.slack.assertStrict();
});

test('while the store is away everybody hears so at once; when it is back, nothing is lost', async () => {
  const first = await desk.rfi();
  const owed = await desk.rfi();
  const due = await desk.rfi();
  await desk.open(anna, first.id, 'accept');
  // Accepted and on its way: the change is saved, but its card can't follow while the store is away.
  const hold = desk.slack.faults.hold('chat.update');
  await desk.open(bruno, owed.id, 'accept');
  expect(await desk.submit(bruno, engagement)).toMatchObject({ kind: 'closed' });
  await hold.arrived;
  await store.close();

  // A reminder comes due while nobody can note that it was given; the job says so, and looks again.
  clock.step(4 * 3_600_000);
  await expect(desk.desk.runJob('deadlines')).rejects.toThrow();

  // A form: an answer (how soon at the latest, `within.test.ts` shows), and what was typed stays.
  const form = desk.form(anna);
  const refused = await desk.submit(anna, engagement, patient);
  expect(refused).toMatchObject({ kind: 'errors', errors: { name: expect.stringContaining('in a moment') } });
  expect(desk.form(anna)?.id).toBe(form?.id);

  // A click, a command, the intake, and what a supervisor asks, all at once.
  const [, command, intake, ready, alive] = await Promise.all([
    desk.press(bruno, first.id, 'mark-urgent'),
    desk.slack.people.slashCommand({
      ...{ user: bruno, channel: 'rfi-inbox', command: '/deals', text: 'inbox' },
      overrides: patient,
    }),
    fetch(`${desk.url}/intake/referrals`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: 'Bearer e2e-intake-token-0123456789' },
      body: JSON.stringify({ customer: { name: 'Away Ltd' }, externalId: 'away-1' }),
    }),
    fetch(`${desk.url}/readyz`),
    fetch(`${desk.url}/healthz`),
  ]);
  expect(command.acknowledged).toBe(true);
  await desk.slack.until(
    () => desk.slack.ephemerals(bruno).filter((one) => one.text.includes('réessayez')).length >= 2,
    { ...patience, what: 'both to be asked to try again' },
  );
  expect(intake.status).toBe(503);
  expect(Number(intake.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(intake.headers.get('content-type')).toContain('application/problem+json');
  expect(ready.status).toBe(503);
  expect(JSON.stringify(await ready.json())).toContain('store-away');
  expect(alive.status).toBe(200);

  hold.release();
  store = await startEmbeddedStore({ dataDir, port });
  // The same presses once more.
  await desk.slack.until(() => desk.form(anna));
  let outcome = await desk.submit(anna);
  while (outcome.kind === 'errors') outcome = await desk.submit(anna);
  expect(outcome).toMatchObject({ kind: 'closed' });
  const again = await postRfi(desk.url, { customer: { name: 'Away Ltd' }, externalId: 'away-1' });
  expect(again).toMatchObject({ status: 202, body: { duplicate: false } });
  const late = await takenIn(desk.url);

  const { id } = again.body as { id: string };
  for (const [referral, text] of [
    [first.id, 'Anna Keller is on it'],
    [owed.id, 'Bruno Lefèvre is on it'],
    [id, 'Away Ltd'],
    [late.id, 'nobody is on it yet'],
  ] as const) {
    await desk.slack.until(() => says(desk.card(referral), text), { ...patience, what: text });
    expect(desk.cards(referral)).toHaveLength(1);
  }
  await desk.slack.until(() => desk.thread(owed.id).length === 1 && desk.thread(first.id).length > 0, patience);
  expect(desk.thread(owed.id)).toEqual(['Bruno Lefèvre accepted']);
  const { problems } = (await (await fetch(`${desk.url}/readyz`)).json()) as { problems: HealthProblem[] };
  // Slack's clock is the test's, by now hours ahead of the machine's, which the desk may have noticed: only the store counts.
  expect(problems.filter(({ code }) => code === 'store-away')).toEqual([]);

  const reminders = () => {
    const messages = desk.slack
      .messages('rfi-inbox')
      .map((message) => ({ ...message, text: JSON.stringify(message.blocks) }));
    const notices = messages.filter((message) => !isReply(message) && !message.text.includes('deal:'));
    return notices.filter(({ text }) => text.includes(due.code));
  };
  await desk.desk.runJob('deadlines');
  await desk.slack.until(() => reminders().length > 0 && desk.thread(due.id).length > 0, patience);
  await desk.settled();
  expect(reminders()).toHaveLength(1);
  expect(desk.thread(due.id)).toEqual(['⏰ Waiting for an answer']);
}, 180_000);
