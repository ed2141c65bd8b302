import { createContext, useContext, useEffect, useState } from 'react';
import type { ChannelInfo, UserInfo, WorkspaceState } from '../../page-api.js';
import type { ReaderClock } from './mrkdwn/dates.js';

/** Through whose eyes the workspace is shown: names, language and time zone of everything below. */
export interface Reader extends ReaderClock {
  me: UserInfo | undefined;
  users: ReadonlyMap<string, UserInfo>;
  channels: readonly ChannelInfo[];
}

const ReaderContext = createContext<Reader>({
  me: undefined,
  users: new Map(),
  channels: [],
  locale: 'en-US',
  tz: 'UTC',
  now: 0,
});

export const ReaderProvider = ReaderContext.Provider;

export function useReader(): Reader {
  return useContext(ReaderContext);
}

export function readerOf(state: WorkspaceState, now: number): Reader {
  const users = new Map(state.users.map((user) => [user.id, user]));
  const me = users.get(state.me);
  return { me, users, channels: state.channels, locale: me?.locale ?? 'en-US', tz: me?.tz ?? 'UTC', now };
}

/** The time in ms, renewed every half minute: enough for "3 minutes ago" and for midnight. */
export function useNow(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 30_000);
    return () => clearInterval(timer);
  }, []);
  return now;
}
