import { describe, expect, test } from '@jest/globals';
import type { Message } from '../../src/application/messages.js';
import type { Address, Destination, KnownConversation } from '../../src/application/ports.js';
import { groupChat, inboxChannel } from '../../src/playground/teams/default-organisation.js';
import { TeamsStandIn } from '../../src/playground/teams/stand-in.js';
import { createTeamsMessenger } from '../../src/teams/messenger.js';
import { renderMessage } from '../../src/teams/render-message.js';
import { messengerContract } from '../contracts/messenger-contract.js';
import { closedPort, conversationStore, emulated } from './on-stand-in.js';

const methods = { post: 'sendToConversation', update: 'updateActivity' } as const;
const elsewhere = '19:somewhere-else@thread.tacv2';

async function startTeamsHarness() {
  const time = Date.parse('2026-03-02T09:00:00Z');
  const teams = new TeamsStandIn({ now: () => time });
  await teams.start();
  const { bot, tenantId: tenant } = teams.organisation;
  const anna = teams.people.user('anna');
  const known = (id: string): KnownConversation => ({
    id,
    kind: 'channel',
    conversation: id,
    team: null,
    tenant,
    serviceUrl: teams.origin,
    bot: bot.id,
    closedAt: null,
  });
  const conversations = conversationStore(known(inboxChannel), known(elsewhere));
  const adapter = emulated();
  const nobodyThere = await closedPort();
  let unreachable = 0;
  const messenger = createTeamsMessenger({
    connector: (serviceUrl) => adapter.connector(unreachable-- > 0 ? nobodyThere : serviceUrl),
    conversations,
    tenant: () => tenant,
    render: (message) => renderMessage(message, 'UTC'),
  });
  const conversationOf = (to: Pick<Destination, 'kind' | 'id'>) =>
    to.kind === 'person' ? teams.organisation.personalChat(anna) : teams.conversation(to.id);
  const at = ({ id }: Address) => {
    const all = [...teams.organisation.conversations.values()].flatMap(({ messages }) => messages);
    return all.find((message) => message.id === id && !message.deleted);
  };
  return {
    teams,
    conversations,
    messenger,
    channel: { platform: 'teams', kind: 'channel', id: inboxChannel } as const,
    person: { platform: 'teams', kind: 'person', id: anna.aadObjectId } as const,
    closedChannel: { platform: 'teams', kind: 'channel', id: elsewhere } as const,
    message: (text: string): Message => ({
      kind: 'line',
      language: 'en',
      text: { key: 'card.title', values: { customer: text } },
    }),
    now: () => new Date(time),
    shown: (address: Address) => at(address)?.summary ?? null,
    texts: (to: Destination) =>
      conversationOf(to)
        .messages.filter(({ deleted }) => !deleted)
        .map(({ summary }) => summary ?? ''),
    deletedByHand(address: Address) {
      teams.talk.deleteMessage({ conversation: inboxChannel, message: address.id });
    },
    befall(step: 'post' | 'update', what: 'limit' | 'break-before' | 'break-after' | 'no-connection') {
      if (what === 'no-connection') unreachable = 1;
      else if (what === 'limit') teams.faults.rateLimit(methods[step], { retryAfter: 7 });
      else if (what === 'break-before') teams.faults.hangUp(methods[step]);
      else teams.faults.dropAnswer(methods[step]);
    },
    async stop() {
      await teams.stop();
      teams.assertStrict();
    },
  };
}

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

  test('a private chat is opened once, and remembered', async () => {
    const { messenger, message, conversations, person, teams, stop } = await startTeamsHarness();
    await messenger.post(person, messenger.render(message('one')), 'n1');
    await messenger.post(person, messenger.render(message('two')), 'n2');
    expect(teams.calls.all.filter(({ method }) => method === 'createConversation')).toHaveLength(1);
    expect(conversations.all.get(person.id)).toMatchObject({ kind: 'person', closedAt: null });
    await stop();
  });
});
