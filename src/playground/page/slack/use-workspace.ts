import { useCallback, useEffect, useState } from 'react';
import type { WorkspaceState } from '../../page-api.js';
import { defaultInstallation, defaultTeam, defaultUsers } from '../../slack/default-workspace.js';
import { api, eventsUrl, Refused } from './api.js';
import { applyEvent, type PageEvent } from './workspace-state.js';

const RETRY_MS = 2000;
const EVENTS: readonly PageEvent['type'][] = ['state', 'message', 'message-removed', 'view', 'channel', 'notice'];

export type Connection = 'connecting' | 'live' | 'lost';

export interface WorkspaceConnection {
  state: WorkspaceState | undefined;
  connection: Connection;
  /** Why nothing can be shown at all; undefined once there is a state. */
  problem: string | undefined;
  apply: (event: PageEvent) => void;
}

/**
 * The workspace as one user sees it, kept up to date by the server's events. Reconnects by itself; each connection
 * begins with the whole state, so nothing that happened in between is missed.
 */
export function useWorkspace(user: string | undefined, onNotice: (text: string) => void): WorkspaceConnection {
  const [state, setState] = useState<WorkspaceState>();
  const [connection, setConnection] = useState<Connection>('connecting');
  const [problem, setProblem] = useState<string>();
  const apply = useCallback((event: PageEvent) => setState((now) => applyEvent(now, event)), []);

  useEffect(() => {
    let over = false;
    let source: EventSource | undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;

    const retry = () => {
      if (over) return;
      setConnection('lost');
      timer = setTimeout(() => void connect(), RETRY_MS);
    };

    const listen = (me: string) => {
      source = new EventSource(eventsUrl(me));
      for (const type of EVENTS) {
        source.addEventListener(type, ({ data }: MessageEvent<string>) => {
          const event = { type, data: JSON.parse(data) } as PageEvent;
          if (event.type === 'state') setConnection('live');
          if (event.type === 'notice') onNotice(event.data.text);
          else apply(event);
        });
      }
      source.onerror = () => {
        source?.close();
        retry();
      };
    };

    const connect = async () => {
      try {
        // Asked for first because an event stream can't say why it was refused.
        const first = await stateOf(user);
        if (over) return;
        setProblem(undefined);
        setState(first);
        listen(first.me);
      } catch (error) {
        setProblem(error instanceof Error ? error.message : String(error));
        retry();
      }
    };

    setConnection('connecting');
    void connect();
    return () => {
      over = true;
      source?.close();
      clearTimeout(timer);
    };
  }, [user, apply, onNotice]);

  return { state, connection, problem, apply };
}

/** Someone who opens the page for the first time is the stand-in's first person; so is a user who is gone. */
async function stateOf(user: string | undefined): Promise<WorkspaceState> {
  const first = defaultUsers(defaultTeam, defaultInstallation)[0]?.id ?? '';
  try {
    return await api.state(user ?? first);
  } catch (error) {
    if (user === undefined || !(error instanceof Refused)) throw error;
    return api.state(first);
  }
}
