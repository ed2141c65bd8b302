import { isObject, type Json } from '../../shared/json.js';
import type { Conversation, StoredMessage } from '../model.js';
import { cardOf, type Organisation } from '../organisation.js';

/** In a larger conversation a card has to name whose view is refreshed (Teams: "Up to date cards"). */
const mostUnnamed = 60;

/** The action by which a client refreshes a card for this person; undefined when the card does not ask for it. */
export function refreshAction(
  organisation: Organisation,
  conversation: Conversation,
  message: StoredMessage,
  user: string,
): Json | undefined {
  const refresh = cardOf(message)?.refresh;
  if (!isObject(refresh) || !isObject(refresh.action)) return undefined;
  const few = organisation.members(conversation).length <= mostUnnamed;
  const wanted = Array.isArray(refresh.userIds) ? refresh.userIds.includes(user) : few;
  return wanted ? refresh.action : undefined;
}
