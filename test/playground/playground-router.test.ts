import { mkdtemp, writeFile } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isLoopbackAddress, isLoopbackHost, isLoopbackOrigin } from '../../src/playground/loopback-only.js';
import type { ActionRequest, PageEvents, ViewSubmission, WorkspaceState } from '../../src/playground/page-api.js';
import { playgroundRouter } from '../../src/playground/playground-router.js';
import type { SlackStandIn } from '../../src/playground/slack/stand-in.js';
import { serve } from './serving.js';
import { actions, button, cleanUp, cleanups, clientOf, input, modal, startApp, startSlack } from './slack/support.js';

afterEach(cleanUp);

const anna = 'U0ANNA0001';
const bruno = 'U0BRUNO001';

const servePage = async (slack: SlackStandIn, pageFolder = '/nowhere') =>
  Number(new URL(await serve(playgroundRouter({ slack, pageFolder }))).port);

async function start(listen: Parameters<typeof startApp>[1] = () => {}) {
  const slack = await startSlack();
  const app = await startApp(slack, listen);
  const port = await servePage(slack);
  const post = async (path: string, body: unknown, headers: Record<string, string> = {}) => {
    const response = await fetch(`http://localhost:${port}/playground/api/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
    return { status: response.status, type: response.headers.get('content-type'), body: await response.json() };
  };
  const state = async (user: string) =>
    (await (await fetch(`http://localhost:${port}/playground/api/state?user=${user}`)).json()) as WorkspaceState;
  return { slack, app, port, post, state };
}

/** Reads Server-Sent Events one by one. */
async function follow(port: number, user: string) {
  const response = await fetch(`http://localhost:${port}/playground/api/events?user=${user}`);
  const reader = (response.body as ReadableStream<Uint8Array>).pipeThrough(new TextDecoderStream()).getReader();
  cleanups.push(() => reader.cancel());
  let text = '';
  return async function next<Name extends keyof PageEvents>(wanted: Name): Promise<PageEvents[Name]> {
    for (;;) {
      const end = text.indexOf('\n\n');
      if (end < 0) {
        text += (await reader.read()).value ?? '';
        continue;
      }
      const [event = '', data = ''] = text.slice(0, end).split('\n');
      text = text.slice(end + 2);
      if (event === `event: ${wanted}`) return JSON.parse(data.slice('data: '.length));
    }
  };
}

/** A request whose Host header is not what fetch would make it. */
function statusWith(port: number, headers: Record<string, string>): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const sent = httpRequest({ port, path: `/playground/api/state?user=${anna}`, headers }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    sent.on('error', reject).end();
  });
}

test('a link to a message leads to the page that shows it, and any other to nothing', async () => {
  const port = await servePage(await startSlack());
  const at = (path: string) => fetch(`http://localhost:${port}/playground/slack/${path}`, { redirect: 'manual' });
  const found = await at('archives/C0RFIINBOX/p1795616663072000');
  expect(found.status).toBe(302);
  expect(found.headers.get('location')).toBe(
    '/playground/?platform=slack&channel=C0RFIINBOX&message=1795616663.072000',
  );
  expect((await at('archives//evil.example')).status).not.toBe(302);
});

describe('who may ask', () => {
  test.each([
    ['127.0.0.1', true],
    ['127.9.9.9', true],
    ['::1', true],
    ['::ffff:127.0.0.1', true],
    ['10.0.0.7', false],
    ['::ffff:10.0.0.7', false],
    ['1127.0.0.1', false],
    [undefined, false],
  ])('peer %s: %s', (address, ok) => expect(isLoopbackAddress(address)).toBe(ok));

  test.each([
    ['localhost', true],
    ['LOCALHOST:3000', true],
    ['127.0.0.1:3000', true],
    ['[::1]:3000', true],
    ['localhost.evil.example', false],
    ['evil.example:3000', false],
    ['127.0.0.1.evil.example', false],
    ['localhost:3000:1', false],
    ['', false],
    [undefined, false],
  ])('host %s: %s', (host, ok) => expect(isLoopbackHost(host)).toBe(ok));

  test.each([
    ['http://localhost:3000', true],
    ['http://127.0.0.1', true],
    ['http://[::1]:8080', true],
    ['https://evil.example', false],
    ['http://localhost.evil.example', false],
    ['file://localhost', false],
    ['null', false],
  ])('origin %s: %s', (origin, ok) => expect(isLoopbackOrigin(origin)).toBe(ok));

  test.each([
    [{ host: 'localhost' }, 200],
    [{ host: 'evil.example' }, 403],
    [{ host: 'localhost', origin: 'http://localhost:3000' }, 200],
    [{ host: 'localhost', origin: 'https://evil.example' }, 403],
    [{ host: 'localhost', origin: 'null' }, 403],
  ])('%j gets %i', async (headers, status) => {
    expect(await statusWith(await servePage(await startSlack()), headers as Record<string, string>)).toBe(status);
  });
});

describe('the page', () => {
  test('is served with a strict policy once it is built', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'page-'));
    const port = await servePage(await startSlack(), folder);
    const before = await fetch(`http://localhost:${port}/playground`);
    expect([before.status, await before.text()]).toEqual([503, expect.stringContaining('npm run build')]);
    await writeFile(join(folder, 'index.html'), '<p>the page</p>');
    const after = await fetch(`http://localhost:${port}/playground`);
    expect([after.status, await after.text()]).toEqual([200, '<p>the page</p>']);
    expect(after.headers.get('content-security-policy')).toContain("default-src 'none'; script-src 'self'");
    expect((await fetch(`http://localhost:${port}/playground/absent.js`)).status).toBe(404);
  });
});

describe('the API', () => {
  test('shows each user what that user sees', async () => {
    const { app, state } = await start();
    await app.client.chat.postMessage({ channel: 'C0RFIINBOX', text: 'for all' });
    await app.client.chat.postEphemeral({ channel: 'C0RFIINBOX', user: anna, text: 'for Anna' });
    await app.client.chat.postMessage({ channel: bruno, text: 'for Bruno' });
    const texts = ({ channels }: WorkspaceState) =>
      channels.map(({ name, kind, messages }) => [kind, name, messages.map((message) => message.text)]);
    const annas = await state(anna);
    expect(texts(annas)).toEqual([
      ['channel', 'rfi-inbox', ['for all', 'for Anna']],
      ['channel', 'general', []],
    ]);
    expect(annas).toMatchObject({
      me: anna,
      team: { name: 'Northwind Partners' },
      commands: ['/deals', '/rfi'],
      view: null,
    });
    expect(annas.users.find((user) => user.id === bruno)).toMatchObject({
      name: 'Bruno Lefèvre',
      initials: 'BL',
      locale: 'fr-FR',
      kind: 'member',
    });
    expect(texts(await state(bruno))).toEqual([
      ['channel', 'rfi-inbox', ['for all']],
      ['channel', 'general', []],
      ['im', 'Referral Desk', ['for Bruno']],
    ]);
  });

  test('takes a person from a card through a form, live', async () => {
    const { app, slack, port, post } = await start((bolt) => {
      bolt.action('accept', async ({ ack, body, client }) => {
        await ack();
        const { trigger_id } = body as { trigger_id: string };
        await client.views.open({
          trigger_id,
          view: modal(input('name', { type: 'plain_text_input', action_id: 'value' })),
        });
      });
      bolt.view('form', async ({ ack, view, client }) => {
        await ack();
        const text = `accepted by ${view.state.values.name?.value?.value}`;
        await client.chat.update({ channel: 'C0RFIINBOX', ts: slack.messages('rfi-inbox')[0]?.ts as string, text });
      });
    });
    const next = await follow(port, anna);
    expect((await next('state')).me).toBe(anna);
    const blocks = [actions(button('accept', '1'))];
    await app.client.chat.postMessage({ channel: 'C0RFIINBOX', text: 'a card', blocks });
    const { channel, message } = await next('message');
    const blockId = message.blocks[0]?.block_id as string;
    expect(blockId).toEqual(expect.any(String));

    const click: ActionRequest = { user: anna, source: { channel, ts: message.ts }, blockId, actionId: 'accept' };
    expect(await post('action', click)).toMatchObject({ status: 200, body: { ok: true, ms: expect.any(Number) } });
    const { view } = await next('view');
    expect(view).toMatchObject({ title: { text: 'A form' }, depth: 0 });

    const submission: ViewSubmission = { user: anna, viewId: view?.id as string, values: {} };
    expect((await post('view-submit', submission)).body).toMatchObject({
      kind: 'errors',
      errors: { name: expect.any(String) },
    });
    submission.values = { name: { value: { value: 'Anna' } } };
    expect((await post('view-submit', submission)).body).toEqual({ kind: 'closed', ms: expect.any(Number) });
    expect(await next('view')).toEqual({ view: null });
    expect(await next('message')).toMatchObject({ message: { text: 'accepted by Anna', edited: true } });
  });

  test('runs commands, takes messages and says what is impossible', async () => {
    const { slack, post } = await start((bolt) =>
      bolt.command('/deals', ({ ack, command }) => ack(`got ${command.text}`)),
    );
    const channel = 'C0RFIINBOX';
    expect((await post('command', { user: anna, channel, text: '/deals  show R-1 ' })).body).toMatchObject({
      ok: true,
    });
    expect(slack.ephemerals(anna)).toMatchObject([{ text: 'got show R-1' }]);
    expect((await post('command', { user: anna, channel, text: '/nope' })).body).toEqual({
      ok: false,
      error: '/nope is not a valid command',
    });
    await post('message', { user: anna, channel, text: 'hi @Bruno Lefèvre <!channel>' });
    expect(slack.messages(channel)).toMatchObject([{ user: anna, text: `hi <@${bruno}> &lt;!channel&gt;` }]);
    const gone = { user: anna, source: { channel, ts: '1.000001' }, blockId: 'b', actionId: 'a' };
    expect((await post('action', gone)).body).toEqual({ ok: false, error: 'there is no such message' });
  });

  test.each([
    ['a body of another shape', 'action', { user: anna }, {}, 400],
    ['an unknown key', 'command', { user: anna, channel: 'C', text: 'x', extra: 1 }, {}, 400],
    ['another type', 'command', {}, { 'content-type': 'text/plain' }, 415],
    ['an unknown call', 'nothing', {}, {}, 404],
    ['another site', 'command', {}, { origin: 'https://evil.example' }, 403],
  ])('refuses %s', async (_name, path, body, headers, status) => {
    const { post } = await start();
    const answer = await post(path, body, headers as Record<string, string>);
    expect(answer).toMatchObject({
      status,
      type: expect.stringContaining('application/problem+json'),
      body: { status },
    });
  });

  test('refuses JSON that is none, and unknown users', async () => {
    const port = await servePage(await startSlack());
    const broken = await fetch(`http://localhost:${port}/playground/api/action`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{',
    });
    expect([broken.status, broken.headers.get('content-type')]).toEqual([
      400,
      'application/problem+json; charset=utf-8',
    ]);
    expect((await fetch(`http://localhost:${port}/playground/api/state?user=U0NOBODY`)).status).toBe(400);
  });
});

test('what only one person sees is told to that one only', async () => {
  const { slack, app, port } = await start();
  const [annas, brunos] = [await follow(port, anna), await follow(port, bruno)];
  await annas('state');
  await brunos('state');
  await app.client.chat.postEphemeral({ channel: 'C0RFIINBOX', user: anna, text: 'for Anna' });
  slack.views.open(anna, modal(actions(button('a', '1'))));
  slack.conversation.people.notice(anna, 'for Anna');
  await app.client.chat.postMessage({ channel: 'C0RFIINBOX', text: 'for all' });
  expect(await brunos('message')).toMatchObject({ message: { text: 'for all' } });
  const whispered = await annas('message');
  expect(whispered.message).toMatchObject({ text: 'for Anna', ephemeral: { id: expect.any(String) } });
  expect((await annas('view')).view).not.toBeNull();
  expect(await annas('notice')).toEqual({ text: 'for Anna' });
  slack.workspace.removeEphemeral([...slack.workspace.ephemerals.values()][0] as never);
  expect(await annas('message-removed')).toMatchObject({ ephemeral: whispered.message.ephemeral?.id });
});

test('a channel that the user leaves disappears by a new state', async () => {
  const { slack, port } = await start();
  const next = await follow(port, anna);
  expect((await next('state')).channels).toHaveLength(2);
  await slack.conversation.leave({ user: anna, channel: 'general' });
  expect((await next('state')).channels).toHaveLength(1);
  await clientOf(slack).chat.postMessage({ channel: anna, text: 'psst' });
  expect(await next('channel')).toMatchObject({ channel: { kind: 'im', name: 'Referral Desk' } });
});
