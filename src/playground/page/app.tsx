import { useEffect, useState } from 'react';
import { Header } from './shell/header.js';
import { readChoice, writeChoice } from './shell/location.js';
import { useToast } from './shell/toasts.js';
import { SlackColumn } from './slack/slack-column.js';
import { useWorkspace } from './slack/use-workspace.js';

/** The playground: a head, and one column for each platform. */
export function App() {
  const [user, setUser] = useState(() => readChoice('user'));
  const toast = useToast();
  const { state, connection, problem, apply } = useWorkspace(user, toast);
  const me = state?.me;

  useEffect(() => {
    if (me !== undefined) writeChoice('user', me);
  }, [me]);

  const known = state?.users.some(({ id }) => id === user);
  return (
    <div className="page">
      <Header users={state?.users ?? []} me={known ? user : me} onChoose={setUser} />
      {connection === 'lost' && (
        <div className="banner" role="status">
          <span className="spinner" />
          {state ? 'The connection is lost. Trying again…' : (problem ?? 'Trying again…')}
        </div>
      )}
      <div className="columns">
        {state ? (
          // Another person sees another workspace: nothing of the former one's may linger.
          <SlackColumn key={state.me} state={state} apply={apply} />
        ) : (
          connection === 'connecting' && <div className="loading">Opening the channel…</div>
        )}
      </div>
    </div>
  );
}
