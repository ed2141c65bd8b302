import { once } from 'node:events';
import { WebSocket } from 'ws';
import type { SlackStandIn } from '../../../src/playground/slack/stand-in.js';
import { actions, button, cleanUp, cleanups, clientOf, input, modal, startApp, startSlack } from './support.js';

afterEach(cleanUp);

/** Posts one message with a button through the app's own client. */
async function postCard(app: Awaited<ReturnType<typeof startApp>>, channel = 'C0RFIINBOX') {
  const { ts } = await app.client.chat.postMessage({
    channel,
    text: 'a card',
    blocks: [actions(button('accept', '1'))],
  });
  return { channel, ts: ts as string };
}

describe.each(['http', 'socket'] as const)('a Bolt app over %s', (mode) => {
  const start = () => startSlack({ mode });
  const anna = 'U0ANNA0001';

  test('opens a form on a click, corrects it, closes it and updates the card', async () => {
    const slack = await start();
    const app = await startApp(slack, (bolt) => {
      bolt.action('accept', async ({ ack, body, client }) => {
        await ack();
        const { trigger_id } = body as { trigger_id: string };
        const view = modal(input('name', { type: 'plain_text_input', action_id: 'value' }));
        await client.views.open({ trigger_id, view });
      });
      bolt.view('form', async ({ ack, view, client }) => {
        const name = view.state.values.name?.value?.value;
        if (name === 'wrong') return ack({ response_action: 'errors', errors: { name: 'Another, please' } });
        await ack();
        const [card] = slack.messages('rfi-inbox');
        await client.chat.update({ channel: 'C0RFIINBOX', ts: card?.ts as string, text: `by ${name}`, blocks: [] });
      });
    });
    const card = await postCard(app);

    const clicked = await slack.people.click({ user: anna, ...card, actionId: 'accept' });
    expect(clicked).toMatchObject({ acknowledged: true, status: 200, content: undefined });
    const view = await slack.until(() => slack.views.top(anna));

    const empty = await slack.people.submitView({ user: anna, viewId: view.id });
    expect(empty).toMatchObject({ kind: 'errors', by: 'client', errors: { name: expect.any(String) } });
    const wrong = await slack.people.submitView({
      user: anna,
      viewId: view.id,
      values: { name: { value: { value: 'wrong' } } },
    });
    expect(wrong).toMatchObject({ kind: 'errors', by: 'app', errors: { name: 'Another, please' } });
    expect(slack.views.top(anna)).toBe(view);
    const right = await slack.people.submitView({
      user: anna,
      viewId: view.id,
      values: { name: { value: { value: 'Anna' } } },
    });
    expect(right.kind).toBe('closed');
    expect(slack.views.top(anna)).toBeUndefined();
    await slack.until(() => slack.messages('rfi-inbox')[0]?.text === 'by Anna');
    slack.assertStrict();
  });

  test('answers a command in the acknowledgement and later by the response URL', async () => {
    const slack = await start();
    await startApp(slack, (bolt) => {
      bolt.command('/deals', async ({ ack, command, respond }) => {
        await ack(`you said ${command.text}`);
        await respond({ text: 'for all', response_type: 'in_channel' });
      });
    });
    const typed = await slack.people.slashCommand({
      user: anna,
      channel: 'rfi-inbox',
      command: '/deals',
      text: 'inbox',
    });
    expect(typed.acknowledged).toBe(true);
    expect(slack.ephemerals(anna)).toMatchObject([{ text: 'you said inbox', channel: 'C0RFIINBOX' }]);
    await slack.until(() => slack.messages('rfi-inbox')[0]?.text === 'for all');
    slack.assertStrict();
  });

  test('replaces and deletes an ephemeral message by the response URL of a click', async () => {
    const slack = await start();
    const app = await startApp(slack, (bolt) => {
      bolt.action('accept', async ({ ack, respond }) => {
        await ack();
        await respond({ replace_original: true, text: 'sure?', blocks: [actions(button('undo', '1'))] });
      });
      bolt.action('undo', async ({ ack, respond }) => {
        await ack();
        await respond({ delete_original: true });
      });
    });
    const blocks = [actions(button('accept', '1'))];
    await app.client.chat.postEphemeral({ channel: 'C0RFIINBOX', user: anna, text: 'private', blocks });
    const ephemeral = slack.ephemerals(anna)[0]?.id as string;
    await slack.people.click({ user: anna, ephemeral, actionId: 'accept' });
    await slack.until(() => slack.ephemerals(anna)[0]?.text === 'sure?');
    await slack.people.click({ user: anna, ephemeral, actionId: 'undo' });
    await slack.until(() => slack.ephemerals(anna).length === 0);
  });

  test('hears of mentions, direct messages and members', async () => {
    const slack = await start();
    const heard: string[] = [];
    await startApp(slack, (bolt) => {
      bolt.event('app_mention', async ({ event }) => void heard.push(`mention ${event.text}`));
      bolt.event('message', async ({ event }) => void heard.push(`message in ${event.channel_type}`));
      bolt.event('member_joined_channel', async ({ event }) => void heard.push(`joined ${event.user}`));
    });
    const said = await slack.conversation.mention({ user: anna, channel: 'rfi-inbox', text: 'hello' });
    expect(said.delivered).toMatchObject([{ acknowledged: true }]);
    await slack.conversation.directMessage({ user: anna, text: 'psst' });
    await slack.conversation.join({ user: 'U0DANA0001', channel: 'rfi-inbox' });
    await slack.until(() => heard.length === 3 || undefined, { what: `three events, heard ${heard}` });
    expect(heard).toEqual(['mention <@U0DESKBOT1> hello', 'message in im', 'joined U0DANA0001']);
  });

  test('reports a click that nobody acknowledges', async () => {
    const slack = await start();
    const app = await startApp(slack, (bolt) => bolt.action('accept', async () => {}));
    const card = await postCard(app);
    const notices: string[] = [];
    slack.onNotice((user, text) => notices.push(`${user}: ${text}`));
    const clicked = await slack.people.click({ user: anna, ...card, actionId: 'accept', overrides: { withinMs: 50 } });
    expect(clicked).toMatchObject({ acknowledged: false, error: 'no acknowledgement within 50 ms' });
    expect(notices).toEqual([`${anna}: The app did not take this: no acknowledgement within 50 ms`]);
  });
});

describe('what a test may do wrong on purpose, over HTTP', () => {
  const click = (slack: SlackStandIn, card: { channel: string; ts: string }) =>
    slack.people.prepareClick({ user: 'U0ANNA0001', ...card, actionId: 'accept' });

  test.each([
    ['a wrong signature', { signature: 'v0=00' }, 401],
    ['no signature', { signature: null }, 401],
    ['another secret', { signingSecret: 'guessed' }, 401],
    ['a stale timestamp', { timestamp: Math.floor(Date.now() / 1000) - 400 }, 401],
    ['a body of another type', { contentType: 'text/plain' }, 400],
    ['nothing', {}, 200],
  ])('%s', async (_name, overrides, status) => {
    const slack = await startSlack();
    const app = await startApp(slack, (bolt) => bolt.action('accept', async ({ ack }) => ack()));
    const delivered = await slack.deliver(click(slack, await postCard(app)), overrides);
    expect(delivered.status).toBe(status);
  });

  test('the same payload twice, marked as a retry', async () => {
    const slack = await startSlack();
    const seen: (number | undefined)[] = [];
    const app = await startApp(slack, (bolt) =>
      bolt.action('accept', async ({ ack, context }) => {
        seen.push(context.retryNum);
        await ack();
      }),
    );
    const payload = click(slack, await postCard(app));
    await slack.deliver(payload);
    await slack.deliver(payload, { retry: { num: 1, reason: 'http_timeout' } });
    expect(seen).toEqual([undefined, 1]);
  });

  test('an acknowledgement with a body where none belongs is a violation', async () => {
    const slack = await startSlack();
    const app = await startApp(slack, (bolt) => bolt.action('accept', async ({ ack }) => ack({ text: 'hm' } as never)));
    const card = await postCard(app);
    await slack.people.click({ user: 'U0ANNA0001', ...card, actionId: 'accept' });
    expect(slack.calls.violations).toMatchObject([{ where: 'acknowledgement' }]);
    expect(() => slack.assertStrict()).toThrow('acknowledgement');
  });
});

test('a Socket Mode app reconnects when it is asked to', async () => {
  const slack = await startSlack({ mode: 'socket' });
  await startApp(slack, (bolt) => bolt.command('/deals', async ({ ack }) => ack('here')));
  const opened = () => slack.calls.of('apps.connections.open').length;
  expect([slack.socket?.connections, opened()]).toEqual([1, 1]);
  slack.socket?.disconnect();
  await slack.until(() => slack.socket?.connections === 0);
});

test('a ticket for a connection serves once', async () => {
  const slack = await startSlack({ mode: 'socket' });
  const { url = '' } = await clientOf(slack, slack.appToken).apps.connections.open();
  const opened = new WebSocket(url);
  cleanups.push(async () => opened.terminate());
  const [hello] = await once(opened, 'message');
  expect(JSON.parse(String(hello))).toMatchObject({ type: 'hello', connection_info: { app_id: 'A0DESKAPP1' } });
  const again = new WebSocket(url);
  const [error] = await once(again, 'error');
  expect(String(error)).toContain('401');
  opened.send('{}');
  await slack.until(() => slack.calls.violations.some((violation) => violation.where === 'socket'));
});
