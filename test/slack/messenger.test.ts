import type { SlackMessage } from '../../src/slack/messenger.js';
import { messengerContract } from '../contracts/messenger-contract.js';
import { startSlackHarness } from './messenger-harness.js';

messengerContract('Slack', startSlackHarness);

describe('what is particular to Slack', () => {
  let h: Awaited<ReturnType<typeof startSlackHarness>>;
  let look: SlackMessage;
  beforeEach(async () => {
    look = { text: 'Contoso needs help', blocks: [{ type: 'divider' }] };
    h = await startSlackHarness(() => look);
  });
  afterEach(() => h.stop());
  const rendered = () => h.messenger.render(h.message('any'));

  test('a post carries text, blocks, the nonce and nothing else; links are not unfurled', async () => {
    const card = await h.messenger.post(h.channel, rendered(), 'n1');
    await h.messenger.post(h.channel, rendered(), 'n2', card);
    const [first, reply] = h.slack.calls.of('chat.postMessage');
    expect(first?.args).toEqual({
      channel: h.channel.id,
      text: 'Contoso needs help',
      blocks: [{ type: 'divider' }],
      metadata: { event_type: 'referral_desk', event_payload: { id: 'n1' } },
      unfurl_links: 'false',
      unfurl_media: 'false',
    });
    expect(reply?.args).toMatchObject({ thread_ts: card.id });
  });

  test('a link is what Slack itself gives for one', async () => {
    const { channel, id } = await h.messenger.post(h.channel, rendered(), 'n1');
    const { permalink } = await h.client.chat.getPermalink({ channel, message_ts: id });
    expect(await h.messenger.link({ channel, id })).toBe(permalink);
  });

  test('the hash is of what is seen: block ids and the order of keys do not count, anything else does', () => {
    const hash = (blocks: SlackMessage['blocks'], text = 'x') => {
      look = { text, blocks };
      return rendered().hash;
    };
    const one = hash([{ type: 'section', block_id: 'a', text: { type: 'plain_text', text: 'seen' } }]);
    expect(hash([{ text: { text: 'seen', type: 'plain_text' }, type: 'section', block_id: 'b' }])).toBe(one);
    expect(hash([{ type: 'section', text: { type: 'plain_text', text: 'changed' } }])).not.toBe(one);
    expect(hash([{ type: 'section', text: { type: 'plain_text', text: 'seen' } }], 'y')).not.toBe(one);
    expect(hash([{ type: 'divider' }, { type: 'context', elements: [] }])).not.toBe(
      hash([{ type: 'context', elements: [] }, { type: 'divider' }]),
    );
  });

  test('a person is opened once, however many messages are on their way', async () => {
    expect(h.messenger.lanes('post', h.person).map(({ key }) => key)).toContain('slack:T0DESK:conversations.open');
    await Promise.all(['n1', 'n2', 'n3'].map((nonce) => h.messenger.post(h.person, rendered(), nonce)));
    expect(h.slack.calls.of('conversations.open')).toHaveLength(1);
    expect(h.messenger.lanes('post', h.person).map(({ key }) => key)).not.toContain('slack:T0DESK:conversations.open');
  });

  test('a failed opening is not remembered', async () => {
    h.slack.faults.fail('conversations.open', { status: 503 });
    await expect(h.messenger.post(h.person, rendered(), 'n1')).rejects.toMatchObject({
      problem: { kind: 'temporary', reason: 'http_503' },
    });
    await expect(h.messenger.post(h.person, rendered(), 'n1')).resolves.toMatchObject({
      channel: expect.stringMatching(/^D/),
    });
  });

  test('somebody who cannot be written to is impossible', async () => {
    const stranger = { ...h.person, id: 'UNOBODY' };
    await expect(h.messenger.post(stranger, rendered(), 'n1')).rejects.toMatchObject({
      problem: { kind: 'impossible', reason: 'user_not_found' },
    });
  });

  test('a conversation that is no more is opened anew', async () => {
    const { channel } = await h.messenger.post(h.person, rendered(), 'n1');
    h.slack.workspace.channels.delete(channel);
    await expect(h.messenger.post(h.person, rendered(), 'n2')).rejects.toMatchObject({
      problem: { kind: 'temporary' },
    });
    await h.messenger.post(h.person, rendered(), 'n2');
    expect(h.slack.calls.of('conversations.open')).toHaveLength(2);
  });

  test('a search looks at every page and only at our own messages', async () => {
    const since = h.now();
    const metadata = { event_type: 'referral_desk', event_payload: { id: 'n1' } };
    const us = h.slack.workspace.installation.botUserId;
    const add = (user: string, withMetadata?: typeof metadata) =>
      h.slack.workspace.post(h.slack.channel(h.channel.id), {
        user,
        text: 'any',
        blocks: [],
        ...(withMetadata ? { metadata: withMetadata } : {}),
      }).ts;
    const first = add(us, metadata);
    add('U0HERALD01', metadata);
    add(us, { ...metadata, event_type: 'other' });
    for (let count = 0; count < 400; count += 1) add(us);
    const last = add(us, metadata);
    expect(await h.messenger.find(h.channel, 'n1', since)).toEqual([
      { channel: h.channel.id, id: first },
      { channel: h.channel.id, id: last },
    ]);
    expect(h.slack.calls.of('conversations.history')).toHaveLength(3);
  });

  test('a long thread is searched to its end', async () => {
    const card = await h.messenger.post(h.channel, rendered(), 'n1');
    const lines: string[] = [];
    for (let count = 0; count < 250; count += 1) {
      lines.push((await h.messenger.post(h.channel, rendered(), `line ${count}`, card)).id);
    }
    expect(await h.messenger.find(h.channel, 'line 249', h.now(), card)).toEqual([
      { channel: h.channel.id, id: lines.at(-1) },
    ]);
  });

  test('somebody else’s message cannot be updated: for us it is gone', async () => {
    const channel = h.channel.id;
    const { ts } = h.slack.workspace.post(h.slack.channel(channel), { user: 'U0ANNA0001', text: 'theirs', blocks: [] });
    await expect(h.messenger.update({ channel, id: ts }, rendered())).rejects.toMatchObject({
      problem: { kind: 'message-gone' },
    });
    expect(h.slack.calls.violations.splice(0).map(({ error }) => error)).toEqual(['cant_update_message']);
  });

  test('a card that was deleted while its thread has lines is gone, too', async () => {
    const card = await h.messenger.post(h.channel, rendered(), 'n1');
    await h.messenger.post(h.channel, rendered(), 'n2', card);
    h.deletedByHand(card);
    await expect(h.messenger.update(card, rendered())).rejects.toMatchObject({ problem: { kind: 'message-gone' } });
    expect(await h.messenger.find(h.channel, 'n1', h.now())).toEqual([]);
  });

  test('lanes: a post takes the channel’s and the workspace’s, an update the workspace’s', () => {
    expect(h.messenger.lanes('post', h.channel)).toEqual([
      { key: 'slack:T0DESK:chat.postMessage:C0RFIINBOX', intervalMs: 1_050, burst: 4 },
      { key: 'slack:T0DESK:chat.postMessage', intervalMs: 200, burst: 20 },
    ]);
    expect(h.messenger.lanes('update', h.channel)).toEqual([
      { key: 'slack:T0DESK:chat.update', intervalMs: 1_200, burst: 20 },
    ]);
  });
});
