import type { ChannelInfo, Message, PageEvents, WorkspaceState } from '../../page-api.js';

export type PageEvent = { [K in keyof PageEvents]: { type: K; data: PageEvents[K] } }[keyof PageEvents];

/** What tells one message from another: an ephemeral one has its own id, since nobody else can see its `ts`. */
export function messageKey(message: Message): string {
  return message.ephemeral?.id ?? message.ts;
}

/** The state after an event of the server's. `notice` changes nothing: it is shown and gone. */
export function applyEvent(state: WorkspaceState | undefined, event: PageEvent): WorkspaceState | undefined {
  if (event.type === 'state') return event.data;
  if (!state) return state;
  switch (event.type) {
    case 'message':
      return inChannel(state, event.data.channel, (messages) => withMessage(messages, event.data.message));
    case 'message-removed': {
      const key = event.data.ephemeral ?? event.data.ts;
      return inChannel(state, event.data.channel, (messages) => messages.filter((each) => messageKey(each) !== key));
    }
    case 'view':
      return { ...state, view: event.data.view };
    case 'channel':
      return { ...state, channels: withChannel(state.channels, event.data.channel) };
    case 'notice':
      return state;
  }
}

/** What the channel itself shows; replies are in their threads. */
export function topLevel(messages: readonly Message[]): Message[] {
  return messages.filter((message) => !isReply(message));
}

export function repliesTo(messages: readonly Message[], threadTs: string): Message[] {
  return messages.filter((message) => isReply(message) && message.threadTs === threadTs);
}

export function isReply(message: Message): boolean {
  return message.threadTs !== undefined && message.threadTs !== message.ts;
}

/** Others' messages after `since`, replies included. */
export function countUnread(channel: ChannelInfo, me: string, since: string): number {
  return channel.messages.filter((message) => message.ts > since && message.user !== me).length;
}

/** As Slack writes it: `#name`, or the person of a direct message. */
export function channelTitle({ kind, name }: ChannelInfo): string {
  return kind === 'im' ? name : `#${name}`;
}

export function latestTs(channel: ChannelInfo): string {
  return channel.messages.at(-1)?.ts ?? '';
}

function inChannel(state: WorkspaceState, id: string, change: (messages: Message[]) => Message[]): WorkspaceState {
  const channels = state.channels.map((channel) =>
    channel.id === id ? { ...channel, messages: change(channel.messages) } : channel,
  );
  return { ...state, channels };
}

function withMessage(messages: Message[], message: Message): Message[] {
  const key = messageKey(message);
  if (messages.some((each) => messageKey(each) === key)) {
    return messages.map((each) => (messageKey(each) === key ? message : each));
  }
  // Slack's ids sort as text, and a late event must not land below newer messages.
  return [...messages, message].sort((a, b) => (a.ts < b.ts ? -1 : a.ts > b.ts ? 1 : 0));
}

function withChannel(channels: ChannelInfo[], channel: ChannelInfo): ChannelInfo[] {
  const known = channels.some(({ id }) => id === channel.id);
  return known ? channels.map((each) => (each.id === channel.id ? channel : each)) : [...channels, channel];
}
