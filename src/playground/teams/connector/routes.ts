import { createConversation } from './conversations.js';
import { deleteActivity, replyToActivity, sendToConversation, updateActivity } from './messages.js';
import type { Operation, Parameters } from './operation.js';
import {
  fetchChannelList,
  fetchTeamDetails,
  getActivityMembers,
  getConversationMember,
  getConversationMembers,
  getConversationPagedMembers,
} from './rosters.js';

interface Route {
  /** As the SDK's clients call it; calls and faults are known by it. */
  name: string;
  method: string;
  path: RegExp;
  run: Operation;
  /** Counts as something that the bot says, for the limits of a conversation. */
  sends?: true;
}

const conversation = '/v3/conversations/(?<conversationId>[^/]+)';
const activity = `${conversation}/activities/(?<activityId>[^/]+)`;
const team = '/v3/teams/(?<teamId>[^/]+)';
const route = (name: string, method: string, path: string, run: Operation, sends?: true): Route => ({
  name,
  method,
  path: new RegExp(`^${path}$`),
  run,
  ...(sends ? { sends } : {}),
});

const routes: readonly Route[] = [
  route('createConversation', 'POST', '/v3/conversations', createConversation, true),
  route('sendToConversation', 'POST', `${conversation}/activities`, sendToConversation, true),
  route('replyToActivity', 'POST', activity, replyToActivity, true),
  route('updateActivity', 'PUT', activity, updateActivity, true),
  route('deleteActivity', 'DELETE', activity, deleteActivity, true),
  route('getActivityMembers', 'GET', `${activity}/members`, getActivityMembers),
  route('getConversationMembers', 'GET', `${conversation}/members`, getConversationMembers),
  route('getConversationPagedMembers', 'GET', `${conversation}/pagedmembers`, getConversationPagedMembers),
  route('getConversationMember', 'GET', `${conversation}/members/(?<memberId>[^/]+)`, getConversationMember),
  route('fetchChannelList', 'GET', `${team}/conversations`, fetchChannelList),
  route('fetchTeamDetails', 'GET', team, fetchTeamDetails),
];

/** The operation of a request, and what its path says. */
export function findRoute(method: string, path: string): (Route & { named: Partial<Parameters> }) | undefined {
  for (const each of routes) {
    const match = each.method === method ? each.path.exec(path) : null;
    if (match) {
      const named = Object.entries(match.groups ?? {}).map(([key, value]) => [key, decodeURIComponent(value)]);
      return { ...each, named: Object.fromEntries(named) };
    }
  }
  return undefined;
}
