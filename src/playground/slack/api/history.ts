import { SlackRefusal } from '../errors.js';
import type { StoredMessage } from '../model.js';
import { renderMessage } from '../render.js';
import type { Arguments } from './arguments.js';
import { type Method, readableChannel } from './method.js';
import { decodeCursor, encodeCursor, limitOf } from './paging.js';

const range = {
  cursor: 'string',
  inclusive: 'boolean',
  latest: 'ts',
  oldest: 'ts',
  limit: 'integer',
  include_all_metadata: 'boolean',
} as const;

/** `oldest` and `latest` are exclusive unless `inclusive` says otherwise. */
function inRange(args: Arguments): (message: StoredMessage) => boolean {
  const oldest = Number(args.string('oldest') ?? 0);
  const latest = Number(args.string('latest') ?? Number.POSITIVE_INFINITY);
  const inclusive = args.boolean('inclusive');
  return ({ ts }) => {
    const at = Number(ts);
    return inclusive ? at >= oldest && at <= latest : at > oldest && at < latest;
  };
}

const history: Method = {
  tier: 3,
  required: { channel: 'string' },
  optional: range,
  run(args, environment) {
    const { workspace } = environment;
    const channel = readableChannel(environment, args.required('channel'));
    const limit = limitOf(args, 100, 999);
    const cursor = args.string('cursor');
    // With `oldest` alone Slack pages forwards from there, else backwards from the latest; newest first either way.
    const forwards = args.string('oldest') !== undefined && args.string('latest') === undefined;
    const border = cursor ? decodeCursor(cursor) : undefined;
    const matching = channel.messages
      .filter((message) => message.threadTs === undefined || message.broadcast === true)
      .filter(inRange(args))
      .filter(({ ts }) => border === undefined || (forwards ? ts > border : ts < border));
    const chosen = forwards ? matching.slice(0, limit) : matching.slice(-limit);
    const hasMore = chosen.length < matching.length;
    const next = forwards ? chosen.at(-1) : chosen[0];
    const metadata = args.boolean('include_all_metadata');
    return {
      messages: chosen.reverse().map((message) => renderMessage(workspace, channel, message, { metadata })),
      has_more: hasMore,
      pin_count: 0,
      ...(hasMore && next ? { response_metadata: { next_cursor: encodeCursor(next.ts) } } : {}),
    };
  },
};

const replies: Method = {
  tier: 3,
  required: { channel: 'string', ts: 'ts' },
  optional: range,
  run(args, environment) {
    const { workspace } = environment;
    const channel = readableChannel(environment, args.required('channel'));
    const ts = args.required('ts');
    const asked = workspace.findMessage(channel, ts);
    if (!asked) throw new SlackRefusal('thread_not_found');
    const limit = limitOf(args, 1000, 1000);
    const cursor = args.string('cursor');
    const border = cursor ? decodeCursor(cursor) : undefined;
    const within = workspace
      .repliesTo(channel, ts)
      .filter(inRange(args))
      .filter((reply) => border === undefined || reply.ts > border);
    // The first message of the thread leads every first page, whatever the range.
    const all = border === undefined ? [asked, ...within] : within;
    const chosen = all.slice(0, limit);
    const hasMore = chosen.length < all.length;
    const metadata = args.boolean('include_all_metadata');
    return {
      messages: chosen.map((message) => renderMessage(workspace, channel, message, { metadata })),
      has_more: hasMore,
      ...(hasMore ? { response_metadata: { next_cursor: encodeCursor(chosen.at(-1)?.ts ?? '') } } : {}),
    };
  },
};

export const messages: Record<string, Method> = {
  'conversations.history': history,
  'conversations.replies': replies,
};
