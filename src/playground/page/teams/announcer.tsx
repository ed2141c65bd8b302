import type { TeamsMessage } from '../../teams-page-api.js';
import { Announcer } from '../shell/announcer.js';
import { useTeamsReader } from './reader.js';

/** Reads out what comes in here; of a card, what a notification would say. */
export function TeamsAnnouncer({ messages }: { messages: readonly TeamsMessage[] }) {
  const { users, me } = useTeamsReader();
  const newest = messages.at(-1);
  const words = newest && (newest.summary ?? newest.text).replace(/<\/?at>/g, '');
  const others = newest && newest.from !== me;
  const text = others ? `${users.get(newest.from)?.name ?? newest.from}: ${words}` : undefined;
  return <Announcer newest={newest?.id} text={text} />;
}
