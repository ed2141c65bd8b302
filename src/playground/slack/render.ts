import { dateFormat } from '../../formats.js';
import type { Channel, Json, SlackUser, StoredMessage } from './model.js';
import type { Workspace } from './workspace.js';

/** A message as Slack's answers and payloads have it; metadata only where it was asked for. */
export function renderMessage(
  workspace: Workspace,
  channel: Channel,
  message: StoredMessage,
  { metadata = false } = {},
): Json {
  const { team, installation } = workspace;
  const replies = message.threadTs === undefined ? workspace.repliesTo(channel, message.ts) : [];
  const own = message.user === installation.botUserId;
  return {
    type: 'message',
    ...(message.tombstone ? { subtype: 'tombstone', hidden: true } : {}),
    ...(message.broadcast ? { subtype: 'thread_broadcast' } : {}),
    user: message.tombstone ? 'USLACKBOT' : message.user,
    ts: message.ts,
    ...(message.botId === undefined ? {} : { bot_id: message.botId }),
    ...(own ? { app_id: installation.appId } : {}),
    text: message.text,
    team: workspace.users.get(message.user)?.teamId ?? team.id,
    ...(message.blocks.length > 0 ? { blocks: message.blocks } : {}),
    ...(message.edited ? { edited: message.edited } : {}),
    ...(metadata && message.metadata ? { metadata: message.metadata } : {}),
    ...(message.threadTs === undefined ? {} : threadOfReply(workspace, channel, message.threadTs)),
    ...(replies.length > 0 ? threadSummary(message.ts, replies) : {}),
  };
}

function threadOfReply(workspace: Workspace, channel: Channel, threadTs: string): Json {
  const parent = workspace.findMessage(channel, threadTs);
  return { thread_ts: threadTs, ...(parent ? { parent_user_id: parent.user } : {}) };
}

function threadSummary(ts: string, replies: readonly StoredMessage[]): Json {
  const users = [...new Set(replies.map((reply) => reply.user))];
  return {
    thread_ts: ts,
    reply_count: replies.length,
    reply_users_count: users.length,
    reply_users: users,
    latest_reply: replies.at(-1)?.ts,
    is_locked: false,
    subscribed: false,
  };
}

export function renderUser(workspace: Workspace, user: SlackUser, { locale = false, email = false } = {}): Json {
  const stranger = user.teamId !== workspace.team.id;
  return {
    id: user.id,
    team_id: user.teamId,
    name: user.name,
    deleted: user.deleted,
    real_name: user.realName,
    tz: user.tz,
    tz_label: user.tz,
    tz_offset: offsetSeconds(user.tz, workspace.now()),
    profile: {
      real_name: user.realName,
      display_name: user.name,
      real_name_normalized: user.realName,
      display_name_normalized: user.name,
      // Slack does not show the addresses of other workspaces' people.
      ...(email && user.email !== '' && !stranger ? { email: user.email } : {}),
      team: user.teamId,
    },
    is_admin: user.isAdmin,
    is_owner: false,
    is_primary_owner: false,
    is_restricted: user.kind === 'guest',
    is_ultra_restricted: user.isUltraRestricted,
    is_bot: user.kind === 'bot',
    is_app_user: false,
    ...(stranger ? { is_stranger: true } : {}),
    updated: Math.floor(workspace.now() / 1000),
    ...(locale ? { locale: user.locale } : {}),
  };
}

function offsetSeconds(tz: string, now: number): number {
  const name = dateFormat('en-US', { timeZone: tz, timeZoneName: 'longOffset' })
    .formatToParts(now)
    .find((part) => part.type === 'timeZoneName')?.value;
  const [, sign, hours, minutes] = /GMT([+-])(\d\d):(\d\d)/.exec(name ?? '') ?? [];
  const seconds = Number(hours ?? 0) * 3600 + Number(minutes ?? 0) * 60;
  return sign === '-' ? -seconds : seconds;
}

/** Without the message and member lists; `viewer` is whose `is_member` it tells. */
export function renderChannel(workspace: Workspace, channel: Channel, viewer: string): Json {
  if (channel.kind === 'im') {
    const other = channel.members.find((member) => member !== workspace.installation.botUserId);
    return {
      id: channel.id,
      created: channel.created,
      is_im: true,
      is_org_shared: false,
      is_archived: false,
      is_open: true,
      user: other,
      context_team_id: workspace.team.id,
      priority: 0,
    };
  }
  const shared = channel.members.some((id) => workspace.users.get(id)?.teamId !== workspace.team.id);
  return {
    id: channel.id,
    name: channel.name,
    name_normalized: channel.name,
    created: channel.created,
    creator: channel.members[0] ?? '',
    is_channel: channel.kind === 'public',
    is_group: channel.kind === 'private',
    is_im: false,
    is_mpim: false,
    is_private: channel.kind === 'private',
    is_archived: channel.isArchived,
    is_general: channel.name === 'general',
    is_shared: shared,
    is_ext_shared: shared,
    is_org_shared: false,
    is_member: channel.members.includes(viewer),
    context_team_id: workspace.team.id,
    topic: { value: '', creator: '', last_set: 0 },
    purpose: { value: '', creator: '', last_set: 0 },
    num_members: channel.members.length,
  };
}
