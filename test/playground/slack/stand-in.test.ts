import { mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SlackStandIn } from '../../../src/playground/slack/stand-in.js';
import { actions, button, cleanUp, clientOf, refusal, startApp, startSlack } from './support.js';

afterEach(cleanUp);

const inbox = 'C0RFIINBOX';
const anna = 'U0ANNA0001';

async function start() {
  const slack = await startSlack();
  const client = clientOf(slack);
  const post = (text = 'x') => client.chat.postMessage({ channel: inbox, text });
  const texts = () => slack.messages(inbox).map((message) => message.text);
  return { slack, client, post, texts };
}

describe('mishaps', () => {
  test('429 with Retry-After, for as many calls as asked for', async () => {
    const { slack, post, texts } = await start();
    slack.faults.rateLimit('chat.postMessage', { times: 2, retryAfter: 7 });
    await expect(post()).rejects.toMatchObject({ retryAfter: 7 });
    await expect(post()).rejects.toMatchObject({ retryAfter: 7 });
    await post('third');
    expect(texts()).toEqual(['third']);
  });

  test('a server error, and a refusal by Slack', async () => {
    const { slack, post, texts } = await start();
    slack.faults.fail('chat.postMessage', { status: 503 });
    slack.faults.refuse('*', 'internal_error');
    await expect(post()).rejects.toMatchObject({ statusCode: 503 });
    expect(await refusal(post())).toMatchObject({ error: 'internal_error' });
    expect(texts()).toEqual([]);
  });

  test('a connection that breaks before, and one that breaks after the post', async () => {
    const { slack, post, texts } = await start();
    slack.faults.hangUp('chat.postMessage');
    await expect(post('before')).rejects.toThrow();
    expect([texts(), slack.calls.last('chat.postMessage')]).toMatchObject([[], { applied: false }]);
    slack.faults.dropAnswer('chat.postMessage');
    await expect(post('after')).rejects.toThrow();
    expect([texts(), slack.calls.last('chat.postMessage')]).toMatchObject([['after'], { applied: true }]);
    expect(slack.calls.last('chat.postMessage')?.answer).toBeUndefined();
  });

  test('a call that is held before and one held after it is carried out', async () => {
    const { slack, post, texts } = await start();
    const before = slack.faults.hold('chat.postMessage');
    const first = post('first');
    await before.arrived;
    expect(texts()).toEqual([]);
    before.release();
    await first;
    const after = slack.faults.hold('chat.postMessage', { when: 'after' });
    const second = post('second');
    await after.arrived;
    expect(texts()).toEqual(['first', 'second']);
    slack.faults.clear();
    expect(await second).toMatchObject({ ok: true });
  });
});

describe('the log', () => {
  test('keeps what was asked and answered, without the token', async () => {
    const { slack, client } = await start();
    const blocks = [actions(button('a', '1'))];
    await client.chat.postMessage({ channel: inbox, text: 'x', blocks });
    const [call] = slack.calls.of('chat.postMessage');
    expect(call).toMatchObject({
      method: 'chat.postMessage',
      args: { channel: inbox, text: 'x', blocks },
      applied: true,
      answer: { status: 200, body: { ok: true, channel: inbox } },
    });
    expect(JSON.stringify(call)).not.toContain(slack.botToken);
  });

  test('until sees calls and changes, and gives up with a word', async () => {
    const { slack, post } = await start();
    const third = slack.until(() => slack.messages(inbox)[2]);
    for (const text of ['1', '2', '3']) await post(text);
    expect((await third).text).toBe('3');
    await expect(slack.until(() => false, { timeoutMs: 5, what: 'Godot' })).rejects.toThrow('waited in vain for Godot');
  });
});

describe('response URLs', () => {
  async function responseUrl(now: () => number) {
    const slack = await startSlack({ now });
    const payload = slack.people.payloads.slashCommand(slack.people.user(anna), slack.channel(inbox), '/deals', '');
    const respond = async (body: unknown) => {
      const answer = await fetch(payload.body.response_url as string, { method: 'POST', body: JSON.stringify(body) });
      return [answer.status, ((await answer.json()) as { error?: string }).error];
    };
    return { slack, respond };
  }

  test('serve five times', async () => {
    const { slack, respond } = await responseUrl(Date.now);
    for (let use = 0; use < 5; use++) expect(await respond({ text: 'x' })).toEqual([200, undefined]);
    expect(await respond({ text: 'x' })).toEqual([404, 'used_url']);
    expect(slack.ephemerals(anna)).toHaveLength(5);
  });

  test('serve for half an hour', async () => {
    let now = Date.now();
    const { respond } = await responseUrl(() => now);
    now += 30 * 60_000 - 1;
    expect(await respond({ text: 'x' })).toEqual([200, undefined]);
    now += 1;
    expect(await respond({ text: 'x' })).toEqual([404, 'expired_url']);
  });

  test.each([
    ['nothing', {}, 'no_text'],
    ['an unknown key', { text: 'x', colour: 'red' }, 'invalid_arguments'],
    ['wrong blocks', { text: 'x', blocks: [{ type: 'alert' }] }, 'invalid_blocks'],
    ['another place', { text: 'x', response_type: 'world' }, 'invalid_arguments'],
  ])('refuse %s', async (_name, body, error) => {
    const { slack, respond } = await responseUrl(Date.now);
    expect(await respond(body)).toEqual([400, error]);
    expect(slack.calls.violations).toMatchObject([{ where: 'response_url', error }]);
  });
});

describe('what people can and cannot do', () => {
  async function withCard() {
    const { slack, client } = await start();
    await startApp(slack, (app) => app.action(/.*/, async ({ ack }) => ack()));
    const overflow = {
      type: 'overflow' as const,
      action_id: 'more',
      options: [{ text: { type: 'plain_text' as const, text: 'Lose' }, value: 'lose' }],
    };
    const blocks = [
      { type: 'actions' as const, block_id: 'one', elements: [button('open', '1'), overflow] },
      { type: 'actions' as const, block_id: 'two', elements: [button('open', '2')] },
    ];
    const { ts } = await client.chat.postMessage({ channel: inbox, text: 'a card', blocks });
    return { slack, card: { channel: inbox, ts: ts as string } };
  }

  test('a click says who, where and what', async () => {
    const { slack, card } = await withCard();
    const { payload } = await slack.people.click({ user: 'U0BRUNO001', ...card, actionId: 'open', value: '2' });
    expect(payload.body).toMatchObject({
      type: 'block_actions',
      team: { id: 'T0DESK' },
      user: { id: 'U0BRUNO001', username: 'bruno', team_id: 'T0DESK' },
      container: { type: 'message', message_ts: card.ts, channel_id: inbox, is_ephemeral: false },
      channel: { id: inbox, name: 'rfi-inbox' },
      message: { ts: card.ts, user: 'U0DESKBOT1', app_id: 'A0DESKAPP1' },
      state: { values: {} },
      actions: [{ type: 'button', action_id: 'open', block_id: 'two', value: '2', action_ts: expect.any(String) }],
    });
    const chosen = await slack.people.selectOverflow({ user: anna, ...card, actionId: 'more', option: 'lose' });
    expect(chosen.payload.body.actions).toMatchObject([{ type: 'overflow', selected_option: { value: 'lose' } }]);
  });

  test('a person of another workspace acts from there', async () => {
    const { slack, card } = await withCard();
    const { payload } = await slack.people.click({ user: 'U0EXTERN01', ...card, actionId: 'open', value: '1' });
    expect(payload.body).toMatchObject({ team: { id: 'T0FABRIKAM' }, user: { team_id: 'T0FABRIKAM' } });
  });

  test.each([
    ['a button that is not there', { actionId: 'close' }, 'no element close'],
    ['one of two that look alike', { actionId: 'open' }, 'several elements open'],
    ['an option that is not there', { actionId: 'more', selectedOption: 'win' }, 'no option with the value win'],
    ['no option', { actionId: 'more' }, 'choose an option'],
    ['a message that is not there', { actionId: 'open', ts: '1.000001' }, 'no such message'],
    ['a channel they are not in', { actionId: 'open', channel: 'C0LEADS001' }, 'is not in'],
    ['being nobody', { actionId: 'open', user: 'U0NOBODY01' }, 'no user'],
  ])('%s is impossible', async (_name, act, sentence) => {
    const { slack, card } = await withCard();
    await expect(slack.people.click({ user: anna, ...card, ...act })).rejects.toThrow(sentence);
  });

  test('an unknown command and a form that is not open are impossible', async () => {
    const { slack } = await withCard();
    const command = slack.people.slashCommand({ user: anna, channel: inbox, command: '/nope' });
    await expect(command).rejects.toThrow('/nope is not a valid command');
    await expect(slack.people.submitView({ user: anna, viewId: 'V1' })).rejects.toThrow('not open');
  });
});

describe('the state file', () => {
  const folder = () => mkdtemp(join(tmpdir(), 'slack-'));

  test('brings the channels back, and later messages come later', async () => {
    const stateFile = join(await folder(), 'sub', 'slack.json');
    const first = new SlackStandIn({ stateFile, now: () => 2_000_000_000_000 });
    await first.start();
    const metadata = { event_type: 'card', event_payload: { id: '7' } };
    const { ts } = await clientOf(first).chat.postMessage({ channel: inbox, text: 'a card', metadata });
    await clientOf(first).chat.postMessage({ channel: anna, text: 'psst' });
    await first.stop();

    const second = await startSlack({ stateFile, now: () => 1_999_999_999_000 });
    expect(second.messages(inbox)).toMatchObject([{ ts, text: 'a card', metadata }]);
    const { ts: later, channel } = await clientOf(second).chat.postMessage({ channel: anna, text: 'again' });
    expect(second.messages(channel as string)).toMatchObject([{ text: 'psst' }, { text: 'again' }]);
    expect(Number(later)).toBeGreaterThan(Number(ts));
  });

  test('is replaced as a whole, with nothing left beside it', async () => {
    const directory = await folder();
    const slack = await startSlack({ stateFile: join(directory, 'slack.json') });
    await clientOf(slack).chat.postMessage({ channel: inbox, text: 'a card' });
    await slack.stop();
    expect(await readdir(directory)).toEqual(['slack.json']);
    expect(JSON.parse(await readFile(join(directory, 'slack.json'), 'utf8'))).toMatchObject({ version: 1 });
  });

  test('starts afresh on a damaged one', async () => {
    const stateFile = join(await folder(), 'slack.json');
    await writeFile(stateFile, '{"version":1');
    const slack = await startSlack({ stateFile });
    expect(slack.messages(inbox)).toEqual([]);
  });
});
