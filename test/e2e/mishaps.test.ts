import { SteppedClock } from '../fakes/clock.js';
import { anna, bruno, inbox } from './cast.js';
import { engagement } from './engagement.js';
import { hurry } from './hurry.js';
import { says } from './in-slack.js';
import { takenIn } from './post-rfi.js';
import { type SlackDesk, startSlackDesk } from './slack-desk.js';
import { passUntil } from './time-passes.js';

const clock = new SteppedClock();
let desk: SlackDesk;
beforeAll(async () => {
  desk = await startSlackDesk({ pace: hurry, clock });
});
afterEach(() => desk.turnOver());
afterAll(() => desk.stop());

const click = (user: string, id: string, action: string) => ({
  user,
  channel: inbox,
  ts: desk.card(id)?.ts ?? '',
  actionId: `deal:${action}`,
});

describe('Slack can’t say who somebody is', () => {
  /** Somebody whom the desk has never heard of. */
  const stranger = () => {
    const { users } = desk.slack.workspace;
    const id = `U0NEW${String(users.size).padStart(5, '0')}`;
    return desk.slack.addUser({ id, name: id, realName: 'Nora', locale: 'en-US', tz: 'UTC' }).id;
  };

  test('no form, but the request to try again; then it works', async () => {
    const { id } = await desk.rfi();
    desk.slack.faults.fail('users.info', { times: 2 });
    const user = stranger();
    await desk.press(user, id, 'accept');
    await desk.slack.until(() =>
      says({ text: '', blocks: desk.form(user)?.definition.blocks }, 'Slack doesn’t answer the desk right now'),
    );
    const { id: notice = '' } = desk.form(user) ?? {};
    desk.slack.faults.clear();
    const form = await desk.open(user, id, 'accept');
    expect(form.id).not.toBe(notice);
    expect(form.definition.callback_id).toBe('form:accept');
  });

  test('in a form: an error at its first field, nothing typed is lost, nothing is changed', async () => {
    const { id } = await desk.rfi();
    const form = await desk.open(anna, id, 'accept');
    // Somebody else presses the button of the form that stands there: the desk has never heard of them.
    const user = stranger();
    const own = desk.slack.views.open(user, form.definition);
    desk.slack.faults.fail('users.info', { times: 2 });
    const outcome = await desk.submit(user, engagement);
    expect(outcome).toMatchObject({
      kind: 'errors',
      errors: { name: expect.stringContaining('Slack doesn’t answer the desk right now') },
    });
    expect((await desk.stored(id)).version).toBe(1);
    desk.slack.faults.clear();
    expect(desk.form(user)?.id).toBe(own.id);
    expect(await desk.submit(user)).toMatchObject({ kind: 'closed' });
    expect((await desk.stored(id)).state).toMatchObject({ engagement: { notes: 'Talk to Sue.' } });
  });

  test('slowly: a sign of waiting first, then the form in its place', async () => {
    const { id } = await desk.rfi();
    const hold = desk.slack.faults.hold('users.info');
    const user = stranger();
    await desk.slack.people.click(click(user, id, 'accept'));
    const waiting = await desk.slack.until(() => desk.form(user));
    expect(waiting.definition.callback_id).toBe('loading');
    hold.release();
    await desk.slack.until(() => desk.form(user)?.definition.callback_id === 'form:accept');
    expect(desk.form(user)?.id).toBe(waiting.id);
  });

  test('so slowly that Slack would give up on a form: asked to press again, and both times it is one acceptance', async () => {
    const { id } = await desk.rfi();
    const { definition } = await desk.open(anna, id, 'accept');
    const user = stranger();
    const own = desk.slack.views.open(user, definition);
    const hold = desk.slack.faults.hold('users.info');
    expect(await desk.submit(user, engagement)).toMatchObject({
      kind: 'errors',
      errors: { name: expect.stringContaining('This takes longer than usual') },
    });
    expect(desk.form(user)?.id).toBe(own.id);
    // What was late is carried out all the same.
    hold.release();
    await desk.cardSays(id, 'Nora is on it');
    expect(await desk.submit(user)).toMatchObject({ kind: 'closed' });
    await desk.settled();
    expect(desk.thread(id)).toEqual(['Nora accepted']);
    expect((await desk.stored(id)).version).toBe(2);
  });
});

describe('a form can’t be opened', () => {
  test.each([
    ['too late', () => desk.slack.faults.refuse('views.open', 'expired_trigger_id'), 'Please press the button again'],
    ['for another reason', () => desk.slack.faults.fail('views.open'), 'Something went wrong on our side'],
  ])('%s: the person hears so in private', async (_name, mishap, sentence) => {
    const { id } = await desk.rfi();
    mishap();
    await desk.slack.people.click(click(anna, id, 'accept'));
    expect((await desk.told(anna)).text).toContain(sentence);
    expect(desk.slack.ephemerals(bruno)).toEqual([]);
  });

  test('/rfi new', async () => {
    desk.slack.faults.refuse('views.open', 'expired_trigger_id');
    expect((await desk.command(anna, 'new', { command: '/rfi' }))?.text).toContain('Please press the button again');
  });
});

test('a private answer that doesn’t arrive changes nothing of what was done', async () => {
  const { id } = await desk.rfi();
  await desk.open(anna, id, 'accept');
  const form = desk.form(anna);
  if (form) form.definition.private_metadata = JSON.stringify({ r: id, u: `${desk.slack.origin}/actions/T0DESK/gone` });
  expect(await desk.submit(anna, engagement)).toMatchObject({ kind: 'closed' });
  await desk.cardSays(id, 'Anna Keller is on it');
  await desk.slack.until(() => desk.thread(id).length === 1);
});

describe('one card in the end', () => {
  const once = async (id: string) => {
    await passUntil(clock, desk.desk, () => desk.cards(id).length > 0);
    await desk.act(anna, id, 'accept', engagement);
    const accepted = () => says(desk.card(id), 'Anna Keller is on it') && desk.thread(id).length > 0;
    await passUntil(clock, desk.desk, accepted);
    await desk.settled();
    expect(desk.cards(id)).toHaveLength(1);
    expect(desk.thread(id)).toEqual(['Anna Keller accepted']);
  };

  test.each<[string, () => void]>([
    ['a post that Slack answers with 500', () => desk.slack.faults.fail('chat.postMessage')],
    ['a post whose answer is lost', () => desk.slack.faults.dropAnswer('chat.postMessage')],
    ['a post that never left', () => desk.slack.faults.hangUp('chat.postMessage')],
    ['a post that Slack puts off', () => desk.slack.faults.rateLimit('chat.postMessage')],
    ['an update that Slack puts off', () => desk.slack.faults.rateLimit('chat.update')],
    ['an update that fails', () => desk.slack.faults.fail('chat.update')],
  ])('%s', async (_name, mishap) => {
    mishap();
    const { id } = await takenIn(desk.url);
    await once(id);
  });

  test('a line whose answer is lost', async () => {
    const { id } = await desk.rfi();
    desk.slack.faults.dropAnswer('chat.postMessage');
    await once(id);
  });

  test('a card that somebody deleted comes back with the next change', async () => {
    const { id, card } = await desk.rfi();
    desk.slack.conversation.deleteMessage({ channel: inbox, ts: card.ts });
    expect(desk.cards(id)).toEqual([]);
    const shown = await desk.command(anna, `show ${(await desk.stored(id)).code}`);
    await desk.press(anna, id, 'mark-urgent', { ephemeral: shown?.id ?? '' });
    await desk.cardSays(id, '🔥');
    await desk.slack.until(() => desk.thread(id).length === 1);
    await desk.settled();
    expect(desk.cards(id)).toHaveLength(1);
  });

  test('a click on a card that the desk knows nothing of makes it its own', async () => {
    const { id, card } = await desk.rfi();
    const destination = { platform: 'slack', kind: 'channel', id: inbox } as const;
    await desk.settled();
    const { referrals, cards } = desk.desk.storage;
    const referral = await referrals.byId(id);
    if (!referral) throw new Error('gone');
    await cards.removeCard(referral.id, destination);
    await desk.open(anna, id, 'accept');
    expect(await desk.submit(anna, engagement)).toMatchObject({ kind: 'closed' });
    await desk.cardSays(id, 'Anna Keller is on it');
    await desk.slack.until(() => desk.thread(id).length === 1);
    await desk.settled();
    expect(desk.cards(id).map(({ ts }) => ts)).toEqual([card.ts]);
  });

  test('a second card of the same referral goes when somebody clicks on it', async () => {
    const { id, card } = await desk.rfi();
    await desk.settled();
    const { workspace } = desk.slack;
    const { botUserId, botId } = workspace.installation;
    const { text, blocks } = card;
    const second = workspace.post(desk.slack.channel(inbox), { user: botUserId, botId, text, blocks });
    expect(desk.cards(id)).toHaveLength(2);
    await desk.slack.people.click({ ...click(anna, id, 'accept'), ts: second.ts });
    await desk.slack.until(() => desk.cards(id).length === 1);
    expect(desk.cards(id).map(({ ts }) => ts)).toEqual([card.ts]);
  });
});
