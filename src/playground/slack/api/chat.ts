import { isObject } from '../blocks/check.js';
import { limits } from '../blocks/limits.js';
import { messageBlocks, messageContent, messageMetadata } from '../content.js';
import { SlackRefusal } from '../errors.js';
import type { Channel, Json, StoredMessage } from '../model.js';
import { renderMessage } from '../render.js';
import type { Arguments } from './arguments.js';
import { type Environment, isMember, knownUser, type Method, visibleChannel } from './method.js';

const formatting = {
  text: 'string',
  blocks: 'json',
  mrkdwn: 'boolean',
  parse: 'string',
  link_names: 'boolean',
} as const;

/** Where a message goes: a channel's id or name, a conversation's id, or a person's id for a direct message. */
function destination(environment: Environment, reference: string): Channel {
  const { workspace } = environment;
  const user = workspace.users.get(reference);
  if (user) {
    if (user.kind === 'bot') throw new SlackRefusal('channel_not_found');
    return workspace.directMessage(user);
  }
  const channel = visibleChannel(environment, workspace.findChannel(reference)?.id ?? reference);
  if (channel.isArchived) throw new SlackRefusal('is_archived');
  if (!isMember(environment, channel) && !environment.scopes.has('chat:write.public')) {
    throw new SlackRefusal('not_in_channel');
  }
  return channel;
}

/** The thread a message is to go to; a reply is no thread. */
function threadOf({ workspace }: Environment, channel: Channel, args: Arguments): { threadTs?: string } {
  const threadTs = args.string('thread_ts');
  if (threadTs === undefined) return {};
  const parent = workspace.findMessage(channel, threadTs);
  if (!parent) throw new SlackRefusal('thread_not_found');
  if (parent.threadTs !== undefined) throw new SlackRefusal('cannot_reply_to_message');
  return { threadTs };
}

/** A message of this app, to be changed; anyone else's is out of reach. */
function ownMessage({ workspace }: Environment, channel: Channel, ts: string, otherwise: string): StoredMessage {
  const message = workspace.findMessage(channel, ts);
  if (!message || message.tombstone) throw new SlackRefusal('message_not_found');
  if (message.user !== workspace.installation.botUserId) throw new SlackRefusal(otherwise);
  return message;
}

const postMessage: Method = {
  tier: 'post',
  scope: 'chat:write',
  required: { channel: 'string' },
  optional: {
    ...formatting,
    thread_ts: 'ts',
    reply_broadcast: 'boolean',
    metadata: 'json',
    unfurl_links: 'boolean',
    unfurl_media: 'boolean',
  },
  run(args, environment) {
    const { workspace } = environment;
    const channel = destination(environment, args.required('channel'));
    const metadata = messageMetadata(args.json('metadata'));
    const thread = threadOf(environment, channel, args);
    const { botUserId, botId } = workspace.installation;
    const message = workspace.post(channel, {
      user: botUserId,
      botId,
      ...messageContent(args.values),
      ...thread,
      ...(args.boolean('reply_broadcast') && thread.threadTs ? { broadcast: true } : {}),
      ...(metadata ? { metadata } : {}),
    });
    const warnings = (args.string('text') ?? '') === '' ? { warnings: ['missing_text_in_message'] } : undefined;
    return {
      channel: channel.id,
      ts: message.ts,
      message: renderMessage(workspace, channel, message),
      ...(warnings ? { warning: 'missing_text_in_message', response_metadata: warnings } : {}),
    };
  },
};

const update: Method = {
  tier: 3,
  scope: 'chat:write',
  required: { channel: 'string', ts: 'ts' },
  optional: { ...formatting, metadata: 'json', reply_broadcast: 'boolean' },
  run(args, environment) {
    const { workspace } = environment;
    const channel = visibleChannel(environment, args.required('channel'));
    const message = ownMessage(environment, channel, args.required('ts'), 'cant_update_message');
    const change = updatedContent(args, message);
    workspace.edit(channel, message, change, workspace.installation.botUserId);
    return {
      channel: channel.id,
      ts: message.ts,
      text: message.text,
      message: renderMessage(workspace, channel, message),
    };
  },
};

/** What is absent stays; an empty array takes the blocks away, an empty object the metadata. */
function updatedContent(args: Arguments, message: StoredMessage): Partial<StoredMessage> {
  const text = args.string('text');
  const sent = args.json('blocks');
  if (text !== undefined && text.length > limits.message.textOfUpdate) throw new SlackRefusal('msg_too_long');
  const blocks = sent === undefined ? message.blocks : messageBlocks(sent);
  const change: Partial<StoredMessage> = { text: text ?? message.text, blocks };
  if ((text === undefined && sent === undefined) || (change.text?.trim() === '' && blocks.length === 0)) {
    throw new SlackRefusal('no_text');
  }
  const metadata = args.json('metadata');
  if (isObject(metadata) && Object.keys(metadata).length === 0) delete message.metadata;
  else if (metadata !== undefined) Object.assign(change, { metadata: messageMetadata(metadata) });
  return change;
}

const remove: Method = {
  tier: 3,
  scope: 'chat:write',
  required: { channel: 'string', ts: 'ts' },
  run(args, environment) {
    const channel = visibleChannel(environment, args.required('channel'));
    const message = ownMessage(environment, channel, args.required('ts'), 'cant_delete_message');
    environment.workspace.remove(channel, message);
    return { channel: channel.id, ts: message.ts };
  },
};

const postEphemeral: Method = {
  tier: 4,
  scope: 'chat:write',
  required: { channel: 'string', user: 'string' },
  optional: { ...formatting, thread_ts: 'ts' },
  run(args, environment) {
    const channel = destination(environment, args.required('channel'));
    const user = knownUser(environment, args.required('user'));
    if (!channel.members.includes(user.id)) throw new SlackRefusal('user_not_in_channel');
    const content = messageContent(args.values);
    const whispered = environment.workspace.whisper({
      channel: channel.id,
      viewer: user.id,
      ...content,
      ...threadOf(environment, channel, args),
    });
    return { message_ts: whispered.ts };
  },
};

const getPermalink: Method = {
  tier: 'none',
  required: { channel: 'string', message_ts: 'ts' },
  run(args, environment): Json {
    const channel = visibleChannel(environment, args.required('channel'));
    const ts = args.required('message_ts');
    if (!environment.workspace.findMessage(channel, ts)) throw new SlackRefusal('message_not_found');
    return {
      channel: channel.id,
      permalink: `${environment.webUrl()}archives/${channel.id}/p${ts.replace('.', '')}`,
    };
  },
};

export const chat: Record<string, Method> = {
  'chat.postMessage': postMessage,
  'chat.update': update,
  'chat.delete': remove,
  'chat.postEphemeral': postEphemeral,
  'chat.getPermalink': getPermalink,
};
