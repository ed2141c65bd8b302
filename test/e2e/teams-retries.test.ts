import type { Json } from '../../src/playground/shared/json.js';
import type { Delivered } from '../../src/playground/teams/delivery.js';
import { pilot } from './cases.js';
import { inboxChannel, startTeamsDesk, type TeamsDesk } from './teams-desk.js';
import { submissionOf } from './teams-forms.js';

let desk: TeamsDesk;
beforeAll(async () => {
  desk = await startTeamsDesk();
});
afterAll(async () => {
  await desk.stop();
  desk.teams.assertStrict();
});
beforeEach(() => {
  for (const user of ['anna', 'bruno', 'chloe']) {
    desk.teams.setClient(user, {});
    desk.teams.people.closeDialog({ user });
  }
});

type Twice = (activity: Json) => Promise<Delivered[]>;
const ways: [string, Twice][] = [
  ['one after the other', async (activity) => [await desk.teams.deliver(activity), await desk.teams.deliver(activity)]],
  ['at once', (activity) => Promise.all([desk.teams.deliver(activity), desk.teams.deliver(activity)])],
];

const placeOf = (id: string) => ({
  conversation: desk.teams.conversation(inboxChannel),
  threadId: desk.card(id)?.id ?? '',
});
const invoke = (user: string, id: string, name: string, value: Json) =>
  desk.teams.people.activities.invoke(desk.teams.people.user(user), placeOf(id), name, value, desk.card(id)?.id);

/** What somebody has typed in their dialog, on its way to the desk. */
const submission = (user: string, id: string, typed = pilot): Json =>
  invoke(user, id, 'task/submit', { data: submissionOf(desk.teams, user, typed), context: { theme: 'default' } });

/** A press of a button that acts at once. */
const execute = (user: string, id: string, data: Json): Json =>
  invoke(user, id, 'adaptiveCard/action', {
    action: { type: 'Action.Execute', verb: 'desk', data: { desk: data } },
    trigger: 'manual',
  });

const said = ({ content }: Delivered) => JSON.stringify(content ?? null);
const happened = async (id: string) =>
  (await desk.stored(id)).history.map(({ type }) => type).filter((type) => type !== 'reminded');

describe.each(ways)('delivered twice, %s', (_way, twice) => {
  test('a form: one effect, one line, and both times the winner’s answer', async () => {
    const { id, code, card } = await desk.rfi();
    await desk.open('anna', id, 'Accept');
    for (const answer of await twice(submission('anna', id))) expect(said(answer)).toContain(`You accepted ${code}`);
    await desk.cardSays(id, 'Anna Keller is on it');
    await desk.teams.until(() => desk.thread(id).length > 0);
    await desk.settled();
    expect(desk.thread(id)).toEqual(['Anna Keller accepted']);
    expect(desk.cards(id).map((one) => one.id)).toEqual([card.id]);
    expect((await desk.stored(id)).version).toBe(2);
  });

  test('a press that changes something', async () => {
    const { id } = await desk.rfi();
    const answers = await twice(execute('anna', id, { do: 'at-once', type: 'mark-urgent', r: id }));
    for (const answer of answers) expect(said(answer)).toContain('is marked as urgent');
    await desk.teams.until(() => desk.thread(id).length > 0);
    await desk.settled();
    expect(desk.thread(id)).toEqual(['Anna Keller marked it as urgent 🔥']);
    expect(await happened(id)).toEqual(['received', 'marked-urgent']);
  });

  test('a press that opens a form: two forms that can both be used, and nothing has changed', async () => {
    const { id } = await desk.rfi();
    const data = { desk: { do: 'form', form: 'accept', r: id } };
    const answers = await twice(invoke('anna', id, 'task/fetch', { data, context: { theme: 'default' } }));
    for (const answer of answers) expect(said(answer)).toContain('Input.Text');
    expect((await desk.stored(id)).version).toBe(1);
  });

  test('an undo', async () => {
    const { id } = await desk.rfi();
    await desk.act('anna', id, 'Accept', pilot);
    const of = (await desk.stored(id)).undo?.commandId ?? '';
    for (const answer of await twice(execute('anna', id, { do: 'undo', r: id, of }))) {
      expect(said(answer)).toContain('Taken back');
    }
    await desk.cardSays(id, 'nobody is on it yet');
    expect(await happened(id)).toEqual(['received', 'accepted', 'undone']);
  });

  test('a button that comes as a message: one effect and one answer', async () => {
    const { id, card } = await desk.rfi();
    const value = { desk: { do: 'at-once', type: 'mark-urgent', r: id } };
    const anna = desk.teams.people.user('anna');
    const activity = desk.teams.people.activities.submit(anna, placeOf(id), card, value);
    for (const answer of await twice(activity)) expect(answer.acknowledged).toBe(true);
    await desk.teams.until(() => desk.thread(id).length >= 2);
    await desk.settled();
    expect(desk.thread(id).filter((text) => text.includes('is marked as urgent'))).toHaveLength(1);
    expect(await happened(id)).toEqual(['received', 'marked-urgent']);
  });

  test('what somebody wrote: one answer', async () => {
    const { message, delivered } = await desk.teams.talk.direct({ user: 'chloe', text: 'help' });
    if (!delivered) throw new Error('not delivered');
    for (const answer of await twice(delivered.activity)) expect(answer.acknowledged).toBe(true);
    const since = desk.teams.directMessages('chloe');
    expect(since.slice(since.indexOf(message) + 1)).toHaveLength(1);
  });

  test('the form of “rfi new”: one request', async () => {
    const customer = `Oslo ${_way}`;
    await desk.teams.talk.direct({ user: 'anna', text: 'rfi new' });
    const chat = desk.teams.organisation.personalChat(desk.teams.people.user('anna'));
    const offer = chat.messages.at(-1)?.id ?? '';
    const { people } = desk.teams;
    await people.click({ user: 'anna', conversation: chat.id, message: offer, action: 'Log a request' });
    const data = submissionOf(desk.teams, 'anna', { customer, need: 'Licences.' });
    const value = { data, context: { theme: 'default' } };
    const activity = people.activities.invoke(people.user('anna'), { conversation: chat }, 'task/submit', value, offer);
    for (const answer of await twice(activity)) expect(said(answer)).toContain('is logged');
    const cards = () =>
      desk.teams.messages(inboxChannel).filter(({ attachments }) => JSON.stringify(attachments).includes(customer));
    await desk.teams.until(() => cards().length > 0);
    await desk.settled();
    expect(cards()).toHaveLength(1);
  });

  test('the news that the app was added', async () => {
    const [added] = await desk.teams.talk.install({ user: 'anna', conversation: inboxChannel });
    for (const answer of await twice(added?.activity ?? {})) expect(answer.acknowledged).toBe(true);
    const { id } = await desk.rfi();
    expect(desk.cards(id)).toHaveLength(1);
  });
});

describe('the memory of who won', () => {
  test('the winner’s retry hears that it won, however much happened since', async () => {
    const { id, code } = await desk.rfi();
    await desk.open('anna', id, 'Accept');
    const activity = submission('anna', id);
    await desk.teams.deliver(activity);
    await desk.cardSays(id, 'Anna Keller is on it');
    await desk.act('bruno', id, 'Won', { finalValue: '12000' });
    expect(said(await desk.teams.deliver(activity))).toContain(`You accepted ${code}`);
    expect((await desk.stored(id)).version).toBe(3);
  });

  test('a loser’s retry hears the same as before', async () => {
    const { id } = await desk.rfi();
    await desk.open('anna', id, 'Accept');
    await desk.open('bruno', id, 'Accept');
    await desk.submit('anna', pilot);
    const activity = submission('bruno', id);
    for (const answer of [await desk.teams.deliver(activity), await desk.teams.deliver(activity)]) {
      expect(said(answer)).toContain('Anna Keller l’a acceptée');
    }
    expect((await desk.stored(id)).version).toBe(2);
  });

  test('the same answer of two people, with forms of their own, is two acts: one wins', async () => {
    const { id } = await desk.rfi();
    for (const user of ['anna', 'chloe']) await desk.open(user, id, 'Accept');
    const answers = await Promise.all(['anna', 'chloe'].map((user) => desk.teams.deliver(submission(user, id))));
    const texts = answers.map(said);
    expect(texts.filter((text) => text.includes('You accepted'))).toHaveLength(1);
    expect(texts.filter((text) => text.includes('accepted this'))).toHaveLength(1);
    expect((await desk.stored(id)).version).toBe(2);
  });

  test('the form of another, with the nonce that it has, is an act of one’s own', async () => {
    const { id } = await desk.rfi();
    await desk.open('anna', id, 'Accept');
    const activity = submission('anna', id);
    await desk.teams.deliver(activity);
    const bruno = desk.teams.people.user('bruno');
    const from = { id: bruno.id, name: bruno.name, aadObjectId: bruno.aadObjectId };
    expect(said(await desk.teams.deliver(activity, { activity: { from } }))).toContain('Anna Keller accepted this');
    expect((await desk.stored(id)).version).toBe(2);
  });
});

test('a form that was corrected after its errors is one act, however often it comes', async () => {
  const { id, code } = await desk.rfi();
  await desk.open('anna', id, 'Accept');
  const wrong = submission('anna', id, { ...pilot, value: 'much' });
  for (const answer of [await desk.teams.deliver(wrong), await desk.teams.deliver(wrong)]) {
    expect(said(answer)).toContain('Write a number');
  }
  const right = submission('anna', id);
  for (const answer of [await desk.teams.deliver(right), await desk.teams.deliver(right)]) {
    expect(said(answer)).toContain(`You accepted ${code}`);
  }
  // A late delivery of the first is not told what is wrong with it, but that there is nothing left to do.
  expect(said(await desk.teams.deliver(wrong))).toContain('You accepted this');
  expect((await desk.stored(id)).version).toBe(2);
});
