import { EventEmitter } from 'node:events';
import type { Clock } from '../shared/clock.js';
import { Timestamps } from './clock.js';
import type { Channel, Ephemeral, Installation, SlackUser, StoredMessage, Team } from './model.js';

/** What happened in the workspace, for the page and for tests that wait. */
export interface WorkspaceEvents {
  message: [{ channel: Channel; message: StoredMessage }];
  removed: [{ channel: Channel; ts: string }];
  ephemeral: [Ephemeral];
  'ephemeral-removed': [Ephemeral];
  channel: [Channel];
}

/** What is kept across a restart. Ephemeral messages and modals go, as a reload of Slack's client loses them. */
export interface WorkspaceSnapshot {
  version: 1;
  channels: Channel[];
}

/** The users, channels and messages; knows nothing of HTTP, tokens or permissions of the app. */
export class Workspace {
  readonly events = new EventEmitter<WorkspaceEvents>();
  readonly users = new Map<string, SlackUser>();
  readonly channels = new Map<string, Channel>();
  readonly ephemerals = new Map<string, Ephemeral>();
  readonly timestamps: Timestamps;

  constructor(
    readonly team: Team,
    readonly installation: Installation,
    users: readonly SlackUser[],
    channels: readonly Channel[],
    readonly now: Clock,
  ) {
    // Every connected page and every waiting test listens.
    this.events.setMaxListeners(0);
    this.timestamps = new Timestamps(now);
    for (const user of users) this.users.set(user.id, user);
    for (const channel of channels) this.channels.set(channel.id, structuredClone(channel));
  }

  /** A channel by id or, as `#name` or `name`, by its name. */
  findChannel(reference: string): Channel | undefined {
    const name = reference.replace(/^#/, '');
    return this.channels.get(reference) ?? [...this.channels.values()].find((entry) => entry.name === name);
  }

  /** The conversation between the bot and a user, opened if there is none yet. */
  directMessage(user: SlackUser): Channel {
    const bot = this.installation.botUserId;
    const known = [...this.channels.values()].find(
      (channel) => channel.kind === 'im' && channel.members.includes(user.id),
    );
    if (known) return known;
    const channel: Channel = {
      id: `D0${user.id.slice(1)}`,
      name: user.name,
      kind: 'im',
      members: [user.id, bot],
      created: Math.floor(this.now() / 1000),
      isArchived: false,
      messages: [],
    };
    this.channels.set(channel.id, channel);
    this.events.emit('channel', channel);
    return channel;
  }

  join(channel: Channel, user: string): boolean {
    if (channel.members.includes(user)) return false;
    channel.members.push(user);
    this.events.emit('channel', channel);
    return true;
  }

  leave(channel: Channel, user: string): void {
    channel.members = channel.members.filter((member) => member !== user);
    this.events.emit('channel', channel);
  }

  findMessage(channel: Channel, ts: string): StoredMessage | undefined {
    // From the end: it is nearly always a recent one.
    return channel.messages.findLast((message) => message.ts === ts);
  }

  repliesTo(channel: Channel, ts: string): StoredMessage[] {
    return channel.messages.filter((message) => message.threadTs === ts && message.ts !== ts);
  }

  post(channel: Channel, message: Omit<StoredMessage, 'ts'>): StoredMessage {
    const stored: StoredMessage = { ...message, ts: this.timestamps.next() };
    channel.messages.push(stored);
    this.events.emit('message', { channel, message: stored });
    const parent = stored.threadTs === undefined ? undefined : this.findMessage(channel, stored.threadTs);
    // Its reply count has changed.
    if (parent) this.events.emit('message', { channel, message: parent });
    return stored;
  }

  edit(channel: Channel, message: StoredMessage, change: Partial<StoredMessage>, editor: string): void {
    Object.assign(message, change, { edited: { user: editor, ts: this.timestamps.next() } });
    this.events.emit('message', { channel, message });
  }

  /** Removes a message; one with replies stays as a tombstone, until its last reply goes too. */
  remove(channel: Channel, message: StoredMessage): void {
    if (this.repliesTo(channel, message.ts).length > 0) {
      message.tombstone = true;
      message.text = 'This message was deleted.';
      message.blocks = [];
      delete message.metadata;
      this.events.emit('message', { channel, message });
      return;
    }
    channel.messages.splice(channel.messages.indexOf(message), 1);
    this.events.emit('removed', { channel, ts: message.ts });
    const parent = message.threadTs === undefined ? undefined : this.findMessage(channel, message.threadTs);
    if (parent?.tombstone && this.repliesTo(channel, parent.ts).length === 0) this.remove(channel, parent);
    else if (parent) this.events.emit('message', { channel, message: parent });
  }

  whisper(message: Omit<Ephemeral, 'id' | 'ts'>): Ephemeral {
    const ts = this.timestamps.next();
    const stored: Ephemeral = { ...message, ts, id: `E${ts.replace('.', '')}` };
    this.ephemerals.set(stored.id, stored);
    this.events.emit('ephemeral', stored);
    return stored;
  }

  editEphemeral(message: Ephemeral, change: Pick<Ephemeral, 'text' | 'blocks'>): void {
    Object.assign(message, change);
    this.events.emit('ephemeral', message);
  }

  removeEphemeral(message: Ephemeral): void {
    this.ephemerals.delete(message.id);
    this.events.emit('ephemeral-removed', message);
  }

  onChange(listener: () => void): void {
    for (const event of ['message', 'removed', 'channel'] as const) this.events.on(event, listener);
  }

  snapshot(): WorkspaceSnapshot {
    return { version: 1, channels: [...this.channels.values()] };
  }

  /** Takes over the channels of a snapshot; those that it does not know stay as they are. */
  restore(value: unknown): void {
    const snapshot = value as Partial<WorkspaceSnapshot>;
    if (snapshot.version !== 1 || !Array.isArray(snapshot.channels)) {
      throw new Error('not a state file of this version');
    }
    for (const channel of snapshot.channels) {
      this.channels.set(channel.id, channel);
      const newest = channel.messages.at(-1);
      if (newest) this.timestamps.passed(newest.ts);
    }
  }
}
