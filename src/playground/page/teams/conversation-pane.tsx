import { useState } from 'react';
import type { TeamsConversation } from '../../teams-page-api.js';
import { MenuIcon, ReplyIcon } from '../shell/icons.js';
import type { LinkedMessage } from '../shell/linked-message.js';
import { useStickToEnd } from '../shell/use-stick-to-end.js';
import { TeamsAnnouncer } from './announcer.js';
import { useTeamsReader } from './reader.js';
import { TeamsComposer } from './teams-composer.js';
import { TeamsMessageItem } from './teams-message.js';
import { threadsOf } from './teams-state.js';
import { useWords } from './words.js';

interface ConversationPaneProps {
  conversation: TeamsConversation;
  bot: string;
  /** The message to bring into sight. */
  asked: LinkedMessage | undefined;
  /** How long the app took to answer the last click. */
  lastMs: number | undefined;
  drawerOpen: boolean;
  onDrawer: () => void;
  onSend: (text: string, threadId?: string) => Promise<boolean>;
}

/** A channel's posts with their replies, or a chat's messages. */
export function ConversationPane(props: ConversationPaneProps) {
  const { conversation, bot, asked, lastMs, drawerOpen, onDrawer, onSend } = props;
  const { me, users } = useTeamsReader();
  const words = useWords();
  const last = conversation.messages.at(-1);
  const { scroller, content, onScroll, missed, toEnd } = useStickToEnd<HTMLDivElement>(
    last?.id,
    last?.from === me,
    asked,
  );
  const names = [bot, ...conversation.memberIds.filter((id) => id !== me).map((id) => users.get(id)?.name ?? '')];
  const mentionable = conversation.kind === 'personal' ? [] : names.filter((name) => name !== '');
  const placeholder = conversation.kind === 'channel' ? words.newPost(bot) : words.writeTo(conversation.name);
  const label = words.messagesIn(conversation.name);
  return (
    <main className="channel teams-pane">
      <header className="pane-head">
        <button
          type="button"
          className="icon-button drawer-button"
          aria-label={words.teams}
          aria-expanded={drawerOpen}
          onClick={onDrawer}
        >
          <MenuIcon />
        </button>
        <h2>{conversation.name}</h2>
        {lastMs !== undefined && (
          <span className="last-answer muted" title="From the click to the app’s answer">
            answered in {lastMs} ms
          </span>
        )}
      </header>
      <div className="message-list-frame">
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
        <section className="message-list" aria-label={label} tabIndex={0} ref={scroller} onScroll={onScroll}>
          <div className="teams-messages" ref={content}>
            {conversation.kind === 'channel' ? (
              <Threads conversation={conversation} bot={bot} asked={asked} names={mentionable} onSend={onSend} />
            ) : (
              conversation.messages.map((message) => (
                <TeamsMessageItem
                  key={message.id}
                  message={message}
                  shape="bubble"
                  asked={message.id === asked?.message}
                />
              ))
            )}
          </div>
        </section>
        {conversation.messages.length === 0 && <p className="list-empty muted">{words.empty}</p>}
        {missed && (
          <button type="button" className="new-messages" onClick={toEnd}>
            {words.newMessages} ↓
          </button>
        )}
      </div>
      <TeamsAnnouncer messages={conversation.messages} />
      <TeamsComposer
        key={conversation.id}
        placeholder={placeholder}
        names={mentionable}
        onSend={(text) => onSend(text)}
      />
    </main>
  );
}

interface ThreadsProps {
  conversation: TeamsConversation;
  bot: string;
  asked: LinkedMessage | undefined;
  names: readonly string[];
  onSend: (text: string, threadId?: string) => Promise<boolean>;
}

function Threads({ conversation, bot, asked, names, onSend }: ThreadsProps) {
  const words = useWords();
  const [replying, setReplying] = useState<string>();
  return threadsOf(conversation.messages).map(({ post, replies }) => (
    <section key={post.id} className="teams-thread">
      <TeamsMessageItem message={post} shape="post" asked={post.id === asked?.message} />
      {replies.map((reply) => (
        <TeamsMessageItem key={reply.id} message={reply} shape="reply" asked={reply.id === asked?.message} />
      ))}
      {replying === post.id ? (
        <TeamsComposer
          placeholder={words.replyTo(bot)}
          names={names}
          onSend={(text) => onSend(text, post.id)}
          autoFocus
        />
      ) : (
        <button type="button" className="teams-reply-button" onClick={() => setReplying(post.id)}>
          <ReplyIcon />
          {words.reply}
        </button>
      )}
    </section>
  ));
}
