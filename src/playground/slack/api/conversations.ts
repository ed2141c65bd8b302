import { refusalOf, SlackRefusal } from '../errors.js';
import type { Channel } from '../model.js';
import { renderChannel } from '../render.js';
import type { Arguments } from './arguments.js';
import {
  type Environment,
  isMember,
  knownUser,
  type Method,
  needScope,
  scopeFamily,
  visibleChannel,
} from './method.js';
import { page } from './paging.js';

const listing = { cursor: 'string', limit: 'integer', types: 'string', exclude_archived: 'boolean' } as const;
const kinds: Record<string, Channel['kind'] | null> = {
  public_channel: 'public',
  private_channel: 'private',
  im: 'im',
  // Group conversations don't exist here: asking for them is fine and finds none.
  mpim: null,
};

/** The channels of the asked types, each of which needs its scope. */
function listed(environment: Environment, args: Arguments): Channel[] {
  const wanted = (args.string('types') ?? 'public_channel').split(',').map((type) => type.trim());
  if (wanted.some((type) => !Object.hasOwn(kinds, type))) throw new SlackRefusal('invalid_types');
  const channels = [...environment.workspace.channels.values()];
  const found = wanted.flatMap((type) => channels.filter((channel) => channel.kind === kinds[type]));
  const families = { public_channel: 'channels', private_channel: 'groups', im: 'im', mpim: 'mpim' };
  for (const type of wanted) needScope(environment, `${families[type as keyof typeof families]}:read`);
  return args.boolean('exclude_archived') ? found.filter((channel) => !channel.isArchived) : found;
}

const list: Method = {
  tier: 2,
  optional: listing,
  run(args, environment) {
    const { workspace } = environment;
    const visible = listed(environment, args).filter(
      (channel) => channel.kind === 'public' || isMember(environment, channel),
    );
    const { items, response_metadata } = page(visible, args);
    const bot = workspace.installation.botUserId;
    return { channels: items.map((channel) => renderChannel(workspace, channel, bot)), response_metadata };
  },
};

const usersConversations: Method = {
  tier: 3,
  optional: { ...listing, user: 'string' },
  run(args, environment) {
    const { workspace } = environment;
    const bot = workspace.installation.botUserId;
    const user = knownUser(environment, args.string('user') ?? bot);
    // Of another's private conversations the bot learns only those that it is in itself.
    const visible = listed(environment, args).filter(
      (channel) => channel.members.includes(user.id) && (channel.kind === 'public' || isMember(environment, channel)),
    );
    const { items, response_metadata } = page(visible, args, { max: 999 });
    return { channels: items.map((channel) => renderChannel(workspace, channel, bot)), response_metadata };
  },
};

const info: Method = {
  tier: 3,
  required: { channel: 'string' },
  optional: { include_locale: 'boolean', include_num_members: 'boolean' },
  run(args, environment) {
    const channel = visibleChannel(environment, args.required('channel'));
    needScope(environment, `${scopeFamily(channel)}:read`);
    const rendered = renderChannel(environment.workspace, channel, environment.workspace.installation.botUserId);
    if (!args.boolean('include_num_members')) delete rendered.num_members;
    return { channel: { ...rendered, ...(args.boolean('include_locale') ? { locale: 'en-US' } : {}) } };
  },
};

const members: Method = {
  tier: 4,
  required: { channel: 'string' },
  optional: { cursor: 'string', limit: 'integer' },
  run(args, environment) {
    const channel = visibleChannel(environment, args.required('channel'));
    needScope(environment, `${scopeFamily(channel)}:read`);
    const { items, response_metadata } = page(channel.members, args);
    return { members: items, response_metadata };
  },
};

const open: Method = {
  tier: 3,
  scope: 'im:write',
  optional: { users: 'string', channel: 'string', return_im: 'boolean', prevent_creation: 'boolean' },
  run(args, environment) {
    const { workspace } = environment;
    const existing = args.string('channel');
    if (existing !== undefined) return { channel: { id: visibleChannel(environment, existing).id } };
    const ids = (args.string('users') ?? '').split(',').filter((id) => id !== '');
    if (ids.length === 0) throw new SlackRefusal('users_list_not_supplied');
    if (ids.length > 1) throw refusalOf('invalid_arguments', ['group conversations are not supported here']);
    const user = knownUser(environment, ids[0] as string);
    if (user.kind === 'bot') throw new SlackRefusal('cannot_dm_bot');
    const channel = workspace.directMessage(user);
    const bot = workspace.installation.botUserId;
    return { channel: args.boolean('return_im') ? renderChannel(workspace, channel, bot) : { id: channel.id } };
  },
};

const join: Method = {
  tier: 3,
  scope: 'channels:join',
  required: { channel: 'string' },
  run(args, environment) {
    const { workspace } = environment;
    const channel = visibleChannel(environment, args.required('channel'));
    if (channel.kind !== 'public') throw new SlackRefusal('method_not_supported_for_channel_type');
    if (channel.isArchived) throw new SlackRefusal('is_archived');
    const bot = workspace.installation.botUserId;
    const joined = workspace.join(channel, bot);
    return {
      channel: renderChannel(workspace, channel, bot),
      ...(joined ? {} : { warning: 'already_in_channel', response_metadata: { warnings: ['already_in_channel'] } }),
    };
  },
};

export const conversations: Record<string, Method> = {
  'conversations.list': list,
  'conversations.info': info,
  'conversations.members': members,
  'conversations.open': open,
  'conversations.join': join,
  'users.conversations': usersConversations,
};
