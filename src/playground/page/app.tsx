import { useCallback, useEffect, useState } from 'react';
import type { Platforms } from '../page-api.js';
import { Header } from './shell/header.js';
import { call } from './shell/http.js';
import { type LinkedMessage, messageInAddress, useMessageLinks } from './shell/linked-message.js';
import { readChoice, writeChoice } from './shell/location.js';
import { Mailbox } from './shell/mailbox.js';
import { type PlatformName, PlatformTabs } from './shell/platform-tabs.js';
import { useToast } from './shell/toasts.js';
import { useMails } from './shell/use-mails.js';
import { SlackColumn } from './slack/slack-column.js';
import { useWorkspace } from './slack/use-workspace.js';
import { TeamsColumn } from './teams/teams-column.js';

/** The playground: a head, and one column for each platform. The same person is looked through on both. */
export function App() {
  const [user, setUser] = useState(() => readChoice('user'));
  const toast = useToast();
  const { state, connection, problem, apply } = useWorkspace(user, toast);
  const { teams: hasTeams, mails: hasMails } = usePlatforms(connection === 'live');
  const mails = useMails(hasMails);
  const [shown, setShown] = useState<PlatformName>(() => (readChoice('platform') === 'teams' ? 'teams' : 'slack'));
  const [asked, setAsked] = useState(messageInAddress);
  const me = state?.me;
  const email = state?.users.find(({ id }) => id === me)?.email;

  useEffect(() => {
    if (me !== undefined) writeChoice('user', me);
  }, [me]);

  const choosePlatform = useCallback((platform: PlatformName) => {
    setShown(platform);
    writeChoice('platform', platform);
  }, []);
  const ask = useCallback(
    (message: LinkedMessage) => {
      setAsked(message);
      choosePlatform(message.platform);
    },
    [choosePlatform],
  );
  useMessageLinks(ask);
  const chooseUser = (id: string) => {
    setAsked(undefined);
    writeChoice('message', null);
    setUser(id);
  };
  const known = state?.users.some(({ id }) => id === user);
  return (
    <div className="page">
      <Header users={state?.users ?? []} me={known ? user : me} onChoose={chooseUser}>
        {hasMails && <Mailbox mails={mails} />}
      </Header>
      {connection === 'lost' && (
        <div className="banner" role="status">
          <span className="spinner" />
          {state ? 'The connection is lost. Trying again…' : (problem ?? 'Trying again…')}
        </div>
      )}
      {hasTeams && <PlatformTabs shown={shown} onChoose={choosePlatform} />}
      <div className={hasTeams ? `columns columns-${shown}` : 'columns'}>
        {state ? (
          // Another person sees another workspace: nothing of the former one's may linger.
          <SlackColumn
            key={state.me}
            state={state}
            apply={apply}
            asked={asked?.platform === 'slack' ? asked : undefined}
          />
        ) : (
          connection === 'connecting' && <div className="loading">Opening the channel…</div>
        )}
        {hasTeams && email && (
          <TeamsColumn key={email} email={email} asked={asked?.platform === 'teams' ? asked : undefined} />
        )}
      </div>
    </div>
  );
}

/** What the page shows; asked again after each reconnection, as the server may be another one then. */
function usePlatforms(live: boolean): Platforms {
  const [platforms, setPlatforms] = useState<Platforms>({ slack: true, teams: false, mails: false });
  useEffect(() => {
    if (!live) return;
    call<Platforms>('platforms').then(
      setPlatforms,
      // The head says already that the connection is lost.
      () => undefined,
    );
  }, [live]);
  return platforms;
}
