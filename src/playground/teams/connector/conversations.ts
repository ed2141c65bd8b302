import { isObject, type Json } from '../../shared/json.js';
import { ConnectorRefusal } from '../errors.js';
import { sendToConversation, threadIdOf } from './messages.js';
import { type Environment, type Operation, placeOf } from './operation.js';

const known = new Set(['isGroup', 'bot', 'members', 'topicName', 'tenantId', 'activity', 'channelData']);

/** Begins a thread in a channel, or opens the private chat with one person. */
export const createConversation: Operation = (parameters, environment) => {
  const { body } = parameters;
  const unknown = Object.keys(body).filter((key) => !known.has(key));
  if (unknown.length > 0) throw new ConnectorRefusal('BadSyntax', [`Unknown: ${unknown.join(', ')}.`]);
  const data = isObject(body.channelData) ? body.channelData : {};
  const channel = isObject(data.channel) ? data.channel.id : data.teamsChannelId;
  if (typeof channel !== 'string') return openChat(body, data, environment);
  if (body.activity === undefined) throw new ConnectorRefusal('BadArgument', ['A thread needs its first activity.']);
  const { body: sent } = sendToConversation(
    { ...parameters, conversationId: channel, body: isObject(body.activity) ? body.activity : {} },
    environment,
  );
  const { id } = sent as { id: string };
  return { status: 201, body: { id: threadIdOf(placeOf(environment, channel), id), activityId: id } };
};

function openChat(body: Json, data: Json, environment: Environment) {
  const { organisation } = environment;
  const [member, second] = Array.isArray(body.members) ? body.members.filter(isObject) : [];
  if (!member || typeof member.id !== 'string' || second || body.isGroup === true) {
    throw new ConnectorRefusal('BadArgument', ['Name a channel, or one member of a private chat.']);
  }
  const tenant = body.tenantId ?? (isObject(data.tenant) ? data.tenant.id : undefined);
  if (tenant !== organisation.tenantId) throw new ConnectorRefusal('BadArgument', ['The tenant is not this one.']);
  const user = [...organisation.users.values()].find(
    ({ id, aadObjectId }) => id === member.id || (aadObjectId !== '' && aadObjectId === member.id),
  );
  if (!user || user.kind === 'bot') throw new ConnectorRefusal('MemberNotFoundInConversation');
  // An app reaches only people who have it: by themselves, or through a team or chat.
  const shares = [...organisation.conversations.values()].some(
    (each) => organisation.hasBot(each) && organisation.members(each).includes(user.id),
  );
  if (!shares || user.tenantId !== organisation.tenantId) throw new ConnectorRefusal('ForbiddenOperationException');
  const chat = organisation.personalChat(user);
  if (!chat.hasBot) throw new ConnectorRefusal('ForbiddenOperationException');
  if (body.activity !== undefined) throw new ConnectorRefusal('BadArgument', ['Send the activity afterwards.']);
  return { status: 201, body: { id: chat.id } };
}
