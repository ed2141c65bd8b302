import type { ConnectorClient } from 'botframework-connector';
import type { KnownConversation } from '../application/ports.js';
import { type Activity, baseOf, includesBot, scopeOf, tenantOf } from './activity.js';
import type { TeamsDesk } from './desk.js';

/**
 * Learns, from what Teams itself sent and proved, where the bot may write: added to a team it knows all its channels,
 * and any message from a conversation tells of that one. Removed, it marks them as closed.
 */
export async function onMembership(desk: TeamsDesk, activity: Activity, connector: ConnectorClient): Promise<void> {
  const { channelData } = activity;
  const team = channelData?.team?.id ?? null;
  const removed = includesBot(activity, activity.membersRemoved) || activity.action?.startsWith('remove') === true;
  const added = includesBot(activity, activity.membersAdded) || activity.action?.startsWith('add') === true;
  if (removed || channelData?.eventType === 'teamDeleted') return leave(desk, activity, team);
  if (channelData?.eventType === 'channelDeleted' && channelData.channel) {
    return lost(desk, await desk.conversations.close({ id: channelData.channel.id }, desk.clock.now()));
  }
  const created = ['channelCreated', 'channelRestored', 'teamRestored'].includes(channelData?.eventType ?? '');
  if (team !== null && (added || created)) return joinTeam(desk, activity, team, connector);
  if (added) return noteConversation(desk, activity);
  // Somebody else came or went.
  if (team !== null) for (const { id } of await desk.conversations.open(team)) desk.directory.forget(id);
}

async function joinTeam(desk: TeamsDesk, activity: Activity, team: string, connector: ConnectorClient): Promise<void> {
  const channels = new Set([baseOf(activity.conversation.id)]);
  const selected = activity.channelData?.settings?.selectedChannel?.id ?? activity.channelData?.channel?.id;
  if (selected) channels.add(selected);
  try {
    for (const id of await channelsOf(connector, team)) channels.add(id);
  } catch (error) {
    // What isn't listed now is learned from its first message.
    desk.logger.warn({ err: error, team }, 'the channels of a team could not be listed');
  }
  for (const id of channels) await note(desk, activity, { id, kind: 'channel', conversation: id, team });
  desk.channelsJoined([...channels]);
}

/** `GET /v3/teams/{id}/conversations`, which botbuilder keeps in a client of its own. */
async function channelsOf(connector: ConnectorClient, team: string): Promise<string[]> {
  const { TeamsConnectorClient } = await import('botframework-connector');
  const { credentials, baseUri } = connector as unknown as {
    credentials: ConstructorParameters<typeof TeamsConnectorClient>[0];
    baseUri: string;
  };
  const client = new TeamsConnectorClient(credentials, { baseUri });
  const list = await client.teams.fetchChannelList(team, { timeout: 5_000 });
  return (list.conversations ?? []).flatMap(({ id }) => (id ? [id] : []));
}

/** Any authentic activity tells of its conversation; written down only where that is new. */
export async function noteConversation(desk: TeamsDesk, activity: Activity): Promise<void> {
  const scope = scopeOf(activity);
  const conversation = baseOf(activity.conversation.id);
  const person = activity.from.aadObjectId;
  if (scope === 'personal' && !person) return;
  const id = scope === 'personal' ? String(person) : conversation;
  const kind = scope === 'personal' ? 'person' : scope;
  const known = await desk.conversations.byId(id);
  if (
    known &&
    known.closedAt === null &&
    known.serviceUrl === activity.serviceUrl &&
    known.conversation === conversation &&
    (known.group || !activity.channelData?.team?.aadGroupId)
  )
    return;
  const team = activity.channelData?.team?.id ?? known?.team ?? null;
  await note(desk, activity, { id, kind, conversation, team: scope === 'channel' ? team : null });
  if (scope === 'channel') desk.channelsJoined([id]);
}

async function note(
  desk: TeamsDesk,
  activity: Activity,
  place: Pick<KnownConversation, 'id' | 'kind' | 'conversation' | 'team'>,
): Promise<void> {
  const { serviceUrl, recipient } = activity;
  const tenant = tenantOf(activity) ?? '';
  const group = (place.team !== null && activity.channelData?.team?.aadGroupId) || null;
  await desk.conversations.note({ ...place, group, tenant, serviceUrl, bot: recipient.id, closedAt: null });
  desk.directory.forget(place.id);
}

async function leave(desk: TeamsDesk, activity: Activity, team: string | null): Promise<void> {
  const person = activity.from.aadObjectId;
  const chat = scopeOf(activity) === 'personal' && person ? person : baseOf(activity.conversation.id);
  const of = team === null ? { id: chat } : { team };
  await lost(desk, await desk.conversations.close(of, desk.clock.now()));
}

async function lost(desk: TeamsDesk, channels: readonly string[]): Promise<void> {
  for (const id of channels) desk.directory.forget(id);
  const concerned = (await desk.profiles.all()).filter((profile) =>
    profile.teamsChannels.some((channel) => channels.includes(channel)),
  );
  if (concerned.length > 0) desk.channelsLost(channels, concerned);
}
