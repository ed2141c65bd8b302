import type { SlackStandIn } from '../../../src/playground/slack/stand-in.js';
import { actions, button, cleanUp, clientOf, input, modal, refusal, startSlack } from './support.js';

afterEach(cleanUp);

const inbox = 'C0RFIINBOX';
const anna = 'U0ANNA0001';
const x = (length: number) => 'x'.repeat(length);

async function start(options: Parameters<typeof startSlack>[0] = {}) {
  const slack = await startSlack(options);
  const client = clientOf(slack);
  const post = async (text: string, extra: object = {}) =>
    (await client.chat.postMessage({ channel: inbox, text, ...extra } as never)).ts as string;
  return { slack, client, post };
}

const textsOf = (page: object) => (page as { messages: { text: string }[] }).messages.map((message) => message.text);

/** A trigger as a person's click gives it. */
function trigger(slack: SlackStandIn, user = anna): string {
  const payload = slack.people.payloads.shortcut(slack.people.user(user), 'any');
  return payload.body.trigger_id as string;
}

describe('who asks', () => {
  test('the bot learns who it is and what it may do', async () => {
    const { client } = await start({ scopes: ['chat:write', 'users:read'] });
    expect(await client.auth.test()).toMatchObject({
      ok: true,
      team_id: 'T0DESK',
      user_id: 'U0DESKBOT1',
      bot_id: 'B0DESKBOT1',
      response_metadata: { scopes: ['chat:write', 'users:read'] },
    });
  });

  test.each([
    ['a wrong token', 'xoxb-wrong', 'invalid_auth'],
    ['no token', '', 'not_authed'],
    ['the token of the app', 'xapp-stand-in-app-token', 'not_allowed_token_type'],
  ])('%s: %s gets %s', async (_name, token, error) => {
    const slack = await startSlack();
    expect(await refusal(clientOf(slack, token).chat.postMessage({ channel: inbox, text: 'x' }))).toMatchObject({
      error,
    });
  });

  test('a missing scope is named', async () => {
    const { client, slack } = await start({ scopes: ['chat:write'] });
    const data = { error: 'missing_scope', needed: 'channels:history', provided: 'chat:write' };
    expect(await refusal(client.conversations.history({ channel: inbox }))).toMatchObject(data);
    expect(await refusal(client.users.info({ user: anna }))).toMatchObject({ needed: 'users:read' });
    expect(slack.calls.violations).toHaveLength(2);
  });

  test('unknown methods and arguments', async () => {
    const { client } = await start();
    expect(await refusal(client.apiCall('chat.shout'))).toMatchObject({ error: 'unknown_method' });
    const call = client.apiCall('chat.postMessage', { text: 'x', colour: 'red', thread_ts: 'soon' });
    expect(await refusal(call)).toMatchObject({
      error: 'invalid_arguments',
      response_metadata: {
        messages: [
          '[ERROR] missing required field: channel',
          '[ERROR] unknown argument: colour',
          '[ERROR] must provide a ts [json-pointer:/thread_ts]',
        ],
      },
    });
  });

  test('JSON bodies are read as well as forms', async () => {
    const slack = await startSlack();
    const answer = await fetch(`${slack.apiUrl}chat.postMessage`, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8', authorization: `Bearer ${slack.botToken}` },
      body: JSON.stringify({ channel: inbox, blocks: [actions(button('a', '1'))], text: 'x', unfurl_links: false }),
    });
    expect(await answer.json()).toMatchObject({ ok: true, channel: inbox });
  });

  test("the Date header follows the stand-in's clock", async () => {
    const slack = await startSlack({ now: () => Date.UTC(2027, 0, 2, 3, 4, 5) });
    const answer = await fetch(`${slack.apiUrl}auth.test`, { method: 'POST' });
    expect(answer.headers.get('date')).toBe('Sat, 02 Jan 2027 03:04:05 GMT');
  });
});

describe('messages', () => {
  test.each<[string, object, string]>([
    ['to nowhere', { channel: 'C0NOWHERE1' }, 'channel_not_found'],
    ['to a private channel it is not in', { channel: 'C0LEADS001' }, 'channel_not_found'],
    ['to a public channel it is not in', { channel: 'C0GENERAL1' }, 'not_in_channel'],
    ['without content', { text: ' ' }, 'no_text'],
    ['with too long a text', { text: x(40_001) }, 'msg_too_long'],
    ['with wrong blocks', { blocks: [{ type: 'section' }] }, 'invalid_blocks'],
    ['with blocks that are no JSON', { blocks: '[{' }, 'invalid_blocks_format'],
    [
      'with 13,000 characters of blocks',
      { blocks: Array.from({ length: 5 }, () => ({ type: 'section', text: { type: 'mrkdwn', text: x(2600) } })) },
      'msg_blocks_too_long',
    ],
    ['with shapeless metadata', { metadata: { event_type: 'x' } }, 'invalid_metadata_schema'],
    ['with too much metadata', { metadata: { event_type: 'x', event_payload: { x: x(8200) } } }, 'metadata_too_large'],
    ['in a thread that is none', { thread_ts: '1.000001' }, 'thread_not_found'],
  ])('%s is refused', async (_name, extra, error) => {
    const { slack, client } = await start();
    const call = client.apiCall('chat.postMessage', { channel: inbox, text: 'x', ...extra });
    expect(await refusal(call)).toMatchObject({ error });
    expect(slack.messages(inbox)).toEqual([]);
  });

  test('wrong blocks are named by pointer, twice over as Slack does', async () => {
    const { client, slack } = await start();
    const blocks = [{ type: 'section', text: { type: 'mrkdwn', text: x(3001) } }];
    const message = 'must be less than 3001 characters [json-pointer:/blocks/0/text/text]';
    expect(await refusal(client.chat.postMessage({ channel: inbox, text: 'x', blocks }))).toMatchObject({
      error: 'invalid_blocks',
      errors: [message],
      response_metadata: { messages: [`[ERROR] ${message}`] },
    });
    expect(slack.calls.violations).toEqual([
      { where: 'chat.postMessage', error: 'invalid_blocks', messages: [`[ERROR] ${message}`] },
    ]);
    expect(() => slack.assertStrict()).toThrow('3001');
  });

  test('a channel by name, a person by id', async () => {
    const { client, slack } = await start();
    expect(await client.chat.postMessage({ channel: '#rfi-inbox', text: 'x' })).toMatchObject({ channel: inbox });
    const { channel } = await client.chat.postMessage({ channel: anna, text: 'psst' });
    expect(slack.channel(channel as string)).toMatchObject({ kind: 'im', members: [anna, 'U0DESKBOT1'] });
    expect(await client.conversations.open({ users: anna })).toMatchObject({ channel: { id: channel } });
  });

  test('blocks and elements without ids are given some', async () => {
    const { slack, post } = await start();
    await post('x', { blocks: [{ type: 'actions', elements: [{ ...button('', ''), action_id: undefined }] }] });
    expect(slack.messages(inbox)[0]?.blocks[0]).toMatchObject({
      block_id: expect.stringMatching(/^.{5}$/),
      elements: [{ action_id: expect.stringMatching(/^.{5}$/) }],
    });
  });

  test('an update keeps what it does not name, and its ids may stay', async () => {
    const { client, slack, post } = await start();
    const blocks = [{ ...actions(button('a', '1')), block_id: 'b' }];
    const ts = await post('one', { blocks, metadata: { event_type: 'card', event_payload: { id: '7' } } });
    await client.chat.update({ channel: inbox, ts, text: 'two' });
    expect(slack.messages(inbox)[0]).toMatchObject({
      text: 'two',
      blocks,
      metadata: { event_type: 'card' },
      edited: {},
    });
    await client.chat.update({ channel: inbox, ts, text: 'three', blocks });
    await client.apiCall('chat.update', { channel: inbox, ts, text: 'four', blocks: [], metadata: {} });
    expect(slack.messages(inbox)[0]).toMatchObject({ text: 'four', blocks: [] });
    expect(slack.messages(inbox)[0]?.metadata).toBeUndefined();
    slack.assertStrict();
  });

  test.each([
    ['too long', { text: x(4_001) }, 'msg_too_long'],
    ['empty', { text: '', blocks: [] }, 'no_text'],
    ['of nothing', {}, 'no_text'],
    ['of what is not there', { ts: '1.000001', text: 'x' }, 'message_not_found'],
  ])('an update that is %s is refused', async (_name, extra, error) => {
    const { client, post } = await start();
    const ts = await post('one', { blocks: [actions(button('a', '1'))] });
    expect(await refusal(client.apiCall('chat.update', { channel: inbox, ts, ...extra }))).toMatchObject({ error });
  });

  test("other people's messages are out of reach", async () => {
    const { client, slack } = await start();
    const { ts } = (await slack.conversation.say({ user: anna, channel: inbox, text: 'mine' })).message;
    expect(await refusal(client.chat.update({ channel: inbox, ts, text: 'x' }))).toMatchObject({
      error: 'cant_update_message',
    });
    expect(await refusal(client.chat.delete({ channel: inbox, ts }))).toMatchObject({ error: 'cant_delete_message' });
  });

  test('a deleted message is gone, one with replies leaves a tombstone', async () => {
    const { client, slack, post } = await start();
    const alone = await post('alone');
    const parent = await post('parent');
    const reply = await post('reply', { thread_ts: parent });
    expect(await refusal(client.chat.postMessage({ channel: inbox, text: 'x', thread_ts: reply }))).toMatchObject({
      error: 'cannot_reply_to_message',
    });
    await client.chat.delete({ channel: inbox, ts: alone });
    await client.chat.delete({ channel: inbox, ts: parent });
    expect(slack.messages(inbox)).toMatchObject([{ ts: parent, tombstone: true }, { ts: reply }]);
    expect(await refusal(client.chat.delete({ channel: inbox, ts: parent }))).toMatchObject({
      error: 'message_not_found',
    });
    await client.chat.delete({ channel: inbox, ts: reply });
    expect(slack.messages(inbox)).toEqual([]);
  });

  test('an ephemeral message is for a member, and can be neither updated nor found', async () => {
    const { client, slack } = await start();
    const { message_ts: ts } = await client.chat.postEphemeral({ channel: inbox, user: anna, text: 'psst' });
    expect(slack.ephemerals(anna)).toMatchObject([{ text: 'psst' }]);
    expect(await refusal(client.chat.update({ channel: inbox, ts: ts as string, text: 'x' }))).toMatchObject({
      error: 'message_not_found',
    });
    expect((await client.conversations.history({ channel: inbox })).messages).toEqual([]);
    slack.addUser({ id: 'U0NEW00001', name: 'new', realName: 'New', locale: 'en-US', tz: 'UTC' }, []);
    expect(await refusal(client.chat.postEphemeral({ channel: inbox, user: 'U0NEW00001', text: 'x' }))).toMatchObject({
      error: 'user_not_in_channel',
    });
  });
});

describe('reading', () => {
  test('history goes newest first, in pages, without replies', async () => {
    const { client, post } = await start();
    const first = await post('1');
    for (const text of ['2', '3', '4']) await post(text);
    await post('reply', { thread_ts: first });
    const texts: unknown[] = [];
    for await (const page of client.paginate('conversations.history', { channel: inbox, limit: 3 })) {
      texts.push(textsOf(page));
    }
    expect(texts).toEqual([['4', '3', '2'], ['1']]);
  });

  test('with oldest alone it pages forwards, and the borders are exclusive unless asked', async () => {
    const { client, post } = await start();
    const ts: string[] = [];
    for (const text of ['1', '2', '3', '4']) ts.push(await post(text));
    const read = async (range: object) => {
      const { messages } = await client.conversations.history({ channel: inbox, ...range });
      return messages?.map((message) => message.text).join('');
    };
    const [, second = '', , fourth = ''] = ts;
    expect(await read({ oldest: second })).toBe('43');
    expect(await read({ oldest: second, inclusive: true })).toBe('432');
    expect(await read({ oldest: second, inclusive: true, limit: 2 })).toBe('32');
    expect(await read({ latest: fourth, limit: 2 })).toBe('32');
    const texts: unknown[] = [];
    for await (const page of client.paginate('conversations.history', { channel: inbox, oldest: '0', limit: 3 })) {
      texts.push(textsOf(page).join(''));
    }
    expect(texts).toEqual(['321', '4']);
  });

  test('metadata comes only when asked for', async () => {
    const { client, post } = await start();
    const metadata = { event_type: 'card', event_payload: { id: '7' } };
    const ts = await post('x', { metadata });
    await post('reply', { thread_ts: ts, metadata });
    const read = async (include_all_metadata: boolean) => [
      (await client.conversations.history({ channel: inbox, include_all_metadata })).messages?.[0]?.metadata,
      (await client.conversations.replies({ channel: inbox, ts, include_all_metadata })).messages?.[1]?.metadata,
    ];
    expect(await read(false)).toEqual([undefined, undefined]);
    expect(await read(true)).toEqual([metadata, metadata]);
  });

  test('a thread begins with its first message, whatever the range', async () => {
    const { client, post } = await start();
    const ts = await post('parent');
    await post('a', { thread_ts: ts });
    const b = await post('b', { thread_ts: ts });
    const { messages } = await client.conversations.replies({ channel: inbox, ts, oldest: b, inclusive: true });
    expect(messages).toMatchObject([
      { text: 'parent', reply_count: 2, thread_ts: ts },
      { text: 'b', parent_user_id: 'U0DESKBOT1' },
    ]);
    expect(await refusal(client.conversations.replies({ channel: inbox, ts: '1.000001' }))).toMatchObject({
      error: 'thread_not_found',
    });
  });

  test('channels and members, in pages', async () => {
    const { client } = await start();
    expect(await client.conversations.info({ channel: inbox })).toMatchObject({
      channel: { name: 'rfi-inbox', is_member: true, is_private: false, is_ext_shared: true },
    });
    expect(await client.conversations.info({ channel: 'C0GENERAL1' })).toMatchObject({ channel: { is_member: false } });
    expect(await refusal(client.conversations.info({ channel: 'C0LEADS001' }))).toMatchObject({
      error: 'channel_not_found',
    });
    const members: string[] = [];
    for await (const page of client.paginate('conversations.members', { channel: inbox, limit: 4 })) {
      members.push(...(page as unknown as { members: string[] }).members);
    }
    expect(members).toHaveLength(9);
    const { channels } = await client.conversations.list({ types: 'public_channel,private_channel' });
    expect(channels?.map((channel) => channel.name)).toEqual(['rfi-inbox', 'general']);
    expect((await client.users.conversations({})).channels).toMatchObject([{ id: inbox }]);
    await client.conversations.join({ channel: 'C0GENERAL1' });
    expect((await client.users.conversations({})).channels).toHaveLength(2);
  });

  test.each([
    [
      anna,
      { is_restricted: false, is_bot: false, locale: 'en-US', profile: { email: 'anna@northwind-partners.example' } },
    ],
    ['U0BRUNO001', { locale: 'fr-FR', tz: 'Europe/Paris' }],
    ['U0GUEST001', { is_restricted: true, is_ultra_restricted: false }],
    ['U0SINGLE01', { is_restricted: true, is_ultra_restricted: true }],
    ['U0HERALD01', { is_bot: true }],
    ['U0EXTERN01', { is_stranger: true, team_id: 'T0FABRIKAM' }],
  ])('%s', async (user, expected) => {
    const { client } = await start();
    expect((await client.users.info({ user, include_locale: true })).user).toMatchObject(expected);
  });

  test('addresses and locales only with the right and on request', async () => {
    const { client } = await start({ scopes: ['users:read'] });
    const { user } = await client.users.info({ user: anna });
    expect([user?.profile?.email, user?.locale]).toEqual([undefined, undefined]);
    expect(await refusal(client.users.lookupByEmail({ email: 'x@y.example' }))).toMatchObject({
      needed: 'users:read.email',
    });
  });
});

describe('views', () => {
  const form = modal(input('name', { type: 'plain_text_input', action_id: 'value', initial_value: 'old' }));

  test('a trigger serves once, for 3 s', async () => {
    let now = Date.now();
    const { client, slack } = await start({ now: () => now });
    const open = (trigger_id: string) => client.views.open({ trigger_id, view: form });
    const early = trigger(slack);
    now += 2_999;
    expect(await open(early)).toMatchObject({
      view: { callback_id: 'form', state: { values: { name: { value: { value: 'old' } } } } },
    });
    expect(await refusal(open(early))).toMatchObject({ error: 'exchanged_trigger_id' });
    const late = trigger(slack);
    now += 3_000;
    expect(await refusal(open(late))).toMatchObject({ error: 'expired_trigger_id' });
    expect(await refusal(open('1.2.x'))).toMatchObject({ error: 'invalid_trigger_id' });
    slack.assertStrict();
  });

  test('a refused view leaves the trigger good', async () => {
    const { client, slack } = await start();
    const trigger_id = trigger(slack);
    expect(
      await refusal(client.views.open({ trigger_id, view: { ...form, title: { type: 'plain_text', text: x(25) } } })),
    ).toMatchObject({
      error: 'invalid_arguments',
      response_metadata: { messages: ['[ERROR] must be less than 25 characters [json-pointer:/view/title/text]'] },
    });
    expect(await client.views.open({ trigger_id, view: form })).toMatchObject({ ok: true });
  });

  test('an update by id and hash; what was entered stays', async () => {
    const { client, slack } = await start();
    const { view } = await client.views.open({ trigger_id: trigger(slack), view: form });
    const view_id = view?.id as string;
    const entered = { name: { value: { value: 'typed' } } };
    (slack.views.find(view_id) as { entered: object }).entered = entered;
    const updated = await client.views.update({ view_id, hash: view?.hash as string, view: form });
    expect(updated.view).toMatchObject({ state: { values: { name: { value: { value: 'typed' } } } } });
    expect(await refusal(client.views.update({ view_id, hash: view?.hash as string, view: form }))).toMatchObject({
      error: 'hash_conflict',
    });
    slack.views.closeTop(anna);
    expect(await refusal(client.views.update({ view_id, view: form }))).toMatchObject({ error: 'not_found' });
  });

  test('three on top of one another, not four', async () => {
    const { client, slack } = await start();
    const push = () => client.views.push({ trigger_id: trigger(slack), view: form });
    expect(await refusal(push())).toMatchObject({ error: 'not_found' });
    const { view: root } = await client.views.open({ trigger_id: trigger(slack), view: form });
    const { view: second } = await push();
    expect((await push()).view).toMatchObject({ root_view_id: root?.id, previous_view_id: second?.id });
    expect(await refusal(push())).toMatchObject({ error: 'push_limit_reached' });
    slack.views.closeTop(anna);
    expect(slack.views.top(anna)?.id).toBe(second?.id);
  });
});

describe('rate limits, when asked for', () => {
  test('a post a second and channel; tiers a minute and method', async () => {
    let now = 1_800_000_000_000;
    const { client, slack } = await start({ rateLimits: true, now: () => now });
    const post = (channel: string) => client.chat.postMessage({ channel, text: 'x' });
    await post(inbox);
    await expect(post(inbox)).rejects.toMatchObject({ retryAfter: 1 });
    await post(anna);
    now += 1_000;
    await post(inbox);
    for (let call = 0; call < 20; call++) await client.conversations.list();
    now += 10_000;
    await expect(client.conversations.list()).rejects.toMatchObject({ retryAfter: 50 });
    expect(slack.calls.last('conversations.list')).toMatchObject({ applied: false, answer: { status: 429 } });
    slack.assertStrict();
  });

  test('none otherwise', async () => {
    const { post } = await start();
    await Promise.all(Array.from({ length: 50 }, () => post('x')));
  });
});
