import { EventEmitter } from 'node:events';
import type { Clock } from '../shared/clock.js';
import { MessageIds } from './message-ids.js';
import type { BotRegistration, Conversation, Json, StoredMessage, Team, TeamsUser } from './model.js';

/** More than can be under way at once. */
const MAX_OTHERS = 10_000;

/** What happened, for the page and for tests that wait. */
export interface OrganisationEvents {
  message: [{ conversation: Conversation; message: StoredMessage }];
  /** A user's own view of a message changed. */
  view: [{ conversation: Conversation; message: StoredMessage; user: string }];
  conversation: [Conversation];
  typing: [{ conversation: Conversation; user: string }];
}

/** What is kept across a restart. People's own views and dialogs go, as a reload of the client loses them. */
interface Snapshot {
  version: 1;
  team: { hasBot: boolean };
  conversations: Conversation[];
}

/** Users, one team, its channels, chats and their messages; knows nothing of HTTP, tokens or activities. */
export class Organisation {
  readonly events = new EventEmitter<OrganisationEvents>();
  readonly users = new Map<string, TeamsUser>();
  readonly conversations = new Map<string, Conversation>();
  /** Cards that one user sees instead of the message's, by `userView`. */
  readonly #views = new Map<string, Json>();
  readonly ids: MessageIds;
  /** Ids of activities other than messages, to which a bot may reply as well. */
  readonly #others = new Set<string>();

  constructor(
    readonly tenantId: string,
    readonly team: Team,
    readonly bot: BotRegistration,
    users: readonly TeamsUser[],
    conversations: readonly Conversation[],
    readonly now: Clock,
  ) {
    // Every connected page and every waiting test listens.
    this.events.setMaxListeners(0);
    this.ids = new MessageIds(now);
    for (const user of users) this.users.set(user.id, user);
    for (const conversation of conversations) this.conversations.set(conversation.id, structuredClone(conversation));
  }

  /** Remembers an activity that the bot was given, for as long as a reply may come. */
  handOut(id: string): string {
    this.#others.add(id);
    const [oldest] = this.#others;
    if (this.#others.size > MAX_OTHERS && oldest !== undefined) this.#others.delete(oldest);
    return id;
  }

  /** Whether there is such a message, or the bot was given such an activity. */
  knows(conversation: Conversation, activity: string): boolean {
    return this.#others.has(activity) || this.findMessage(conversation, activity) !== undefined;
  }

  /** A user by id, object id, short name or e-mail address. */
  findUser(reference: string): TeamsUser | undefined {
    const known = this.users.get(reference);
    if (known || reference === '') return known;
    return [...this.users.values()].find(
      ({ aadObjectId, handle, email }) => aadObjectId === reference || handle === reference || email === reference,
    );
  }

  /** A conversation by its id, without a thread, or by its name. */
  findConversation(reference: string): Conversation | undefined {
    return (
      this.conversations.get(reference) ??
      [...this.conversations.values()].find(({ name, kind }) => name === reference && kind !== 'personal')
    );
  }

  members(conversation: Conversation): readonly string[] {
    return conversation.kind === 'channel' ? this.team.members : conversation.members;
  }

  hasBot(conversation: Conversation): boolean {
    return conversation.kind === 'channel' ? this.team.hasBot : conversation.hasBot;
  }

  channels(): Conversation[] {
    return [...this.conversations.values()].filter(({ kind }) => kind === 'channel');
  }

  /** The private chat of a user and the bot, opened if there is none yet. */
  personalChat(user: TeamsUser): Conversation {
    const id = `a:personal-${user.handle}`;
    const known = this.conversations.get(id);
    if (known) return known;
    const chat: Conversation = { id, kind: 'personal', name: '', members: [user.id], hasBot: true, messages: [] };
    this.conversations.set(id, chat);
    this.events.emit('conversation', chat);
    return chat;
  }

  findMessage(conversation: Conversation, id: string): StoredMessage | undefined {
    // From the end: it is nearly always a recent one.
    return conversation.messages.findLast((message) => message.id === id);
  }

  post(
    conversation: Conversation,
    message: Omit<StoredMessage, 'id' | 'edited' | 'deleted' | 'reactions'>,
  ): StoredMessage {
    const stored = { ...message, id: this.ids.next(), edited: false, deleted: false, reactions: [] };
    conversation.messages.push(stored);
    this.events.emit('message', { conversation, message: stored });
    return stored;
  }

  /** Replaces a message's content for everyone: what single users saw instead is gone. */
  edit(conversation: Conversation, message: StoredMessage, content: Partial<StoredMessage>): void {
    for (const user of this.users.keys()) this.#views.delete(viewKey(conversation, message, user));
    delete message.summary;
    Object.assign(message, content, { edited: true });
    this.events.emit('message', { conversation, message });
  }

  remove(conversation: Conversation, message: StoredMessage): void {
    delete message.summary;
    Object.assign(message, { deleted: true, text: '', attachments: [], entities: [], reactions: [] });
    this.events.emit('message', { conversation, message });
  }

  /** The card of a message as this user sees it; undefined for a message without a card. */
  cardFor(conversation: Conversation, message: StoredMessage, user: string): Json | undefined {
    return this.#views.get(viewKey(conversation, message, user)) ?? cardOf(message);
  }

  show(conversation: Conversation, message: StoredMessage, user: string, card: Json): void {
    this.#views.set(viewKey(conversation, message, user), card);
    this.events.emit('view', { conversation, message, user });
  }

  onChange(listener: () => void): void {
    for (const event of ['message', 'conversation'] as const) this.events.on(event, listener);
  }

  snapshot(): Snapshot {
    return { version: 1, team: { hasBot: this.team.hasBot }, conversations: [...this.conversations.values()] };
  }

  /** Takes over the conversations of a snapshot; those that it does not know stay as they are. */
  restore(value: unknown): void {
    const snapshot = value as Partial<Snapshot>;
    if (snapshot.version !== 1 || !Array.isArray(snapshot.conversations)) {
      throw new Error('not a state file of this version');
    }
    this.team.hasBot = snapshot.team?.hasBot ?? this.team.hasBot;
    for (const conversation of snapshot.conversations) {
      this.conversations.set(conversation.id, conversation);
      const newest = conversation.messages.at(-1);
      if (newest) this.ids.passed(newest.id);
    }
  }
}

export const CARD_TYPE = 'application/vnd.microsoft.card.adaptive';

/** The first Adaptive Card of a message. */
export function cardOf(message: Pick<StoredMessage, 'attachments'>): Json | undefined {
  return message.attachments.find(({ contentType }) => contentType === CARD_TYPE)?.content as Json | undefined;
}

function viewKey(conversation: Conversation, message: StoredMessage, user: string): string {
  return `${conversation.id} ${message.id} ${user}`;
}
