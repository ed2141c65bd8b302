import { createHash } from 'node:crypto';
import type { KnownBlock } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import type { Message } from '../application/messages.js';
import { type Address, type Destination, type Messenger, MessengerError, type Rendered } from '../application/ports.js';
import { messengerError, type Repeatability, slackCode } from './errors.js';

/** A message in Slack's form. `text` is what notifications and screen readers give; `blocks` are what is seen. */
export interface SlackMessage {
  readonly text: string;
  readonly blocks: readonly KnownBlock[];
}

/** All that our metadata says besides the nonce, since everybody in the workspace can read it. */
const metadataType = 'referral_desk';

/**
 * Slack as the dispatcher sees it.
 *
 * @param options.team id of the workspace, which its rate lanes are counted for
 * @param options.url where people open the workspace, which links begin with
 * @param options.botUserId who our own messages are from
 */
export function createSlackMessenger(options: {
  readonly client: WebClient;
  readonly team: string;
  readonly url: string | null;
  readonly botUserId: string;
  readonly render: (message: Message) => SlackMessage;
}): Messenger {
  const { client, team, url, botUserId } = options;
  const directChannels = new Map<string, Promise<string>>();

  async function channelOf(to: Destination): Promise<string> {
    if (to.kind === 'channel') return to.id;
    let channel = directChannels.get(to.id);
    if (!channel) {
      channel = openDirect(to.id);
      directChannels.set(to.id, channel);
      channel.catch(() => directChannels.delete(to.id));
    }
    return channel;
  }

  async function openDirect(user: string): Promise<string> {
    const answer = await call('repeatable', () => client.conversations.open({ users: user }));
    const id = answer.channel?.id;
    if (!id) throw new MessengerError({ kind: 'temporary', reason: 'no_channel' });
    return id;
  }

  return {
    render(message): Rendered {
      const payload = options.render(message);
      return { hash: hashOf(payload), payload };
    },

    async post(to, rendered, nonce, thread): Promise<Address> {
      const channel = await channelOf(to);
      const { text, blocks } = rendered.payload as SlackMessage;
      const answer = await call('once', () =>
        client.chat.postMessage({
          channel,
          text,
          ...(blocks.length > 0 ? { blocks: [...blocks] } : {}),
          metadata: { event_type: metadataType, event_payload: { id: nonce } },
          unfurl_links: false,
          unfurl_media: false,
          ...(thread ? { thread_ts: thread.id } : {}),
        }),
      ).catch((error: MessengerError) => {
        if (to.kind === 'person' && slackCode(error.cause) === 'channel_not_found') {
          // The remembered conversation is no more; whether the person is still there, opening it anew will tell.
          directChannels.delete(to.id);
          throw new MessengerError({ kind: 'temporary', reason: 'channel_not_found' }, { cause: error.cause });
        }
        throw error;
      });
      if (!answer.channel || !answer.ts) throw new MessengerError({ kind: 'fate-unknown', reason: 'no_ts' });
      return { channel: answer.channel, id: answer.ts };
    },

    async update(at, rendered) {
      const { text, blocks } = rendered.payload as SlackMessage;
      // Without metadata in the call the message keeps its own.
      await call('repeatable', () => client.chat.update({ channel: at.channel, ts: at.id, text, blocks: [...blocks] }));
    },

    async remove(at) {
      try {
        await call('repeatable', () => client.chat.delete({ channel: at.channel, ts: at.id }));
      } catch (error) {
        // Gone is what was wanted.
        if (error instanceof MessengerError && error.problem.kind === 'message-gone') return;
        throw error;
      }
    },

    async find(to, nonce, since, thread) {
      const channel = await channelOf(to);
      const oldest = (since.getTime() / 1000).toFixed(6);
      const found: Address[] = [];
      let cursor: string | undefined;
      do {
        const range = { channel, oldest, inclusive: true, include_all_metadata: true, limit: 200 };
        const page = { ...range, ...(cursor ? { cursor } : {}) };
        const answer = await call('repeatable', () =>
          thread ? client.conversations.replies({ ...page, ts: thread.id }) : client.conversations.history(page),
        ).catch((error: MessengerError) => {
          // No thread, no reply of ours in it.
          if (thread && error.problem.kind === 'message-gone')
            return { messages: [], response_metadata: { next_cursor: '' } };
          throw error;
        });
        for (const message of answer.messages ?? []) {
          // A thread's first message comes along, though it is no reply.
          if (!message.ts || message.ts === thread?.id || message.user !== botUserId) continue;
          if (message.metadata?.event_type !== metadataType) continue;
          const payload: { id?: unknown } = message.metadata.event_payload ?? {};
          if (payload.id === nonce) found.push({ channel, id: message.ts });
        }
        cursor = answer.response_metadata?.next_cursor;
      } while (cursor);
      // Timestamps are digits of one width, so that text order is time order.
      return found.sort((a, b) => (a.id < b.id ? -1 : 1));
    },

    /** As `chat.getPermalink` documents its answers, of messages outside threads: asking for each would cost a call. */
    async link({ channel, id }) {
      return url && new URL(`archives/${channel}/p${id.replace('.', '')}`, url).href;
    },

    /**
     * The most specific lane first. Posts: Slack's 1/s a channel, and its "several hundred a minute" a workspace.
     * Updates: 50/min a workspace, with room for a burst. A person's first message also opens their conversation.
     * A channel takes short bursts (Slack: "Rate limits"), so that a card and its first lines needn't wait for one another;
     * after that, posts leave a little more than a second, since the second may have the faster journey.
     */
    lanes(step, to) {
      const key = (name: string) => `slack:${team}:${name}`;
      if (step === 'update') return [{ key: key('chat.update'), intervalMs: 1_200, burst: 20 }];
      const opens = to.kind === 'person' && !directChannels.has(to.id);
      return [
        { key: key(`chat.postMessage:${to.id}`), intervalMs: 1_050, burst: 4 },
        { key: key('chat.postMessage'), intervalMs: 200, burst: 20 },
        ...(opens ? [{ key: key('conversations.open'), intervalMs: 1_200, burst: 20 }] : []),
      ];
    },
  };
}

async function call<Answer>(repeatability: Repeatability, request: () => Promise<Answer>): Promise<Answer> {
  try {
    return await request();
  } catch (error) {
    throw messengerError(error, repeatability);
  }
}

/** Block ids are left out: they are new at every rendering, and nobody sees them. */
function hashOf(message: SlackMessage): string {
  const canonical = JSON.stringify([message.text, message.blocks], (key, value: unknown) => {
    if (key === 'block_id') return undefined;
    if (value === null || typeof value !== 'object' || Array.isArray(value)) return value;
    return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
  return createHash('sha256').update(canonical).digest('hex');
}
