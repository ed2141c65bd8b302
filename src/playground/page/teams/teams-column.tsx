import type { LinkedMessage } from '../shell/linked-message.js';
import { useToast } from '../shell/toasts.js';
import { TeamsClient } from './teams-client.js';
import { useTeams } from './use-teams.js';

/** One platform's column of the playground: Teams, as the person with this e-mail address sees it. */
export function TeamsColumn({ email, asked }: { email: string; asked: LinkedMessage | undefined }) {
  const toast = useToast();
  const { state, connection, problem } = useTeams(email, toast);
  if (state) return <TeamsClient state={state} asked={asked} />;
  return <div className="platform loading">{connection === 'lost' ? problem : 'Opening Teams…'}</div>;
}
