import { useCallback, useEffect, useState } from 'react';

const RETRY_MS = 2000;

export type Connection = 'connecting' | 'live' | 'lost';

/** How to get one platform's state and keep it up to date. Must not change between renders. */
export interface LiveSource<State, Event extends { type: string; data: unknown }> {
  /** The state now, and the address of its events; asked for first, as an event stream can't say why it was refused. */
  load: (user: string | undefined) => Promise<{ state: State; eventsUrl: string }>;
  events: readonly Event['type'][];
  applyEvent: (state: State | undefined, event: Event) => State | undefined;
}

export interface LiveState<State, Event> {
  state: State | undefined;
  connection: Connection;
  /** Why nothing can be shown at all; undefined once there is a state. */
  problem: string | undefined;
  apply: (event: Event) => void;
}

/**
 * A platform as one user sees it, kept up to date by the server's events. Reconnects by itself; each connection begins
 * with the whole state (`state`), so nothing that happened in between is missed. `notice` is told and kept nowhere.
 */
export function useLiveState<State, Event extends { type: string; data: unknown }>(
  source: LiveSource<State, Event>,
  user: string | undefined,
  onNotice: (text: string) => void,
): LiveState<State, Event> {
  const [state, setState] = useState<State>();
  const [connection, setConnection] = useState<Connection>('connecting');
  const [problem, setProblem] = useState<string>();
  const apply = useCallback((event: Event) => setState((now) => source.applyEvent(now, event)), [source]);

  useEffect(() => {
    let over = false;
    let stream: EventSource | undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;

    const retry = () => {
      if (over) return;
      setConnection('lost');
      timer = setTimeout(() => void connect(), RETRY_MS);
    };

    const listen = (eventsUrl: string) => {
      stream = new EventSource(eventsUrl);
      for (const type of source.events) {
        stream.addEventListener(type, ({ data }: MessageEvent<string>) => {
          const event = { type, data: JSON.parse(data) } as Event;
          if (type === 'state') setConnection('live');
          if (type === 'notice') onNotice((event.data as { text: string }).text);
          else apply(event);
        });
      }
      stream.onerror = () => {
        stream?.close();
        retry();
      };
    };

    const connect = async () => {
      try {
        const first = await source.load(user);
        if (over) return;
        setProblem(undefined);
        setState(first.state);
        listen(first.eventsUrl);
      } catch (error) {
        setProblem(error instanceof Error ? error.message : String(error));
        retry();
      }
    };

    setConnection('connecting');
    void connect();
    return () => {
      over = true;
      stream?.close();
      clearTimeout(timer);
    };
  }, [source, user, apply, onNotice]);

  return { state, connection, problem, apply };
}
