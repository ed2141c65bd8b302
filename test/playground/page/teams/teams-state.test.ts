import { prepareCard } from '../../../../src/playground/page/teams/prepare-card.js';
import { applyEvent, countUnread, threadsOf } from '../../../../src/playground/page/teams/teams-state.js';
import type { TeamsMessage, TeamsPerson, TeamsState } from '../../../../src/playground/teams-page-api.js';

const message = (id: string, more: Partial<TeamsMessage> = {}): TeamsMessage => ({
  id,
  from: 'bot',
  text: id,
  markdown: false,
  edited: false,
  deleted: false,
  ...more,
});
const conversation = {
  id: 'c',
  kind: 'channel' as const,
  name: 'RFI inbox',
  memberIds: ['me'],
  hasBot: true,
  messages: [],
};
const state: TeamsState = {
  team: { name: 'Northwind' },
  me: 'me',
  bot: { id: 'bot', name: 'Desk' },
  users: [],
  conversations: [{ ...conversation, messages: [message('1'), message('3')] }],
  dialog: null,
};
const idsOf = (changed: TeamsState | undefined) => changed?.conversations[0]?.messages.map(({ id }) => id);

describe('the state after an event', () => {
  test('a late message takes its place; a changed one keeps it', () => {
    const late = applyEvent(state, { type: 'message', data: { conversation: 'c', message: message('2') } });
    expect(idsOf(late)).toEqual(['1', '2', '3']);
    const edited = message('1', { text: 'new', edited: true });
    const changed = applyEvent(state, { type: 'message', data: { conversation: 'c', message: edited } });
    expect(changed?.conversations[0]?.messages).toEqual([edited, message('3')]);
  });

  test('conversations and dialogs', () => {
    const added = applyEvent(state, { type: 'conversation', data: { conversation: { ...conversation, id: 'd' } } });
    expect(added?.conversations.map(({ id }) => id)).toEqual(['c', 'd']);
    const emptied = applyEvent(added, { type: 'conversation', data: { conversation } });
    expect(emptied?.conversations[0]?.messages).toEqual([]);
    const dialog = { id: 'x', title: 'A', width: 'small', height: 'small', card: {} } as const;
    expect(applyEvent(state, { type: 'dialog', data: { dialog } })?.dialog).toEqual(dialog);
    expect(applyEvent(undefined, { type: 'dialog', data: { dialog } })).toBeUndefined();
  });
});

test('replies stand below their post', () => {
  const messages = [message('1'), message('2', { threadId: '1' }), message('3'), message('4', { threadId: '1' })];
  expect(threadsOf(messages).map(({ post, replies }) => [post.id, ...replies.map(({ id }) => id)])).toEqual([
    ['1', '2', '4'],
    ['3'],
  ]);
});

test('one’s own messages are not unread', () => {
  const messages = [message('1'), message('2', { from: 'me' }), message('3')];
  expect(countUnread({ ...conversation, messages }, 'me', '1')).toBe(1);
});

test('a card is prepared: actions by their place, people to choose from, the reader’s own times', () => {
  const anna = { id: '29:a', aadObjectId: 'guid-a', name: 'Anna', kind: 'member' } as TeamsPerson;
  const bot = { id: '28:b', aadObjectId: '', name: 'Desk', kind: 'bot' } as TeamsPerson;
  const card = {
    type: 'AdaptiveCard',
    body: [
      { type: 'Input.ChoiceSet', id: 'who', choices: [], 'choices.data': { type: 'Data.Query', dataset: 'x' } },
      { type: 'ActionSet', actions: [{ type: 'Action.Submit', id: 'own' }] },
      {
        type: 'TextBlock',
        text: 'by {{DATE(2026-11-25T23:30:00Z,SHORT)}} {{TIME(2026-11-25T23:30:00Z)}}, {{DATE(x)}}',
      },
    ],
    actions: [{ type: 'Action.Execute', verb: 'accept' }],
  };
  const before = structuredClone(card);
  expect(prepareCard(card, [anna, bot], { locale: 'fr-FR', tz: 'Europe/Paris' })).toMatchObject({
    body: [
      { choices: [{ title: 'Anna', value: 'guid-a' }] },
      { actions: [{ id: '/body/1/actions/0' }] },
      { text: 'by jeu. 26 nov. 2026 00:30, {{DATE(x)}}' },
    ],
    actions: [{ id: '/actions/0', verb: 'accept' }],
  });
  expect(card).toEqual(before);
});
