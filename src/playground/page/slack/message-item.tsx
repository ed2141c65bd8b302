import { memo, useState } from 'react';
import type { ActionSource, InputValues, Message } from '../../page-api.js';
import { Avatar } from '../shell/avatar.js';
import { EyeIcon, ReplyIcon } from '../shell/icons.js';
import { BlockList } from './blocks/block-list.js';
import { InteractionProvider, useInteraction } from './elements/interaction.js';
import { clockTime, fullDateTime } from './mrkdwn/dates.js';
import { Mrkdwn } from './mrkdwn/mrkdwn.js';
import { useReader } from './reader.js';
import { UserBadge } from './user-badge.js';
import { useWords } from './words.js';

export interface MessageHandlers {
  openThread: (ts: string) => void;
  dismiss: (message: Message) => void;
  onAnswered: (ms: number) => void;
}

interface MessageItemProps {
  channel: string;
  message: Message;
  /** Follows a message of the same person closely: without avatar and name. */
  compact: boolean;
  /** In the thread's panel a message offers no thread of its own. */
  inThread: boolean;
  /** Somebody followed a link to it. */
  asked: boolean;
  repliers: readonly string[];
  handlers: MessageHandlers;
}

export const MessageItem = memo(function MessageItem(props: MessageItemProps) {
  const { message, compact, inThread, asked, repliers, handlers } = props;
  const reader = useReader();
  const words = useWords();
  const author = reader.users.get(message.user);
  const date = new Date(Number(message.ts) * 1000);
  const time = (
    <time className="message-time" dateTime={date.toISOString()} title={fullDateTime(date, reader)}>
      {clockTime(date, reader)}
    </time>
  );
  const className = [
    'message',
    compact && 'message-compact',
    message.ephemeral && 'message-ephemeral',
    asked && 'message-asked',
  ];
  return (
    <li className={className.filter(Boolean).join(' ')} data-message={message.ts}>
      <div className="message-side">{compact ? time : <Avatar user={author} />}</div>
      <div className="message-main">
        {message.ephemeral && (
          <div className="ephemeral-note">
            <EyeIcon /> {words.onlyYou}
            <button type="button" className="link-button" onClick={() => handlers.dismiss(message)}>
              {words.dismiss}
            </button>
          </div>
        )}
        <div className={compact ? 'visually-hidden' : 'message-head'}>
          <strong>{author?.name ?? message.user}</strong>
          {author && <UserBadge kind={author.kind} />}
          {!compact && time}
          {!compact && message.edited && <span className="edited">{words.edited}</span>}
        </div>
        <MessageBody channel={props.channel} message={message} onAnswered={handlers.onAnswered} />
        {compact && message.edited && <span className="edited">{words.edited}</span>}
        {!inThread && message.replyCount > 0 && (
          <button type="button" className="thread-link" onClick={() => handlers.openThread(message.ts)}>
            <span className="thread-people">
              {repliers.slice(0, 4).map((id) => (
                <Avatar key={id} user={reader.users.get(id)} small />
              ))}
            </span>
            {words.replies(message.replyCount)}
          </button>
        )}
      </div>
      <div className="message-tools">
        {!inThread && !message.ephemeral && !message.deleted && (
          <button
            type="button"
            className="icon-button"
            aria-label={words.replyInThread}
            title={words.replyInThread}
            onClick={() => handlers.openThread(message.ts)}
          >
            <ReplyIcon />
          </button>
        )}
      </div>
    </li>
  );
});

interface MessageBodyProps {
  channel: string;
  message: Message;
  onAnswered: (ms: number) => void;
}

function MessageBody({ channel, message, onAnswered }: MessageBodyProps) {
  const { me } = useReader();
  const words = useWords();
  const [entered, setEntered] = useState<InputValues>({});
  const [source] = useState<ActionSource>(() =>
    message.ephemeral ? { ephemeral: message.ephemeral.id } : { channel, ts: message.ts },
  );
  const user = me?.id ?? '';
  const interaction = useInteraction({ user, source, entered, setEntered, sendsValues: false, onAnswered });
  if (message.deleted) return <div className="message-body muted">{words.deleted}</div>;
  return (
    <div className="message-body">
      <InteractionProvider value={interaction}>
        {message.blocks.length > 0 ? <BlockList blocks={message.blocks} /> : <Mrkdwn text={message.text} />}
      </InteractionProvider>
    </div>
  );
}
