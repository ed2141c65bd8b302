import { readActivity, type SentActivity } from '../activity-check.js';
import { conversationIdOf } from '../conversation-ids.js';
import { ConnectorRefusal } from '../errors.js';
import type { StoredMessage } from '../model.js';
import { type Answer, type Environment, type Operation, type Place, placeOf } from './operation.js';

/** Posts into a channel as a thread of its own, or where the id names a thread as a reply there. */
export const sendToConversation: Operation = ({ conversationId, body }, environment) =>
  send(environment, placeOf(environment, conversationId), readActivity(body));

/** Teams takes no notice of the activity that is replied to; that it exists is a sign of an app in order. */
export const replyToActivity: Operation = ({ conversationId, activityId, body }, environment) => {
  const place = placeOf(environment, conversationId);
  const sent = readActivity(body);
  const known = environment.organisation.knows(place.conversation, activityId);
  if (!known && sent.kind === 'message') environment.warn(`a reply to the unknown activity ${activityId}`);
  return send(environment, place, sent);
};

export const updateActivity: Operation = ({ conversationId, activityId, body }, environment) => {
  const { organisation } = environment;
  const { conversation } = placeOf(environment, conversationId);
  const sent = readActivity(body);
  const message = own(environment, conversationId, activityId);
  if (sent.kind !== 'message') throw new ConnectorRefusal('BadArgument', ['Only messages can be updated.']);
  for (const warning of sent.warnings) environment.warn(warning);
  organisation.edit(conversation, message, sent.message);
  return { status: 200, body: { id: message.id } };
};

export const deleteActivity: Operation = ({ conversationId, activityId }, environment) => {
  const { conversation } = placeOf(environment, conversationId);
  environment.organisation.remove(conversation, own(environment, conversationId, activityId));
  return { status: 200 };
};

function send(environment: Environment, { conversation, threadId }: Place, sent: SentActivity): Answer {
  const { organisation } = environment;
  const from = organisation.bot.id;
  if (sent.kind === 'typing') {
    organisation.events.emit('typing', { conversation, user: from });
    return { status: 201, body: { id: organisation.ids.next() } };
  }
  for (const warning of sent.warnings) environment.warn(warning);
  const thread = threadId === undefined ? {} : { threadId };
  const { id } = organisation.post(conversation, { ...sent.message, ...thread, from });
  return { status: 201, body: { id } };
}

/** A message of the bot that still stands. */
function own(environment: Environment, conversationId: string, activityId: string): StoredMessage {
  const { organisation } = environment;
  const { conversation } = placeOf(environment, conversationId);
  const message = organisation.findMessage(conversation, activityId);
  if (!message || message.deleted || message.from !== organisation.bot.id) {
    throw new ConnectorRefusal('ActivityNotFoundInConversation');
  }
  return message;
}

/** The id of the conversation that a message in a channel begins. */
export function threadIdOf(place: Place, id: string): string {
  return place.conversation.kind === 'channel'
    ? conversationIdOf(place.conversation.id, place.threadId ?? id)
    : place.conversation.id;
}
