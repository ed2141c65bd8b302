import { colourOf, initialsOf } from '../shared/page-user.js';
import type { TeamsConversation, TeamsDialog, TeamsMessage, TeamsPerson, TeamsState } from '../teams-page-api.js';
import type { Conversation, StoredMessage, TeamsUser } from './model.js';
import type { Organisation } from './organisation.js';
import type { TeamsStandIn } from './stand-in.js';

/** All that one user sees. */
export function pageState(teams: TeamsStandIn, me: TeamsUser): TeamsState {
  const { organisation } = teams;
  const { bot, team } = organisation;
  // Everyone finds the app among their chats.
  if (me.kind === 'member') organisation.personalChat(me);
  return {
    team: { name: team.name },
    me: me.id,
    bot: { id: bot.id, name: bot.name },
    users: [...[...organisation.users.values()].map(pageUser), botUser(organisation)],
    conversations: [...organisation.conversations.values()]
      .filter((conversation) => organisation.members(conversation).includes(me.id))
      .map((conversation) => pageConversation(organisation, conversation, me.id)),
    dialog: pageDialog(teams, me.id),
  };
}

export function pageConversation(
  organisation: Organisation,
  conversation: Conversation,
  me: string,
): TeamsConversation {
  const { id, kind, name, messages } = conversation;
  return {
    id,
    kind,
    name: kind === 'personal' ? organisation.bot.name : name,
    memberIds: [...organisation.members(conversation)],
    hasBot: organisation.hasBot(conversation),
    messages: messages.map((message) => pageMessage(organisation, conversation, message, me)),
  };
}

export function pageMessage(
  organisation: Organisation,
  conversation: Conversation,
  message: StoredMessage,
  me: string,
): TeamsMessage {
  const card = organisation.cardFor(conversation, message, me);
  return {
    id: message.id,
    from: message.from,
    text: message.text,
    markdown: message.textFormat === 'markdown',
    ...(message.summary === undefined ? {} : { summary: message.summary }),
    ...(card === undefined ? {} : { card }),
    ...(message.threadId === undefined ? {} : { threadId: message.threadId }),
    edited: message.edited,
    deleted: message.deleted,
  };
}

/** The dialog that this user has open. */
export function pageDialog({ dialogs }: TeamsStandIn, me: string): TeamsDialog | null {
  const dialog = dialogs.of(me);
  if (!dialog) return null;
  const { id, title, width, height, card } = dialog;
  return { id, title, width, height, card };
}

function pageUser({ id, aadObjectId, name, email, locale, tz, kind }: TeamsUser): TeamsPerson {
  const avatar = { initials: initialsOf(name), colour: colourOf(email || name) };
  return { id, aadObjectId, name, email, locale, tz, kind, ...avatar };
}

function botUser({ bot }: Organisation): TeamsPerson {
  const avatar = { initials: initialsOf(bot.name), colour: colourOf(bot.name) };
  return { id: bot.id, aadObjectId: '', name: bot.name, email: '', locale: 'en-US', tz: 'UTC', kind: 'bot', ...avatar };
}
