import type { Answer, Call } from './fake-web-api.js';

export const us = 'UBOT';

interface Stored {
  ts: string;
  user: string;
  text: string;
  blocks?: unknown;
  metadata?: unknown;
  thread_ts?: string;
}

/** The part of a workspace that a messenger touches: messages in channels, and direct conversations. */
export class FakeChannels {
  /** Of the next message, in microseconds; every message takes one step. */
  private clock = Date.parse('2026-03-02T09:00:00Z') * 1000;
  readonly messages = new Map<string, Stored[]>([
    ['C1', []],
    ['C2', []],
  ]);

  /** The time of the next message. */
  now(): Date {
    return new Date(Math.floor(this.clock / 1000));
  }

  add(channel: string, message: Omit<Stored, 'ts'>): string {
    this.clock += 1_000_000;
    const ts = `${Math.floor(this.clock / 1_000_000)}.${String(this.clock % 1_000_000).padStart(6, '0')}`;
    this.messages.get(channel)?.push({ ts, ...message });
    return ts;
  }

  find(channel: string, ts: string): Stored | undefined {
    return this.messages.get(channel)?.find((message) => message.ts === ts);
  }

  take(channel: string, ts: string): void {
    this.messages.set(channel, this.messages.get(channel)?.filter((message) => message.ts !== ts) ?? []);
  }

  readonly handlers = {
    'conversations.open': {
      accepts: ['users'],
      answer: ({ args }: Call): Answer => {
        if (args.users !== 'U1') return refuse('user_not_found');
        this.messages.set('D1', this.messages.get('D1') ?? []);
        return { channel: { id: 'D1' } };
      },
    },
    'chat.postMessage': {
      accepts: ['channel', 'text', 'blocks', 'metadata', 'unfurl_links', 'unfurl_media', 'thread_ts'],
      answer: ({ args }: Call): Answer => {
        const channel = String(args.channel);
        if (channel === 'COUTSIDE') return refuse('not_in_channel');
        if (!this.messages.has(channel)) return refuse('channel_not_found');
        if (args.thread_ts && !this.find(channel, String(args.thread_ts))) return refuse('thread_not_found');
        const { text, blocks, metadata, thread_ts } = args as unknown as Stored;
        const ts = this.add(channel, { user: us, text, blocks, metadata, ...(thread_ts ? { thread_ts } : {}) });
        return { channel, ts };
      },
    },
    'chat.update': {
      accepts: ['channel', 'ts', 'text', 'blocks'],
      answer: ({ args }: Call): Answer => {
        const message = this.find(String(args.channel), String(args.ts));
        if (!message) return refuse('message_not_found');
        if (message.user !== us) return refuse('cant_update_message');
        Object.assign(message, { text: args.text, blocks: args.blocks });
        return { channel: args.channel, ts: args.ts };
      },
    },
    'chat.delete': {
      accepts: ['channel', 'ts'],
      answer: ({ args }: Call): Answer => {
        if (!this.find(String(args.channel), String(args.ts))) return refuse('message_not_found');
        this.take(String(args.channel), String(args.ts));
        return {};
      },
    },
    'conversations.history': {
      accepts: ['channel', 'oldest', 'inclusive', 'include_all_metadata', 'limit', 'cursor'],
      answer: ({ args }: Call): Answer => {
        const all = this.messages.get(String(args.channel));
        if (!all) return refuse('channel_not_found');
        // Slack gives the newest first.
        return pageOf(all.filter((m) => !m.thread_ts && m.ts >= String(args.oldest)).reverse(), args);
      },
    },
    'conversations.replies': {
      accepts: ['channel', 'ts', 'oldest', 'inclusive', 'include_all_metadata', 'limit', 'cursor'],
      answer: ({ args }: Call): Answer => {
        const parent = this.find(String(args.channel), String(args.ts));
        if (!parent) return refuse('thread_not_found');
        const replies = this.messages.get(String(args.channel)) ?? [];
        const within = replies.filter((m) => m.thread_ts === args.ts && m.ts >= String(args.oldest));
        return pageOf([parent, ...within], args);
      },
    },
  };
}

/** Pages of two, however many were asked for: Slack may give fewer than that, too. */
function pageOf(messages: readonly Stored[], args: Call['args']): Answer {
  const from = Number(args.cursor ?? 0);
  const page = messages.slice(from, from + 2);
  return {
    messages: args.include_all_metadata === 'true' ? page : page.map(({ metadata: _, ...rest }) => rest),
    response_metadata: { next_cursor: from + 2 < messages.length ? String(from + 2) : '' },
  };
}

const refuse = (error: string): Answer => ({ ok: false, error });
