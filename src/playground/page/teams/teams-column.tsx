import { useToast } from '../shell/toasts.js';
import { TeamsClient } from './teams-client.js';
import { useTeams } from './use-teams.js';

/** One platform's column of the playground: Teams, as the person with this e-mail address sees it. */
export function TeamsColumn({ email }: { email: string }) {
  const toast = useToast();
  const { state, connection, problem } = useTeams(email, toast);
  if (state) return <TeamsClient state={state} />;
  return <div className="platform loading">{connection === 'lost' ? problem : 'Opening Teams…'}</div>;
}
