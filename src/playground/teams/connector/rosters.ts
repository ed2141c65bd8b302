import { ConnectorRefusal } from '../errors.js';
import type { TeamsUser } from '../model.js';
import { type Environment, memberOf, type Operation, placeOf } from './operation.js';

const MAX_PAGE = 500;
const MIN_PAGE = 50;

export const getConversationMembers: Operation = ({ conversationId }, environment) => ({
  status: 200,
  body: roster(environment, conversationId).map(memberOf),
});

export const getActivityMembers: Operation = getConversationMembers;

/** Pages of 50 to 500 members. */
export const getConversationPagedMembers: Operation = ({ conversationId, query }, environment) => {
  const members = roster(environment, conversationId).map(memberOf);
  const size = Math.min(MAX_PAGE, Math.max(MIN_PAGE, Number(query.get('pageSize') ?? MAX_PAGE)));
  const start = Number(query.get('continuationToken') ?? 0);
  if (!Number.isInteger(start) || start < 0 || !Number.isInteger(size)) throw new ConnectorRefusal('BadArgument');
  const end = start + size;
  const more = end < members.length ? { continuationToken: String(end) } : {};
  return { status: 200, body: { members: members.slice(start, end), ...more } };
};

/** By the id that the bot knows, or by the directory's. */
export const getConversationMember: Operation = ({ conversationId, memberId }, environment) => {
  const member = roster(environment, conversationId).find(
    ({ id, aadObjectId }) => id === memberId || (aadObjectId !== '' && aadObjectId === memberId),
  );
  if (!member) throw new ConnectorRefusal('MemberNotFoundInConversation');
  return { status: 200, body: memberOf(member) };
};

/** General has no name of its own: clients show it in the reader's language. */
export const fetchChannelList: Operation = ({ teamId }, environment) => {
  const { organisation } = environment;
  const team = teamOf(environment, teamId);
  const conversations = organisation.channels().map(({ id, name }) => (id === team.id ? { id } : { id, name }));
  return { status: 200, body: { conversations } };
};

export const fetchTeamDetails: Operation = ({ teamId }, environment) => {
  const { organisation } = environment;
  const { id, name, aadGroupId, members } = teamOf(environment, teamId);
  const counts = { channelCount: organisation.channels().length, memberCount: members.length };
  return { status: 200, body: { id, name, aadGroupId, type: 'standard', tenantId: organisation.tenantId, ...counts } };
};

function teamOf({ organisation }: Environment, teamId: string) {
  if (teamId !== organisation.team.id) throw new ConnectorRefusal('ConversationNotFound');
  if (!organisation.team.hasBot) throw new ConnectorRefusal('BotNotInConversationRoster');
  return organisation.team;
}

/** The team's members for its channels; other bots are not listed. */
function roster(environment: Environment, conversationId: string): TeamsUser[] {
  const { organisation } = environment;
  const { conversation } = placeOf(environment, conversationId);
  return organisation
    .members(conversation)
    .map((id) => organisation.users.get(id))
    .filter((user): user is TeamsUser => user !== undefined && user.kind !== 'bot');
}
