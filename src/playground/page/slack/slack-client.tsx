import { useEffect, useMemo, useState } from 'react';
import type { Message, WorkspaceState } from '../../page-api.js';
import type { LinkedMessage } from '../shell/linked-message.js';
import { readChoice, writeChoice } from '../shell/location.js';
import { useToast } from '../shell/toasts.js';
import { SlackAnnouncer } from './announcer.js';
import { ChannelPane } from './channel-pane.js';
import type { MessageHandlers } from './message-item.js';
import { Modal } from './modal/modal.js';
import { Sidebar } from './sidebar.js';
import { ThreadPanel } from './thread-panel.js';
import { useSend } from './use-send.js';
import { useUnread } from './use-unread.js';
import { useWords } from './words.js';
import { type PageEvent, repliesTo, topLevel } from './workspace-state.js';

interface SlackClientProps {
  state: WorkspaceState;
  apply: (event: PageEvent) => void;
  asked: LinkedMessage | undefined;
}

/** Channels, the chosen one's messages, a thread beside it, and the modal above all. */
export function SlackClient({ state, apply, asked }: SlackClientProps) {
  const words = useWords();
  const send = useSend(state.me);
  const [chosen, setChosen] = useState(() => readChoice('channel'));
  const [thread, setThread] = useState<string>();
  const [drawer, setDrawer] = useState(false);
  const toast = useToast();
  const [lastMs, setLastMs] = useState<number>();
  const channel = state.channels.find(({ id }) => id === chosen) ?? state.channels[0];
  const channelId = channel?.id;
  const unread = useUnread(state, channelId);

  useEffect(() => {
    if (channelId !== undefined) writeChoice('channel', channelId);
  }, [channelId]);

  const canSee = asked && state.channels.some(({ id }) => id === asked.place);
  useEffect(() => {
    if (!asked) return;
    if (!canSee) return toast(words.notInChannel);
    setChosen(asked.place);
    writeChoice('message', asked.message);
  }, [asked, canSee, toast, words]);

  const handlers = useMemo<MessageHandlers>(
    () => ({
      openThread: setThread,
      dismiss: (message: Message) => {
        if (channelId === undefined || !message.ephemeral) return;
        const data = { channel: channelId, ts: message.ts, ephemeral: message.ephemeral.id };
        apply({ type: 'message-removed', data });
      },
      onAnswered: setLastMs,
    }),
    [apply, channelId],
  );

  const choose = (id: string) => {
    setChosen(id);
    writeChoice('message', null);
    setThread(undefined);
    setDrawer(false);
  };

  const messages = channel?.messages ?? [];
  const parentTs = messages.some(({ ts }) => ts === thread) ? thread : undefined;
  const visible = [...topLevel(messages), ...(parentTs === undefined ? [] : repliesTo(messages, parentTs))];
  const layout = ['slack', drawer && 'slack-drawer-open', parentTs !== undefined && 'slack-with-thread'];
  return (
    <section className="platform" aria-label="Slack">
      <div className={layout.filter(Boolean).join(' ')}>
        <Sidebar team={state.team.name} current={channelId ?? ''} unread={unread} onChoose={choose} />
        {drawer && (
          <button type="button" className="backdrop" aria-label={words.close} onClick={() => setDrawer(false)} />
        )}
        {channel ? (
          <ChannelPane
            channel={channel}
            commands={state.commands}
            handlers={handlers}
            asked={asked?.place === channel.id ? asked : undefined}
            lastMs={lastMs}
            drawerOpen={drawer}
            onDrawer={() => setDrawer(!drawer)}
            onSend={(text) => send(channel.id, text)}
          />
        ) : (
          <main className="channel empty">{words.noChannel}</main>
        )}
        {channel && parentTs !== undefined && (
          <ThreadPanel
            channel={channel}
            threadTs={parentTs}
            handlers={handlers}
            onClose={() => setThread(undefined)}
            onSend={(text) => send(channel.id, text, parentTs)}
          />
        )}
      </div>
      <SlackAnnouncer messages={visible} />
      {state.view && (
        <Modal view={state.view} onView={(view) => apply({ type: 'view', data: { view } })} onAnswered={setLastMs} />
      )}
    </section>
  );
}
