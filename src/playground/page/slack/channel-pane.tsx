import type { ChannelInfo } from '../../page-api.js';
import { MenuIcon } from '../shell/icons.js';
import type { LinkedMessage } from '../shell/linked-message.js';
import { Composer } from './composer.js';
import type { MessageHandlers } from './message-item.js';
import { MessageList } from './message-list.js';
import { useWords } from './words.js';
import { channelTitle, topLevel } from './workspace-state.js';

interface ChannelPaneProps {
  channel: ChannelInfo;
  commands: readonly string[];
  handlers: MessageHandlers;
  asked: LinkedMessage | undefined;
  /** How long the app took to acknowledge the last click. */
  lastMs: number | undefined;
  drawerOpen: boolean;
  onDrawer: () => void;
  onSend: (text: string) => Promise<boolean>;
}

export function ChannelPane(props: ChannelPaneProps) {
  const { channel, commands, handlers, asked, lastMs, drawerOpen, onDrawer, onSend } = props;
  const words = useWords();
  const title = channelTitle(channel);
  return (
    <main className="channel">
      <header className="pane-head">
        <button
          type="button"
          className="icon-button drawer-button"
          aria-label={words.channels}
          aria-expanded={drawerOpen}
          onClick={onDrawer}
        >
          <MenuIcon />
        </button>
        <h2>{title}</h2>
        {channel.kind === 'channel' && <span className="muted">{words.members(channel.memberIds.length)}</span>}
        {lastMs !== undefined && (
          <span className="last-answer muted" title="From the click to the app’s acknowledgement">
            answered in {lastMs} ms
          </span>
        )}
      </header>
      <MessageList
        key={channel.id}
        channel={channel.id}
        label={words.messagesIn(title)}
        messages={topLevel(channel.messages)}
        all={channel.messages}
        inThread={false}
        asked={asked}
        handlers={handlers}
      />
      <Composer
        key={`composer-${channel.id}`}
        placeholder={words.messageTo(title)}
        commands={commands}
        onSend={onSend}
      />
    </main>
  );
}
