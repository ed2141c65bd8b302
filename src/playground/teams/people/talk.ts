import { ImpossibleInput } from '../../shared/impossible-input.js';
import type { Json } from '../../shared/json.js';
import type { Place } from '../activities.js';
import type { Delivered, Overrides } from '../delivery.js';
import type { Conversation, StoredMessage, TeamsUser } from '../model.js';
import type { People } from './people.js';

export interface Said {
  message: StoredMessage;
  /** Undefined when the bot does not hear it. */
  delivered?: Delivered;
}

interface Words {
  user: string;
  /** By id or name. */
  conversation: string;
  text: string;
  /** The first message of a thread, in a channel. */
  threadId?: string;
  overrides?: Overrides;
}

/**
 * What people say, and who comes and goes. In channels and group chats the bot hears only what mentions it; in private
 * it hears everything.
 */
export class Talk {
  constructor(readonly people: People) {}

  /** `<at>Name</at>` in the text mentions a member or the bot. */
  async say({ text, ...act }: Words): Promise<Said> {
    const { organisation } = this.people;
    const user = this.people.user(act.user);
    const conversation = this.people.conversationOf(user, act.conversation);
    if (text.trim() === '') throw new ImpossibleInput('an empty message');
    const root = act.threadId === undefined ? undefined : organisation.findMessage(conversation, act.threadId);
    if (act.threadId !== undefined && (conversation.kind !== 'channel' || !root || root.threadId !== undefined)) {
      throw new ImpossibleInput('there is no such thread');
    }
    const entities = this.#mentions(conversation, text);
    const message = organisation.post(conversation, {
      from: user.id,
      text,
      textFormat: 'plain',
      attachments: [],
      entities,
      ...(root ? { threadId: root.id } : {}),
    });
    const mentioned = entities.some(({ mentioned }) => (mentioned as Json).id === organisation.bot.id);
    const heard = organisation.hasBot(conversation) && (mentioned || conversation.kind === 'personal');
    if (!heard) return { message };
    const place: Place =
      conversation.kind === 'channel' ? { conversation, threadId: root?.id ?? message.id } : { conversation };
    return { message, delivered: await this.#send(user, this.people.activities.message(user, place, message), act) };
  }

  /** Says something to the bot where others listen, by mentioning it. */
  async mention(words: Words): Promise<Said> {
    return this.say({ ...words, text: `<at>${this.people.organisation.bot.name}</at> ${words.text}` });
  }

  /** Writes to the bot in private. */
  async direct({ user, ...words }: Omit<Words, 'conversation' | 'threadId'>): Promise<Said> {
    const chat = this.people.organisation.personalChat(this.people.user(user));
    return this.say({ user, conversation: chat.id, ...words });
  }

  /** Likes a message of the bot, or takes that back. */
  async react(act: {
    user: string;
    conversation: string;
    message: string;
    type?: string;
  }): Promise<Delivered | undefined> {
    const { organisation, activities } = this.people;
    const user = this.people.user(act.user);
    const conversation = this.people.conversationOf(user, act.conversation);
    const message = organisation.findMessage(conversation, act.message);
    if (!message || message.deleted) throw new ImpossibleInput('there is no such message');
    const type = act.type ?? 'like';
    const index = message.reactions.findIndex((each) => each.user === user.id && each.type === type);
    if (index >= 0) message.reactions.splice(index, 1);
    else message.reactions.push({ type, user: user.id });
    organisation.events.emit('message', { conversation, message });
    if (message.from !== organisation.bot.id) return undefined;
    const change = index >= 0 ? 'removed' : 'added';
    return this.#send(user, activities.reaction(user, placeOf(conversation, message), message, change, type), {});
  }

  /** A message goes away without the app's doing. */
  deleteMessage(act: { conversation: string; message: string }): void {
    const conversation = this.people.organisation.findConversation(act.conversation);
    const message = conversation && this.people.organisation.findMessage(conversation, act.message);
    if (!message) throw new ImpossibleInput('there is no such message');
    this.people.organisation.remove(conversation, message);
  }

  /** Puts the app into the team, a chat or (without a conversation) the person's own apps; the bot is told. */
  async install(act: { user: string; conversation?: string }): Promise<Delivered[]> {
    return this.#installed(act, true);
  }

  /** Puts the app into the team, and tells the bot of each chat that it is in, since where Teams answers may have changed. */
  async installEverywhere({ user }: { user: string }): Promise<void> {
    const { organisation } = this.people;
    await this.install({ user, conversation: organisation.team.id });
    for (const { id, kind, hasBot, members } of [...organisation.conversations.values()]) {
      const [member] = members;
      if (kind !== 'channel' && hasBot && member !== undefined) await this.install({ user: member, conversation: id });
    }
  }

  /** Takes the app out again; the bot is told. */
  async uninstall(act: { user: string; conversation?: string }): Promise<Delivered[]> {
    return this.#installed(act, false);
  }

  /** Someone joins the team or a chat; a bot that is there is told. */
  async join(act: { user: string; conversation: string }): Promise<Delivered[]> {
    const { organisation } = this.people;
    const user = this.people.user(act.user);
    const conversation = this.#conversation(act.conversation);
    const members = conversation.kind === 'channel' ? organisation.team.members : conversation.members;
    if (!members.includes(user.id)) members.push(user.id);
    organisation.events.emit('conversation', conversation);
    return this.#members(user, conversation, { membersAdded: [account(user)] }, 'teamMemberAdded');
  }

  /** Someone leaves the team or a chat; a bot that is there is told. */
  async leave(act: { user: string; conversation: string }): Promise<Delivered[]> {
    const { organisation } = this.people;
    const user = this.people.user(act.user);
    const conversation = this.#conversation(act.conversation);
    const rest = organisation.members(conversation).filter((id) => id !== user.id);
    if (conversation.kind === 'channel') organisation.team.members = rest;
    else conversation.members = rest;
    organisation.events.emit('conversation', conversation);
    return this.#members(user, conversation, { membersRemoved: [account(user)] }, 'teamMemberRemoved');
  }

  async #installed(act: { user: string; conversation?: string }, installed: boolean): Promise<Delivered[]> {
    const { organisation, activities } = this.people;
    const user = this.people.user(act.user);
    const found =
      act.conversation === undefined ? organisation.personalChat(user) : this.#conversation(act.conversation);
    // A team hears of it in its General channel.
    const conversation =
      found.kind === 'channel' ? (organisation.findConversation(organisation.team.id) ?? found) : found;
    if (conversation.kind === 'channel') organisation.team.hasBot = installed;
    else conversation.hasBot = installed;
    organisation.events.emit('conversation', conversation);
    const bot = { id: organisation.bot.id, name: organisation.bot.name };
    const change = installed ? { membersAdded: [bot] } : { membersRemoved: [bot] };
    const update = activities.installationUpdate(user, { conversation }, installed ? 'add' : 'remove');
    const eventType = installed ? 'teamMemberAdded' : 'teamMemberRemoved';
    const moved = activities.conversationUpdate(
      user,
      { conversation },
      change,
      conversation.kind === 'channel' ? eventType : undefined,
    );
    return [await this.people.deliver(moved), await this.people.deliver(update)];
  }

  async #members(user: TeamsUser, conversation: Conversation, change: Json, eventType: string): Promise<Delivered[]> {
    const { organisation, activities } = this.people;
    if (!organisation.hasBot(conversation)) return [];
    const inTeam = conversation.kind === 'channel';
    const general = inTeam ? (organisation.findConversation(organisation.team.id) ?? conversation) : conversation;
    const activity = activities.conversationUpdate(
      user,
      { conversation: general },
      change,
      inTeam ? eventType : undefined,
    );
    return [await this.people.deliver(activity)];
  }

  #mentions(conversation: Conversation, text: string): Json[] {
    const { organisation } = this.people;
    const members = organisation.members(conversation).map((id) => organisation.users.get(id));
    const present = [...members, ...(organisation.hasBot(conversation) ? [organisation.bot] : [])];
    return present.flatMap((each) => {
      const at = each && `<at>${each.name}</at>`;
      if (!each || at === undefined || !text.includes(at)) return [];
      return [{ type: 'mention', mentioned: { id: each.id, name: each.name }, text: at }];
    });
  }

  #conversation(reference: string): Conversation {
    const conversation = this.people.organisation.findConversation(reference);
    if (!conversation) throw new ImpossibleInput(`there is no conversation ${reference}`);
    return conversation;
  }

  async #send(user: TeamsUser, activity: Json, { overrides }: { overrides?: Overrides }): Promise<Delivered> {
    const delivered = await this.people.deliver(activity, overrides);
    if (!delivered.acknowledged) this.people.notice(user.id, `The app did not take this: ${delivered.error ?? '?'}`);
    return delivered;
  }
}

const account = ({ id, aadObjectId }: TeamsUser) => ({ id, ...(aadObjectId === '' ? {} : { aadObjectId }) });

function placeOf(conversation: Conversation, message: StoredMessage): Place {
  return conversation.kind === 'channel'
    ? { conversation, threadId: message.threadId ?? message.id }
    : { conversation };
}
