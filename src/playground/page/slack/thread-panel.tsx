import type { KeyboardEvent } from 'react';
import type { ChannelInfo } from '../../page-api.js';
import { CloseIcon } from '../shell/icons.js';
import { Composer } from './composer.js';
import type { MessageHandlers } from './message-item.js';
import { MessageList } from './message-list.js';
import { useWords } from './words.js';
import { channelTitle, repliesTo } from './workspace-state.js';

interface ThreadPanelProps {
  channel: ChannelInfo;
  threadTs: string;
  handlers: MessageHandlers;
  onClose: () => void;
  onSend: (text: string) => Promise<boolean>;
}

export function ThreadPanel({ channel, threadTs, handlers, onClose, onSend }: ThreadPanelProps) {
  const words = useWords();
  const parent = channel.messages.filter(({ ts }) => ts === threadTs);
  const messages = [...parent, ...repliesTo(channel.messages, threadTs)];
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && !event.nativeEvent.isComposing) onClose();
  };
  return (
    <aside className="thread" aria-label={words.thread} onKeyDown={onKeyDown}>
      <header className="pane-head">
        <h2>{words.thread}</h2>
        <span className="muted">{channelTitle(channel)}</span>
        <button type="button" className="icon-button pane-close" aria-label={words.closeThread} onClick={onClose}>
          <CloseIcon />
        </button>
      </header>
      <MessageList
        key={threadTs}
        channel={channel.id}
        label={words.messagesIn(words.thread)}
        messages={messages}
        all={channel.messages}
        inThread
        handlers={handlers}
      />
      <Composer placeholder={words.reply} commands={[]} onSend={onSend} autoFocus />
    </aside>
  );
}
