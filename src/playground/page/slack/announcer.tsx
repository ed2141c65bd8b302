import { useEffect, useRef, useState } from 'react';
import type { Message } from '../../page-api.js';
import { plainText } from './mrkdwn/parse.js';
import { useReader } from './reader.js';

/** Reads new messages out to those who can't see them arrive. */
export function Announcer({ messages }: { messages: readonly Message[] }) {
  const { users, me } = useReader();
  const newest = messages.reduce<Message | undefined>(
    (last, each) => (last && last.ts > each.ts ? last : each),
    undefined,
  );
  const announced = useRef(newest?.ts);
  const [text, setText] = useState('');
  useEffect(() => {
    if (!newest || newest.ts <= (announced.current ?? '')) return;
    announced.current = newest.ts;
    if (newest.user === me?.id) return;
    setText(`${users.get(newest.user)?.name ?? newest.user}: ${plainText(newest.text)}`);
  }, [newest, users, me]);
  return (
    <div className="visually-hidden" role="status" aria-live="polite">
      {text}
    </div>
  );
}
