import { applyEvent, countUnread, repliesTo, topLevel } from '../../../src/playground/page/slack/workspace-state.js';
import type { ChannelInfo, Message, WorkspaceState } from '../../../src/playground/page-api.js';

const message = (ts: string, more: Partial<Message> = {}): Message => ({
  ts,
  user: 'U1',
  text: ts,
  blocks: [],
  replyCount: 0,
  edited: false,
  ...more,
});

const channel = (id: string, ...messages: Message[]): ChannelInfo => ({
  id,
  name: id,
  kind: 'channel',
  memberIds: [],
  messages,
});

const state = (...channels: ChannelInfo[]): WorkspaceState => ({
  team: { name: 'T' },
  me: 'U2',
  users: [],
  channels,
  commands: [],
  view: null,
});

const texts = (after: WorkspaceState | undefined, at = 0) => after?.channels[at]?.messages.map(({ text }) => text);

describe('events', () => {
  test('a late message takes its place by time', () => {
    const before = state(channel('C1', message('1.1'), message('3.1')));
    const after = applyEvent(before, { type: 'message', data: { channel: 'C1', message: message('2.1') } });
    expect(texts(after)).toEqual(['1.1', '2.1', '3.1']);
  });

  test('an update replaces the message, in its own channel only', () => {
    const before = state(channel('C1', message('1.1')), channel('C2', message('1.1')));
    const changed = message('1.1', { text: 'new', edited: true });
    const after = applyEvent(before, { type: 'message', data: { channel: 'C1', message: changed } });
    expect([texts(after, 0), texts(after, 1)]).toEqual([['new'], ['1.1']]);
  });

  test('an ephemeral message is known by its own id', () => {
    const before = state(channel('C1', message('1.1'), message('1.1', { text: 'secret', ephemeral: { id: 'E1' } })));
    const data = { channel: 'C1', ts: '1.1', ephemeral: 'E1' };
    expect(texts(applyEvent(before, { type: 'message-removed', data }))).toEqual(['1.1']);
  });

  test('an ephemeral message never takes the place of another one of the same time', () => {
    const whisper = message('1.1', { text: 'secret', ephemeral: { id: 'E1' } });
    const data = { channel: 'C1', message: whisper };
    expect(texts(applyEvent(state(channel('C1', message('1.1'))), { type: 'message', data }))).toEqual([
      '1.1',
      'secret',
    ]);
  });

  test('a channel is added or replaced', () => {
    const added = applyEvent(state(channel('C1')), { type: 'channel', data: { channel: channel('C2') } });
    const again = applyEvent(added, { type: 'channel', data: { channel: channel('C2', message('1.1')) } });
    expect(again?.channels.map(({ id, messages }) => [id, messages.length])).toEqual([
      ['C1', 0],
      ['C2', 1],
    ]);
  });

  test('nothing but a state counts before the first state', () => {
    expect(applyEvent(undefined, { type: 'view', data: { view: null } })).toBeUndefined();
    expect(applyEvent(undefined, { type: 'state', data: state() })).toEqual(state());
  });
});

test('replies stand in their thread, not in the channel', () => {
  const messages = [message('1.1', { threadTs: '1.1' }), message('2.1', { threadTs: '1.1' }), message('3.1')];
  expect(topLevel(messages).map(({ ts }) => ts)).toEqual(['1.1', '3.1']);
  expect(repliesTo(messages, '1.1').map(({ ts }) => ts)).toEqual(['2.1']);
});

test('one’s own messages are never unread', () => {
  const some = channel('C1', message('1.1'), message('2.1', { user: 'U2' }), message('3.1'));
  expect(countUnread(some, 'U2', '1.1')).toBe(1);
});
