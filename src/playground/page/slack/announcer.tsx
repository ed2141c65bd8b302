import type { Message } from '../../page-api.js';
import { Announcer } from '../shell/announcer.js';
import { plainText } from './mrkdwn/parse.js';
import { useReader } from './reader.js';

/** Reads out what comes in here. */
export function SlackAnnouncer({ messages }: { messages: readonly Message[] }) {
  const { users, me } = useReader();
  const newest = messages.reduce<Message | undefined>(
    (last, each) => (last && last.ts > each.ts ? last : each),
    undefined,
  );
  const others = newest && newest.user !== me?.id;
  const text = others ? `${users.get(newest.user)?.name ?? newest.user}: ${plainText(newest.text)}` : undefined;
  return <Announcer newest={newest?.ts} text={text} />;
}
