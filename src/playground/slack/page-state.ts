import type { KnownBlock } from '@slack/types';
import type { ChannelInfo, Message, OpenView, UserInfo, WorkspaceState } from '../page-api.js';
import { colourOf, initialsOf } from '../shared/page-user.js';
import type { Channel, Ephemeral, SlackUser, StoredMessage } from './model.js';
import type { SlackStandIn } from './stand-in.js';
import type { Workspace } from './workspace.js';

/** All that one user sees. */
export function pageState(slack: SlackStandIn, me: string): WorkspaceState {
  const { workspace } = slack;
  return {
    team: { name: workspace.team.name },
    me,
    users: [...workspace.users.values()].map(pageUser),
    channels: [...workspace.channels.values()]
      .filter((channel) => channel.members.includes(me))
      .map((channel) => pageChannel(workspace, channel, me)),
    commands: [...slack.commands],
    view: pageView(slack, me),
  };
}

function pageUser(user: SlackUser): UserInfo {
  return {
    id: user.id,
    name: user.realName,
    email: user.email,
    initials: initialsOf(user.realName),
    colour: colourOf(user.email || user.realName),
    locale: user.locale,
    tz: user.tz,
    kind: user.kind,
  };
}

export function pageChannel(workspace: Workspace, channel: Channel, me: string): ChannelInfo {
  const whispered = [...workspace.ephemerals.values()].filter(
    (message) => message.viewer === me && message.channel === channel.id,
  );
  const other = channel.members.find((member) => member !== me);
  const messages = [
    ...channel.messages.map((message) => pageMessage(workspace, channel, message)),
    ...whispered.map((message) => pageEphemeral(workspace, message)),
  ];
  return {
    id: channel.id,
    name: channel.kind === 'im' ? (workspace.users.get(other ?? '')?.realName ?? channel.name) : channel.name,
    kind: channel.kind === 'im' ? 'im' : 'channel',
    memberIds: [...channel.members],
    messages: messages.sort((a, b) => (a.ts < b.ts ? -1 : 1)),
  };
}

export function pageMessage(workspace: Workspace, channel: Channel, message: StoredMessage): Message {
  const replyCount = message.threadTs === undefined ? workspace.repliesTo(channel, message.ts).length : 0;
  const threadTs = message.threadTs ?? (replyCount > 0 ? message.ts : undefined);
  return {
    ts: message.ts,
    user: message.user,
    text: message.tombstone ? '' : message.text,
    // Validated when they came in; blocks that the type does not know are refused there.
    blocks: message.blocks as unknown as KnownBlock[],
    ...(threadTs === undefined ? {} : { threadTs }),
    replyCount,
    edited: message.edited !== undefined,
    ...(message.tombstone ? { deleted: true as const } : {}),
  };
}

export function pageEphemeral(workspace: Workspace, message: Ephemeral): Message {
  return {
    ts: message.ts,
    user: workspace.installation.botUserId,
    text: message.text,
    blocks: message.blocks as unknown as KnownBlock[],
    ...(message.threadTs === undefined ? {} : { threadTs: message.threadTs }),
    replyCount: 0,
    edited: false,
    ephemeral: { id: message.id },
  };
}

/** The modal on top for this user. */
export function pageView({ views }: SlackStandIn, me: string): OpenView | null {
  const view = views.top(me);
  if (!view) return null;
  const depth = views.stack(me).length - 1;
  return { ...(view.definition as unknown as OpenView), id: view.id, hash: view.hash, depth };
}
