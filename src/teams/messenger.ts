import { createHash } from 'node:crypto';
import type { Activity } from 'botbuilder';
import type { ConnectorClient } from 'botframework-connector';
import type { Message } from '../application/messages.js';
import {
  type Address,
  type ConversationStore,
  type Destination,
  type KnownConversation,
  type Messenger,
  MessengerError,
  type Rendered,
} from '../application/ports.js';
import { messengerError, type Repeatability } from './errors.js';
import { type TeamsMessage, toActivity } from './render-message.js';

/** Long enough for a slow answer, short enough for the lease of a delivery, in milliseconds. */
const callTimeoutMs = 10_000;

/** A reply stands in the conversation of its thread's first message (Teams: "Threads"). */
const threadOf = (conversation: string, root: string) => `${conversation};messageid=${root}`;
const withoutThread = (conversation: string) => conversation.replace(/;messageid=.*$/, '');

/**
 * Teams as the dispatcher sees it. Its messages can't be searched by a bot: `find` never finds, so that a post in
 * doubt is posted anew, and the older one is marked as superseded when somebody clicks it.
 *
 * @param options.connector a client for a service address
 * @param options.webUrl where people open Teams, which links begin with
 */
export function createTeamsMessenger(options: {
  readonly connector: (serviceUrl: string) => Promise<ConnectorClient>;
  readonly conversations: ConversationStore;
  readonly tenant: () => string;
  readonly webUrl: () => string;
  readonly render: (message: Message) => TeamsMessage;
}): Messenger {
  const { conversations } = options;

  async function place(to: Pick<Destination, 'kind' | 'id'>): Promise<KnownConversation> {
    const known = await conversations.byId(to.id);
    if (known && known.closedAt === null) return known;
    if (known && to.kind === 'channel') throw new MessengerError({ kind: 'impossible', reason: 'bot-removed' });
    if (to.kind === 'channel') throw new MessengerError({ kind: 'impossible', reason: 'bot-not-added' });
    return openChat(to.id);
  }

  /** A private chat with somebody who has none yet: possible for members of any team that the bot belongs to. */
  async function openChat(person: string): Promise<KnownConversation> {
    const [any] = await conversations.open();
    if (!any) throw new MessengerError({ kind: 'impossible', reason: 'bot-not-added' });
    const { serviceUrl, bot, tenant } = any;
    const opened = await call('repeatable', serviceUrl, (connector) =>
      connector.conversations.createConversation(
        {
          isGroup: false,
          bot: { id: bot, name: '' },
          members: [{ id: person, name: '' }],
          tenantId: tenant,
          channelData: { tenant: { id: tenant } },
        } as never,
        { timeout: callTimeoutMs },
      ),
    );
    const chat: KnownConversation = {
      id: person,
      kind: 'person',
      conversation: opened.id,
      team: null,
      group: null,
      tenant,
      serviceUrl,
      bot,
      closedAt: null,
    };
    await conversations.note(chat);
    return chat;
  }

  async function call<Answer>(
    repeatability: Repeatability,
    serviceUrl: string,
    request: (connector: ConnectorClient) => Promise<Answer>,
  ): Promise<Answer> {
    try {
      return await request(await options.connector(serviceUrl));
    } catch (error) {
      throw messengerError(error, repeatability);
    }
  }

  return {
    mentionsByName: true,

    render(message): Rendered {
      const payload = options.render(message);
      return { hash: createHash('sha256').update(JSON.stringify(payload)).digest('hex'), payload };
    },

    async post(to, rendered, _nonce, thread): Promise<Address> {
      const { conversation, serviceUrl } = await place(to);
      const channel = thread && to.kind === 'channel' ? threadOf(conversation, rootOf(thread)) : conversation;
      const activity = toActivity(rendered.payload as TeamsMessage) as Partial<Activity>;
      const answer = await call('once', serviceUrl, (connector) =>
        connector.conversations.sendToConversation(channel, activity, { timeout: callTimeoutMs }),
      );
      if (!answer.id) throw new MessengerError({ kind: 'fate-unknown', reason: 'no_id' });
      return { channel, id: answer.id };
    },

    async update(at, rendered) {
      const { serviceUrl } = await placeOf(at);
      const activity = { ...toActivity(rendered.payload as TeamsMessage), id: at.id } as Partial<Activity>;
      await call('repeatable', serviceUrl, (connector) =>
        connector.conversations.updateActivity(at.channel, at.id, activity, { timeout: callTimeoutMs }),
      );
    },

    async remove(at) {
      const { serviceUrl } = await placeOf(at);
      try {
        await call('repeatable', serviceUrl, (connector) =>
          connector.conversations.deleteActivity(at.channel, at.id, { timeout: callTimeoutMs }),
        );
      } catch (error) {
        // Gone is what was wanted.
        if (error instanceof MessengerError && error.problem.kind === 'message-gone') return;
        throw error;
      }
    },

    async find() {
      return [];
    },

    /** Teams: "Deep links to navigate to channel conversation". */
    async link(at) {
      const channel = withoutThread(at.channel);
      const known = await conversations.byId(channel);
      if (known?.kind !== 'channel') return null;
      const query = new URLSearchParams({
        tenantId: known.tenant,
        ...(known.group ? { groupId: known.group } : {}),
        parentMessageId: rootOf(at),
        createdTime: at.id,
      });
      const path = `l/message/${encodeURIComponent(channel)}/${encodeURIComponent(at.id)}?${query}`;
      return new URL(path, options.webUrl()).href;
    },

    /**
     * Teams counts 7/1 s, 8/2 s, 60/30 s and 1,800/h for each bot and conversation, and 30/s for an app in a tenant:
     * after a first burst one each two seconds keeps within all of them.
     */
    lanes(step, to) {
      const key = (name: string) => `teams:${options.tenant()}:${name}`;
      return [
        { key: key(`${step}:${to.id}`), intervalMs: 2_010, burst: 7 },
        { key: key(step), intervalMs: 70, burst: 15 },
      ];
    },
  };

  /** Where a message stands: by its channel, or by the private chat's conversation. */
  async function placeOf(at: Address): Promise<{ readonly serviceUrl: string }> {
    const known = await conversations.byId(withoutThread(at.channel));
    if (known) return known;
    const [any] = await conversations.open();
    if (!any) throw new MessengerError({ kind: 'impossible', reason: 'bot-not-added' });
    return any;
  }
}

/** The first message of the thread that a message belongs to. */
function rootOf(at: Address): string {
  return /;messageid=(\d+)$/.exec(at.channel)?.[1] ?? at.id;
}
