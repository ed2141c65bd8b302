import { useEffect, useMemo, useState } from 'react';
import type { TeamsState } from '../../teams-page-api.js';
import { countUnread } from './teams-state.js';

/** How many messages came in since each conversation was last looked at; what was there at the start is read. */
export function useTeamsUnread(state: TeamsState, current: string | undefined): ReadonlyMap<string, number> {
  const [seen, setSeen] = useState<ReadonlyMap<string, string>>(
    () => new Map(state.conversations.map(({ id, messages }) => [id, messages.at(-1)?.id ?? ''])),
  );
  const latest = state.conversations.find(({ id }) => id === current)?.messages.at(-1)?.id;
  useEffect(() => {
    if (current !== undefined && latest !== undefined) setSeen((before) => new Map(before).set(current, latest));
  }, [current, latest]);
  return useMemo(() => {
    const others = state.conversations.filter(({ id }) => id !== current);
    return new Map(others.map((each) => [each.id, countUnread(each, state.me, seen.get(each.id) ?? '')]));
  }, [state, current, seen]);
}
