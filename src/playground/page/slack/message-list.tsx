import { Fragment } from 'react';
import type { Message } from '../../page-api.js';
import type { LinkedMessage } from '../shell/linked-message.js';
import { useStickToEnd } from '../shell/use-stick-to-end.js';
import { type MessageHandlers, MessageItem } from './message-item.js';
import { dayDivider, isoDay } from './mrkdwn/dates.js';
import { useReader } from './reader.js';
import { useWords } from './words.js';
import { messageKey, repliesTo } from './workspace-state.js';

/** Two messages of one person within this time read as one. */
const GROUP_MS = 5 * 60_000;
const NO_ONE: readonly string[] = [];

interface MessageListProps {
  channel: string;
  label: string;
  messages: readonly Message[];
  /** The channel's messages, to tell who replied in a thread. */
  all: readonly Message[];
  inThread: boolean;
  /** The message to bring into sight. */
  asked?: LinkedMessage | undefined;
  handlers: MessageHandlers;
}

/** Stays at the end while one reads there, and stays put while one reads further up. */
export function MessageList({ channel, label, messages, all, inThread, asked, handlers }: MessageListProps) {
  const reader = useReader();
  const words = useWords();
  const last = messages.at(-1);
  const lastKey = last && messageKey(last);
  const ownLast = last?.user === reader.me?.id;
  const { scroller, content, onScroll, missed, toEnd } = useStickToEnd<HTMLOListElement>(lastKey, ownLast, asked);

  return (
    <div className="message-list-frame">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className="message-list" aria-label={label} tabIndex={0} ref={scroller} onScroll={onScroll}>
        <ol ref={content}>
          {messages.map((message, index) => {
            const before = messages[index - 1];
            const newDay = !before || dayOf(before, reader.tz) !== dayOf(message, reader.tz);
            return (
              <Fragment key={messageKey(message)}>
                {newDay && (
                  <li className="day">
                    <span>{dayDivider(dateOf(message), reader)}</span>
                  </li>
                )}
                <MessageItem
                  channel={channel}
                  message={message}
                  compact={!newDay && isContinued(before, message)}
                  inThread={inThread}
                  asked={message.ts === asked?.message}
                  repliers={message.replyCount > 0 ? repliersOf(all, message.ts) : NO_ONE}
                  handlers={handlers}
                />
              </Fragment>
            );
          })}
        </ol>
      </section>
      {messages.length === 0 && <p className="list-empty muted">{words.empty}</p>}
      {missed && (
        <button type="button" className="new-messages" onClick={toEnd}>
          {words.newMessages} ↓
        </button>
      )}
    </div>
  );
}

function isContinued(before: Message, message: Message): boolean {
  const plain = !before.ephemeral && !message.ephemeral && before.blocks.length + message.blocks.length === 0;
  const near = dateOf(message).getTime() - dateOf(before).getTime() < GROUP_MS;
  return plain && near && before.user === message.user && before.replyCount === 0;
}

function repliersOf(all: readonly Message[], ts: string): string[] {
  return [...new Set(repliesTo(all, ts).map(({ user }) => user))];
}

function dateOf(message: Message): Date {
  return new Date(Number(message.ts) * 1000);
}

function dayOf(message: Message, tz: string): string {
  return isoDay(dateOf(message), tz);
}
