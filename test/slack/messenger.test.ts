import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { SlackMessage } from '../../src/slack/messenger.js';
import { messengerContract } from '../contracts/messenger-contract.js';
import { us } from './fake-channels.js';
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
    const [first, reply] = h.api.callsOf('chat.postMessage');
    expect(first).toEqual({
      method: 'chat.postMessage',
      token: 'xoxb-test',
      args: {
        channel: 'C1',
        text: 'Contoso needs help',
        blocks: [{ type: 'divider' }],
        metadata: { event_type: 'referral_desk', event_payload: { id: 'n1' } },
        unfurl_links: 'false',
        unfurl_media: 'false',
      },
    });
    expect(reply?.args).toMatchObject({ thread_ts: card.id });
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
    expect(h.messenger.lanes('post', h.person).map(({ key }) => key)).toContain('slack:T1:conversations.open');
    await Promise.all(['n1', 'n2', 'n3'].map((nonce) => h.messenger.post(h.person, rendered(), nonce)));
    expect(h.api.callsOf('conversations.open')).toHaveLength(1);
    expect(h.messenger.lanes('post', h.person).map(({ key }) => key)).not.toContain('slack:T1:conversations.open');
  });

  test('a failed opening is not remembered', async () => {
    h.api.fail('conversations.open', { status: 503 });
    await expect(h.messenger.post(h.person, rendered(), 'n1')).rejects.toMatchObject({
      problem: { kind: 'temporary', reason: 'http_503' },
    });
    await expect(h.messenger.post(h.person, rendered(), 'n1')).resolves.toMatchObject({ channel: 'D1' });
  });

  test('somebody who cannot be written to is impossible', async () => {
    const stranger = { ...h.person, id: 'UNOBODY' };
    await expect(h.messenger.post(stranger, rendered(), 'n1')).rejects.toMatchObject({
      problem: { kind: 'impossible', reason: 'user_not_found' },
    });
  });

  test('a conversation that is no more is opened anew', async () => {
    await h.messenger.post(h.person, rendered(), 'n1');
    h.channels.messages.delete('D1');
    await expect(h.messenger.post(h.person, rendered(), 'n2')).rejects.toMatchObject({
      problem: { kind: 'temporary' },
    });
    await h.messenger.post(h.person, rendered(), 'n2');
    expect(h.api.callsOf('conversations.open')).toHaveLength(2);
  });

  test('a search looks at every page and only at our own messages', async () => {
    const since = h.channels.now();
    const metadata = { event_type: 'referral_desk', event_payload: { id: 'n1' } };
    const first = h.channels.add('C1', { user: us, text: 'ours', metadata });
    h.channels.add('C1', { user: 'UEVE', text: 'a forgery', metadata });
    h.channels.add('C1', { user: us, text: 'no metadata' });
    h.channels.add('C1', { user: us, text: 'of another kind', metadata: { ...metadata, event_type: 'other' } });
    const last = h.channels.add('C1', { user: us, text: 'ours again', metadata });
    expect(await h.messenger.find(h.channel, 'n1', since)).toEqual([
      { channel: 'C1', id: first },
      { channel: 'C1', id: last },
    ]);
    expect(h.api.callsOf('conversations.history')).toHaveLength(3);
  });

  test('somebody else’s message cannot be updated: for us it is gone', async () => {
    const id = h.channels.add('C1', { user: 'UEVE', text: 'theirs' });
    await expect(h.messenger.update({ channel: 'C1', id }, rendered())).rejects.toMatchObject({
      problem: { kind: 'message-gone' },
    });
  });

  test('lanes: a post takes the channel’s and the workspace’s, an update the workspace’s', () => {
    expect(h.messenger.lanes('post', h.channel)).toEqual([
      { key: 'slack:T1:chat.postMessage:C1', intervalMs: 1_050, burst: 1 },
      { key: 'slack:T1:chat.postMessage', intervalMs: 200, burst: 20 },
    ]);
    expect(h.messenger.lanes('update', h.channel)).toEqual([
      { key: 'slack:T1:chat.update', intervalMs: 1_200, burst: 20 },
    ]);
  });
});
