import type { Json } from '../../shared/json.js';
import { parseConversationId } from '../conversation-ids.js';
import { ConnectorRefusal } from '../errors.js';
import type { Conversation, TeamsUser } from '../model.js';
import type { Organisation } from '../organisation.js';

/** What an operation may use. */
export interface Environment {
  organisation: Organisation;
  serviceUrl: () => string;
  /** Keeps a defect that Teams lets pass. */
  warn: (problem: string) => void;
}

export interface Parameters {
  /** Parts of the path, decoded. */
  conversationId: string;
  activityId: string;
  memberId: string;
  teamId: string;
  query: URLSearchParams;
  body: Json;
}

export interface Answer {
  status: number;
  /** Nothing at all when it is left out. */
  body?: unknown;
}

export type Operation = (parameters: Parameters, environment: Environment) => Answer;

export interface Place {
  conversation: Conversation;
  threadId?: string;
}

/** A conversation that the bot is in. @throws ConnectorRefusal */
export function placeOf({ organisation }: Environment, id: string): Place {
  const { conversation: conversationId, threadId } = parseConversationId(id);
  const conversation = organisation.conversations.get(conversationId);
  if (!conversation) throw new ConnectorRefusal('ConversationNotFound');
  if (!organisation.hasBot(conversation)) throw new ConnectorRefusal('BotNotInConversationRoster');
  if (threadId === undefined) return { conversation };
  const root = organisation.findMessage(conversation, threadId);
  if (!root || root.threadId !== undefined) throw new ConnectorRefusal('ConversationNotFound');
  return { conversation, threadId };
}

/** A member as the roster shows them. */
export function memberOf(user: TeamsUser): Json {
  return {
    id: user.id,
    name: user.name,
    ...(user.kind === 'bot'
      ? {}
      : {
          objectId: user.aadObjectId,
          aadObjectId: user.aadObjectId,
          givenName: user.givenName,
          surname: user.surname,
          email: user.email,
          userPrincipalName: user.email,
          tenantId: user.tenantId,
          userRole: user.kind === 'guest' ? 'guest' : 'user',
        }),
  };
}
