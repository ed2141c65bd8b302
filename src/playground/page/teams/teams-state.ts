import type { TeamsConversation, TeamsEvents, TeamsMessage, TeamsState } from '../../teams-page-api.js';

export type TeamsEvent = { [K in keyof TeamsEvents]: { type: K; data: TeamsEvents[K] } }[keyof TeamsEvents];

/** The state after an event of the server's. `notice` changes nothing: it is shown and gone. */
export function applyEvent(state: TeamsState | undefined, event: TeamsEvent): TeamsState | undefined {
  if (event.type === 'state') return event.data;
  if (!state) return state;
  switch (event.type) {
    case 'message': {
      const { conversation, message } = event.data;
      const conversations = state.conversations.map((each) =>
        each.id === conversation ? { ...each, messages: withMessage(each.messages, message) } : each,
      );
      return { ...state, conversations };
    }
    case 'conversation':
      return { ...state, conversations: withConversation(state.conversations, event.data.conversation) };
    case 'dialog':
      return { ...state, dialog: event.data.dialog };
    case 'notice':
      return state;
  }
}

/** A channel's posts, each with its replies; the latest post comes last. */
export function threadsOf(messages: readonly TeamsMessage[]): { post: TeamsMessage; replies: TeamsMessage[] }[] {
  const posts = messages.filter(({ threadId }) => threadId === undefined);
  return posts.map((post) => ({ post, replies: messages.filter(({ threadId }) => threadId === post.id) }));
}

/** Others' messages after `since`, replies included. */
export function countUnread({ messages }: TeamsConversation, me: string, since: string): number {
  return messages.filter(({ id, from }) => id > since && from !== me).length;
}

function withMessage(messages: TeamsMessage[], message: TeamsMessage): TeamsMessage[] {
  if (messages.some(({ id }) => id === message.id)) {
    return messages.map((each) => (each.id === message.id ? message : each));
  }
  // A late event must not land below newer messages.
  return [...messages, message].sort((a, b) => Number(a.id) - Number(b.id));
}

function withConversation(all: TeamsConversation[], changed: TeamsConversation): TeamsConversation[] {
  const known = all.some(({ id }) => id === changed.id);
  return known ? all.map((each) => (each.id === changed.id ? changed : each)) : [...all, changed];
}
