import { useEffect, useMemo, useState } from 'react';
import type { WorkspaceState } from '../../page-api.js';
import { countUnread, latestTs } from './workspace-state.js';

/** How many messages came in since each channel was last looked at; what was there at the start counts as read. */
export function useUnread(state: WorkspaceState, current: string | undefined): ReadonlyMap<string, number> {
  const [seen, setSeen] = useState<ReadonlyMap<string, string>>(
    () => new Map(state.channels.map((channel) => [channel.id, latestTs(channel)])),
  );
  const shown = state.channels.find(({ id }) => id === current);
  const latest = shown && latestTs(shown);
  useEffect(() => {
    if (current !== undefined && latest !== undefined) setSeen((before) => new Map(before).set(current, latest));
  }, [current, latest]);
  return useMemo(
    () =>
      new Map(
        state.channels
          .filter(({ id }) => id !== current)
          .map((channel) => [channel.id, countUnread(channel, state.me, seen.get(channel.id) ?? '')]),
      ),
    [state, current, seen],
  );
}
