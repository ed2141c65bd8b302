import { useCallback, useEffect, useMemo, useState } from 'react';
import type { ActionAnswer, Message, WorkspaceState } from '../../page-api.js';
import { MenuIcon } from '../shell/icons.js';
import { readChoice, writeChoice } from '../shell/location.js';
import { useToast } from '../shell/toasts.js';
import { Announcer } from './announcer.js';
import { api } from './api.js';
import { Composer } from './composer.js';
import { ConfirmProvider } from './elements/confirm.js';
import type { MessageHandlers } from './message-item.js';
import { MessageList } from './message-list.js';
import { Modal } from './modal/modal.js';
import { ReaderProvider, readerOf, useNow } from './reader.js';
import { Sidebar } from './sidebar.js';
import { ThreadPanel } from './thread-panel.js';
import { useUnread } from './use-unread.js';
import { type PageEvent, repliesTo, topLevel } from './workspace-state.js';

interface SlackColumnProps {
  state: WorkspaceState;
  apply: (event: PageEvent) => void;
}

/** The Slack client: one platform's column of the playground. */
export function SlackColumn({ state, apply }: SlackColumnProps) {
  const now = useNow();
  const reader = useMemo(() => readerOf(state, now), [state, now]);
  const toast = useToast();
  const [chosen, setChosen] = useState(() => readChoice('channel'));
  const [thread, setThread] = useState<string>();
  const [drawer, setDrawer] = useState(false);
  const [lastMs, setLastMs] = useState<number>();
  const channel = state.channels.find(({ id }) => id === chosen) ?? state.channels[0];
  const unread = useUnread(state, channel?.id);
  const channelId = channel?.id;
  const { me } = state;

  useEffect(() => {
    if (channelId !== undefined) writeChoice('channel', channelId);
  }, [channelId]);

  const choose = (id: string) => {
    setChosen(id);
    setThread(undefined);
    setDrawer(false);
  };

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

  const attempt = useCallback(
    async (request: Promise<ActionAnswer>): Promise<boolean> => {
      try {
        const answer = await request;
        if (answer.ok) return true;
        toast(answer.error);
      } catch (error) {
        toast(error instanceof Error ? error.message : String(error));
      }
      return false;
    },
    [toast],
  );

  const send = async (text: string, threadTs?: string): Promise<boolean> => {
    if (channelId === undefined) return false;
    const request = { user: me, channel: channelId, text };
    if (!text.startsWith('/')) return attempt(api.message({ ...request, ...(threadTs !== undefined && { threadTs }) }));
    if (threadTs === undefined) return attempt(api.command(request));
    toast('Slack takes no commands in threads. Type it in the channel.');
    return false;
  };

  const parentTs = channel?.messages.some(({ ts }) => ts === thread) ? thread : undefined;
  const name = channel ? (channel.kind === 'im' ? channel.name : `#${channel.name}`) : '';
  return (
    <ReaderProvider value={reader}>
      <ConfirmProvider>
        <section className="platform" aria-label="Slack">
          <div
            className={`slack${drawer ? ' slack-drawer-open' : ''}${parentTs === undefined ? '' : ' slack-with-thread'}`}
          >
            <Sidebar team={state.team.name} current={channelId ?? ''} unread={unread} onChoose={choose} />
            {drawer && (
              <button type="button" className="backdrop" aria-label="Close the list" onClick={() => setDrawer(false)} />
            )}
            {channel ? (
              <main className="channel">
                <header className="pane-head">
                  <button
                    type="button"
                    className="icon-button drawer-button"
                    aria-label="Channels"
                    aria-expanded={drawer}
                    onClick={() => setDrawer(!drawer)}
                  >
                    <MenuIcon />
                  </button>
                  <h2>{name}</h2>
                  <span className="muted">
                    {channel.kind === 'channel' &&
                      `${channel.memberIds.length} ${channel.memberIds.length === 1 ? 'member' : 'members'}`}
                  </span>
                  {lastMs !== undefined && (
                    <span className="last-answer muted" title="From the click to the app’s acknowledgement">
                      answered in {Math.round(lastMs)} ms
                    </span>
                  )}
                </header>
                <MessageList
                  key={channel.id}
                  channel={channel.id}
                  label={`Messages in ${name}`}
                  messages={topLevel(channel.messages)}
                  all={channel.messages}
                  inThread={false}
                  handlers={handlers}
                />
                <Composer
                  key={`composer-${channel.id}`}
                  placeholder={`Message ${name}, or / for commands`}
                  commands={state.commands}
                  onSend={send}
                />
              </main>
            ) : (
              <main className="channel empty">This person is in no channel.</main>
            )}
            {channel && parentTs !== undefined && (
              <ThreadPanel
                channel={channel}
                threadTs={parentTs}
                handlers={handlers}
                onClose={() => setThread(undefined)}
                onSend={(text) => send(text, parentTs)}
              />
            )}
          </div>
          <Announcer
            messages={channel ? [...topLevel(channel.messages), ...repliesTo(channel.messages, thread ?? '')] : []}
          />
        </section>
        {state.view && (
          <Modal view={state.view} onView={(view) => apply({ type: 'view', data: { view } })} onAnswered={setLastMs} />
        )}
      </ConfirmProvider>
    </ReaderProvider>
  );
}
