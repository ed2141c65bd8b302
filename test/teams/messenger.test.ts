import { groupChat, inboxChannel } from '../../src/playground/teams/default-organisation.js';
import { conversationStoreContract } from '../contracts/conversation-store-contract.js';
import { messengerContract } from '../contracts/messenger-contract.js';
import { startTeamsHarness } from './messenger-harness.js';
import { conversationStore } from './on-stand-in.js';

// The store that the tests here write to keeps to what the real ones do.
conversationStoreContract(async () => conversationStore());

messengerContract('Teams', startTeamsHarness, { searches: false, refusesReplies: false });

describe('Teams’ messenger', () => {
  test.each([
    ['a channel that the bot was never added to', '19:unknown@thread.tacv2', 'bot-not-added'],
    ['a group chat, which is no place for cards', groupChat, 'bot-not-added'],
  ])('%s', async (_what, id, reason) => {
    const { messenger, message, stop } = await startTeamsHarness();
    const attempt = messenger.post({ platform: 'teams', kind: 'channel', id }, messenger.render(message('one')), 'n');
    await expect(attempt).rejects.toMatchObject({ problem: { kind: 'impossible', reason } });
    await stop();
  });

  test('a channel that the bot was removed from', async () => {
    const { messenger, message, conversations, channel, stop } = await startTeamsHarness();
    await conversations.close({ id: inboxChannel }, new Date());
    const attempt = messenger.post(channel, messenger.render(message('one')), 'n');
    await expect(attempt).rejects.toMatchObject({ problem: { kind: 'impossible', reason: 'bot-removed' } });
    await stop();
  });

  test('what stands in a private chat has no link', async () => {
    const { messenger, message, person, stop } = await startTeamsHarness();
    expect(await messenger.link(await messenger.post(person, messenger.render(message('one')), 'n1'))).toBeNull();
    await stop();
  });

  test('a private chat is opened once, and remembered', async () => {
    const { messenger, message, conversations, person, teams, stop } = await startTeamsHarness();
    await messenger.post(person, messenger.render(message('one')), 'n1');
    await messenger.post(person, messenger.render(message('two')), 'n2');
    expect(teams.calls.all.filter(({ method }) => method === 'createConversation')).toHaveLength(1);
    expect(conversations.all.get(person.id)).toMatchObject({ kind: 'person', closedAt: null });
    await stop();
  });
});
