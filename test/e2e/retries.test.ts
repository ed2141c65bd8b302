import type { Delivered, Payload } from '../../src/playground/slack/delivery.js';
import { anna, bruno, dana, inbox } from './cast.js';
import { engagement } from './engagement.js';
import { inFields, says } from './in-slack.js';
import { type SlackDesk, startSlackDesk } from './slack-desk.js';

/** A thousand answers at once take longer than Slack waits for one. */
const patient = { withinMs: 60_000 };

let desk: SlackDesk;
beforeAll(async () => {
  desk = await startSlackDesk({ answerWithinMs: patient.withinMs });
});
afterEach(() => desk.turnOver());
afterAll(() => desk.stop());

const retry = { retry: { num: 1, reason: 'http_timeout' } };
type Twice = (payload: Payload) => Promise<Delivered[]>;
const ways: [string, Twice][] = [
  [
    'one after the other',
    async (payload) => [await desk.slack.deliver(payload), await desk.slack.deliver(payload, retry)],
  ],
  ['at once', (payload) => Promise.all([desk.slack.deliver(payload), desk.slack.deliver(payload, retry)])],
];

/** What somebody has entered, on its way to the desk. */
function submission(user: string, values = engagement): Payload {
  const view = desk.form(user);
  if (!view) throw new Error('no form is open');
  view.entered = inFields(values);
  return desk.slack.people.payloads.viewSubmission(desk.slack.people.user(user), view);
}

describe.each(ways)('delivered twice, %s', (_way, twice) => {
  test('a form: one effect, one line, one answer, and both times it is the winner’s', async () => {
    const { id, card } = await desk.rfi();
    await desk.open(anna, id, 'accept');
    const answers = await twice(submission(anna));
    for (const answer of answers) expect(answer).toMatchObject({ acknowledged: true, content: undefined });
    await desk.cardSays(id, 'Anna Keller is on it');
    await desk.slack.until(() => desk.thread(id).length === 1);
    await desk.told(anna);
    await desk.settled();
    expect(desk.thread(id)).toEqual(['Anna Keller accepted']);
    expect(desk.cards(id).map(({ ts }) => ts)).toEqual([card.ts]);
    expect((await desk.stored(id)).version).toBe(2);
    // A second answer would have been on its way before the dispatcher rested.
    expect(desk.slack.ephemerals(anna)).toHaveLength(1);
  });

  test('a click that changes something', async () => {
    const { id, card } = await desk.rfi();
    const place = { user: anna, channel: inbox, ts: card.ts, actionId: 'deal:more' };
    const answers = await twice(desk.slack.people.prepareClick({ ...place, selectedOption: `mark-urgent:${id}` }));
    for (const answer of answers) expect(answer.acknowledged).toBe(true);
    await desk.cardSays(id, '🔥');
    await desk.slack.until(() => desk.thread(id).length === 1);
    await desk.told(anna);
    await desk.settled();
    const { history } = await desk.stored(id);
    expect(history.filter(({ type }) => type === 'marked-urgent')).toHaveLength(1);
    expect(desk.slack.ephemerals(anna)).toHaveLength(1);
  });

  test('a click that opens a form: one form, and no complaint', async () => {
    const { id, card } = await desk.rfi();
    const place = { user: anna, channel: inbox, ts: card.ts, actionId: 'deal:accept' };
    const answers = await twice(desk.slack.people.prepareClick(place));
    for (const answer of answers) expect(answer.acknowledged).toBe(true);
    await desk.slack.until(() => desk.slack.calls.of('views.open').filter(({ answer }) => answer).length === 2);
    expect(desk.slack.views.stack(anna)).toHaveLength(1);
    expect(desk.slack.ephemerals(anna)).toEqual([]);
    expect((await desk.stored(id)).version).toBe(1);
  });

  test('an undo', async () => {
    const { id } = await desk.rfi();
    await desk.act(anna, id, 'accept', engagement);
    const told = await desk.told(anna);
    await twice(desk.slack.people.prepareClick({ user: anna, ephemeral: told.id, actionId: 'deal:undo' }));
    await desk.cardSays(id, 'nobody is on it yet');
    await desk.slack.until(() => says(desk.slack.ephemerals(anna)[0], 'Taken back'));
    expect((await desk.stored(id)).history.map(({ type }) => type)).toEqual(['received', 'accepted', 'undone']);
  });

  test('a turn of a list, and a deal shown from it', async () => {
    const { code } = await desk.rfi();
    const list = await desk.command(anna, 'inbox');
    await twice(desk.slack.people.prepareClick({ user: anna, ephemeral: list?.id ?? '', actionId: 'list:show' }));
    await desk.told(anna, 2);
    expect(desk.slack.ephemerals(anna).filter((one) => says(one, code) && says(one, 'History'))).toHaveLength(1);
  });

  test('the form of /rfi new: one request', async () => {
    await desk.slack.people.slashCommand({ user: anna, channel: inbox, command: '/rfi', text: 'new' });
    await desk.slack.until(() => desk.form(anna));
    await twice(submission(anna, { customer: { value: 'Oslo AS' }, need: { value: 'Licences.' } }));
    await desk.told(anna);
    await desk.slack.until(() => desk.slack.messages('rfi-inbox').some((message) => says(message, 'Oslo AS')));
    await desk.settled();
    expect(desk.slack.messages('rfi-inbox')).toHaveLength(1);
    expect(desk.slack.ephemerals(anna)).toHaveLength(1);
  });

  test('a command that opens a form', async () => {
    const payload = desk.slack.people.payloads.slashCommand(
      desk.slack.people.user(anna),
      desk.slack.channel(inbox),
      '/rfi',
      'new',
    );
    for (const answer of await twice(payload)) expect(answer).toMatchObject({ acknowledged: true, content: undefined });
    expect(desk.slack.views.stack(anna)).toHaveLength(1);
  });

  test('an event', async () => {
    const { people } = desk.slack;
    const joined = { type: 'member_joined_channel', user: dana, channel: inbox, channel_type: 'C', team: 'T0DESK' };
    for (const answer of await twice(people.payloads.event(joined))) expect(answer.acknowledged).toBe(true);
  });
});

describe('the memory of who won', () => {
  test('the winner’s retry hears that it won, however much happened since', async () => {
    const { id } = await desk.rfi();
    await desk.open(anna, id, 'accept');
    const payload = submission(anna);
    expect(await desk.slack.deliver(payload)).toMatchObject({ content: undefined });
    await desk.settled();
    await desk.act(bruno, id, 'win', { finalValue: { value: '12000' } });
    expect(await desk.slack.deliver(payload, retry)).toMatchObject({ acknowledged: true, content: undefined });
    expect((await desk.stored(id)).version).toBe(3);
  });

  test('a loser’s retry hears the same as before', async () => {
    const { id } = await desk.rfi();
    await desk.open(anna, id, 'accept');
    await desk.open(bruno, id, 'accept');
    await desk.submit(anna, engagement);
    const payload = submission(bruno);
    const answers = [await desk.slack.deliver(payload), await desk.slack.deliver(payload, retry)];
    for (const { content } of answers) expect(JSON.stringify(content)).toContain('Anna Keller l’a acceptée');
    expect((await desk.stored(id)).version).toBe(2);
  });
});

test('a thousand people accept at once: one wins, 999 are told who did', async () => {
  const people = Array.from({ length: 1_000 }, (_none, n) => {
    const name = `p${n}`;
    return desk.slack.addUser({
      id: `U1${String(n).padStart(7, '0')}`,
      name,
      realName: `Person ${n}`,
      locale: 'en-US',
      tz: 'UTC',
    }).id;
  });
  const { id, card } = await desk.rfi();
  // Everybody has the form that the desk opened for Anna: a thousand forms at once are another question.
  const { definition } = await desk.open(anna, id, 'accept');
  const metadata = JSON.stringify({ r: id });
  for (const user of people) desk.slack.views.open(user, { ...definition, private_metadata: metadata });

  const outcomes = await Promise.all(people.map((user) => desk.submit(user, engagement, patient)));
  const winners = people.filter((_user, n) => outcomes[n]?.kind === 'closed');
  expect(winners).toHaveLength(1);
  const winner = desk.slack.people.user(winners[0] ?? '').realName;
  const isTold = (user: string) =>
    JSON.stringify(desk.form(user)?.definition.blocks ?? '').includes(`${winner} accepted this`);
  expect(people.flatMap((user, n) => (user === winners[0] || isTold(user) ? [] : [outcomes[n]]))).toEqual([]);

  await desk.cardSays(id, `Active · ${winner} is on it`);
  await desk.slack.until(() => desk.thread(id).length > 0);
  await desk.settled();
  expect(desk.thread(id)).toEqual([`${winner} accepted`]);
  expect(desk.cards(id).map(({ ts }) => ts)).toEqual([card.ts]);
  expect((await desk.stored(id)).version).toBe(2);
}, 60_000);
