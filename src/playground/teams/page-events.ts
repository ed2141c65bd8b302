import type { TeamsEvents } from '../teams-page-api.js';
import type { Conversation, StoredMessage, TeamsUser } from './model.js';
import type { OrganisationEvents } from './organisation.js';
import { pageConversation, pageDialog, pageMessage, pageState } from './page-state.js';
import { refreshAction } from './people/refresh-action.js';
import type { TeamsStandIn } from './stand-in.js';

export type SendEvent = <Name extends keyof TeamsEvents>(name: Name, data: TeamsEvents[Name]) => void;

/** Tells one user's page what happens that this user can see, the present state first. Returns how to stop. */
export function followTeams(teams: TeamsStandIn, me: TeamsUser, send: SendEvent): () => void {
  const { organisation, dialogs } = teams;
  const sees = (conversation: Conversation) => organisation.members(conversation).includes(me.id);
  const refresh = refresher(teams, me);
  const tell = (conversation: Conversation, message: StoredMessage) =>
    send('message', {
      conversation: conversation.id,
      message: pageMessage(organisation, conversation, message, me.id),
    });
  const listeners: {
    [Name in Exclude<keyof OrganisationEvents, 'typing'>]: (...args: OrganisationEvents[Name]) => void;
  } = {
    message({ conversation, message }) {
      if (!sees(conversation)) return;
      tell(conversation, message);
      refresh(conversation, message);
    },
    view({ conversation, message, user }) {
      if (user === me.id) tell(conversation, message);
    },
    conversation(conversation) {
      if (sees(conversation)) {
        send('conversation', { conversation: pageConversation(organisation, conversation, me.id) });
      }
      // It may be one that the user has just left.
      else send('state', pageState(teams, me));
    },
  };
  const onDialog = (user: string) => {
    if (user === me.id) send('dialog', { dialog: pageDialog(teams, me.id) });
  };
  const stopNotices = teams.onNotice((user, text) => {
    if (user === me.id) send('notice', { text });
  });
  const state = pageState(teams, me);
  const { events } = organisation;
  events.on('message', listeners.message);
  events.on('view', listeners.view);
  events.on('conversation', listeners.conversation);
  dialogs.events.on('changed', onDialog);
  send('state', state);
  for (const { id } of state.conversations) {
    const conversation = organisation.conversations.get(id);
    for (const message of conversation?.messages ?? []) if (conversation) refresh(conversation, message);
  }
  return () => {
    stopNotices();
    dialogs.events.off('changed', onDialog);
    events.off('message', listeners.message);
    events.off('view', listeners.view);
    events.off('conversation', listeners.conversation);
  };
}

/** As Teams' client does when a card comes into sight: asks once for the person's own view of each content. */
function refresher(teams: TeamsStandIn, me: TeamsUser) {
  const asked = new WeakSet<object>();
  return (conversation: Conversation, message: StoredMessage): void => {
    const wanted = refreshAction(teams.organisation, conversation, message, me.id);
    if (!wanted || message.deleted || asked.has(message.attachments)) return;
    asked.add(message.attachments);
    // A refresh that fails leaves the card as it is for everyone.
    teams.people.look({ user: me.id, conversation: conversation.id, message: message.id }).catch(() => undefined);
  };
}
