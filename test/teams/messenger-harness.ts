import type { Message } from '../../src/application/messages.js';
import type { Address, Destination, KnownConversation } from '../../src/application/ports.js';
import { inboxChannel } from '../../src/playground/teams/default-organisation.js';
import { TeamsStandIn } from '../../src/playground/teams/stand-in.js';
import { createTeamsMessenger } from '../../src/teams/messenger.js';
import { renderMessage } from '../../src/teams/render-message.js';
import { closedPort, conversationStore, emulated } from './on-stand-in.js';

const methods = { post: 'sendToConversation', update: 'updateActivity' } as const;
const elsewhere = '19:somewhere-else@thread.tacv2';

/** Teams' messenger with the real connector, against the stand-in. */
export async function startTeamsHarness(now: () => number = () => Date.parse('2026-03-02T09:00:00Z')) {
  const teams = new TeamsStandIn({ now });
  await teams.start();
  const { bot, tenantId: tenant } = teams.organisation;
  const anna = teams.people.user('anna');
  const known = (id: string): KnownConversation => ({
    id,
    kind: 'channel',
    conversation: id,
    team: teams.organisation.team.id,
    group: teams.organisation.team.aadGroupId,
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
    webUrl: () => teams.webUrl,
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
    adapter,
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
    now: () => new Date(now()),
    shown: (address: Address) => at(address)?.summary ?? null,
    opened(link: string) {
      const { origin, pathname, searchParams } = new URL(link);
      const [, channel = '', id = ''] = /^\/l\/message\/([^/]+)\/(\d+)$/.exec(pathname) ?? [];
      expect(origin).toBe('https://teams.microsoft.com');
      expect(Object.fromEntries(searchParams)).toEqual({
        tenantId: tenant,
        groupId: teams.organisation.team.aadGroupId,
        parentMessageId: id,
        createdTime: id,
      });
      return at({ channel: decodeURIComponent(channel), id })?.summary ?? null;
    },
    /** What stands there, oldest first; `thread` is the id of the message that a reply stands under. */
    standing: (to: Destination) =>
      conversationOf(to)
        .messages.filter(({ deleted }) => !deleted)
        .map(({ id, summary, threadId }) => ({ id, text: summary ?? '', thread: threadId })),
    /** So many of the next calls find nobody there. */
    disconnect(times: number) {
      unreachable = times;
    },
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
