import { ImpossibleInput } from '../../shared/impossible-input.js';
import type { Delivered } from '../delivery.js';
import type { Channel, Json, StoredMessage } from '../model.js';
import { renderMessage } from '../render.js';
import type { People } from './people.js';

/** Events that an app can subscribe to here; `message.*` by the kind of conversation. */
export type EventName =
  | 'app_home_opened'
  | 'app_mention'
  | 'member_joined_channel'
  | 'member_left_channel'
  | 'message.channels'
  | 'message.groups'
  | 'message.im';

export interface Said {
  message: StoredMessage;
  delivered: Delivered[];
}

/**
 * What people say and where they go; the app hears of it through the Events API, as far as it has subscribed and is in
 * the channel. The app's own messages are not reported to it.
 */
export class Conversation {
  constructor(
    readonly people: People,
    readonly subscribed: ReadonlySet<EventName>,
  ) {}

  /** `text` is mrkdwn: a mention is `<@U…>`. */
  async say(act: { user: string; channel: string; text: string; threadTs?: string }): Promise<Said> {
    const { workspace } = this.people;
    const user = this.people.user(act.user);
    const channel = this.people.channelOf(user, act.channel);
    if (act.text.trim() === '') throw new ImpossibleInput('an empty message');
    const parent = act.threadTs === undefined ? undefined : workspace.findMessage(channel, act.threadTs);
    if (act.threadTs !== undefined && (!parent || parent.threadTs !== undefined)) {
      throw new ImpossibleInput('there is no such thread');
    }
    const message = workspace.post(channel, {
      user: user.id,
      text: act.text,
      blocks: [],
      ...(parent ? { threadTs: parent.ts } : {}),
    });
    return { message, delivered: await this.#report(channel, message) };
  }

  /** Says something to the bot in a channel, by mentioning it. */
  async mention(act: { user: string; channel: string; text: string; threadTs?: string }): Promise<Said> {
    const { botUserId } = this.people.workspace.installation;
    return this.say({ ...act, text: `<@${botUserId}> ${act.text}` });
  }

  /** Writes to the bot in private. */
  async directMessage({ user, text }: { user: string; text: string }): Promise<Said> {
    const channel = this.people.workspace.directMessage(this.people.user(user));
    return this.say({ user, channel: channel.id, text });
  }

  /** Anyone, the bot included, joins a channel. */
  async join(act: { user: string; channel: string; inviter?: string }): Promise<Delivered[]> {
    const channel = this.#channel(act.channel);
    this.people.workspace.join(channel, this.people.user(act.user).id);
    return this.#reportMember('member_joined_channel', channel, act.user, act.inviter ? { inviter: act.inviter } : {});
  }

  /** Anyone, the bot included, leaves a channel or is removed from it. */
  async leave(act: { user: string; channel: string }): Promise<Delivered[]> {
    const channel = this.#channel(act.channel);
    const delivered = this.#reportMember('member_left_channel', channel, act.user, {});
    this.people.workspace.leave(channel, act.user);
    return delivered;
  }

  /** A message goes away without the app's doing, as when an administrator deletes it. */
  deleteMessage(act: { channel: string; ts: string }): void {
    const channel = this.#channel(act.channel);
    const message = this.people.workspace.findMessage(channel, act.ts);
    if (!message) throw new ImpossibleInput('there is no such message');
    this.people.workspace.remove(channel, message);
  }

  /** Opens the app's home tab. */
  async openHome({ user }: { user: string }): Promise<Delivered[]> {
    const channel = this.people.workspace.directMessage(this.people.user(user));
    return this.#send('app_home_opened', { type: 'app_home_opened', user, channel: channel.id, tab: 'home' });
  }

  #channel(reference: string): Channel {
    const channel = this.people.workspace.findChannel(reference);
    if (!channel) throw new ImpossibleInput(`there is no channel ${reference}`);
    return channel;
  }

  async #report(channel: Channel, message: StoredMessage): Promise<Delivered[]> {
    const { workspace } = this.people;
    const { botUserId } = workspace.installation;
    if (!channel.members.includes(botUserId)) return [];
    const kind = ({ public: 'channel', private: 'group', im: 'im' } as const)[channel.kind];
    const name = ({ public: 'message.channels', private: 'message.groups', im: 'message.im' } as const)[channel.kind];
    const event = {
      ...renderMessage(workspace, channel, message),
      channel: channel.id,
      event_ts: message.ts,
      channel_type: kind,
    };
    const mentioned = message.text.includes(`<@${botUserId}>`) && channel.kind !== 'im';
    const sent = await Promise.all([
      this.#send(name, event),
      mentioned ? this.#send('app_mention', { ...event, type: 'app_mention' }) : [],
    ]);
    return sent.flat();
  }

  async #reportMember(
    type: 'member_joined_channel' | 'member_left_channel',
    channel: Channel,
    user: string,
    more: Json,
  ): Promise<Delivered[]> {
    const { workspace } = this.people;
    if (!channel.members.includes(workspace.installation.botUserId)) return [];
    return this.#send(type, {
      type,
      user,
      channel: channel.id,
      channel_type: channel.kind === 'private' ? 'G' : 'C',
      team: workspace.users.get(user)?.teamId ?? workspace.team.id,
      event_ts: workspace.timestamps.next(),
      ...more,
    });
  }

  async #send(name: EventName, event: Json): Promise<Delivered[]> {
    if (!this.subscribed.has(name)) return [];
    return [await this.people.deliver(this.people.payloads.event(event))];
  }
}
