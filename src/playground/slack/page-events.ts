import type { PageEvents } from '../page-api.js';
import { pageChannel, pageEphemeral, pageMessage, pageState, pageView } from './page-state.js';
import type { SlackStandIn } from './stand-in.js';
import type { WorkspaceEvents } from './workspace.js';

export type SendEvent = <Name extends keyof PageEvents>(name: Name, data: PageEvents[Name]) => void;

/** Tells one user's page what happens that this user can see, the present state first. Returns how to stop. */
export function followWorkspace(slack: SlackStandIn, me: string, send: SendEvent): () => void {
  const { workspace, views } = slack;
  const listeners: { [Name in keyof WorkspaceEvents]: (...args: WorkspaceEvents[Name]) => void } = {
    message({ channel, message }) {
      if (!channel.members.includes(me)) return;
      send('message', { channel: channel.id, message: pageMessage(workspace, channel, message) });
    },
    removed({ channel, ts }) {
      if (channel.members.includes(me)) send('message-removed', { channel: channel.id, ts });
    },
    ephemeral(message) {
      if (message.viewer !== me) return;
      send('message', { channel: message.channel, message: pageEphemeral(workspace, message) });
    },
    'ephemeral-removed'(message) {
      if (message.viewer !== me) return;
      send('message-removed', { channel: message.channel, ts: message.ts, ephemeral: message.id });
    },
    channel(channel) {
      if (channel.members.includes(me)) send('channel', { channel: pageChannel(workspace, channel, me) });
      // It may be one that the user has just left.
      else send('state', pageState(slack, me));
    },
  };
  const onView = (user: string) => {
    if (user === me) send('view', { view: pageView(slack, me) });
  };
  const stopNotices = slack.onNotice((user, text) => {
    if (user === me) send('notice', { text });
  });
  const { events } = workspace;
  events.on('message', listeners.message);
  events.on('removed', listeners.removed);
  events.on('ephemeral', listeners.ephemeral);
  events.on('ephemeral-removed', listeners['ephemeral-removed']);
  events.on('channel', listeners.channel);
  views.events.on('changed', onView);
  send('state', pageState(slack, me));
  return () => {
    stopNotices();
    views.events.off('changed', onView);
    events.off('message', listeners.message);
    events.off('removed', listeners.removed);
    events.off('ephemeral', listeners.ephemeral);
    events.off('ephemeral-removed', listeners['ephemeral-removed']);
    events.off('channel', listeners.channel);
  };
}
