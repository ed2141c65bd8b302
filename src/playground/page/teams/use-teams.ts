import type { TeamsState } from '../../teams-page-api.js';
import { type LiveSource, type LiveState, useLiveState } from '../shell/use-live-state.js';
import { api, eventsUrl } from './api.js';
import { applyEvent, type TeamsEvent } from './teams-state.js';

const source: LiveSource<TeamsState, TeamsEvent> = {
  load: async (user = '') => {
    const state = await api.state(user);
    return { state, eventsUrl: eventsUrl(state.me) };
  },
  events: ['state', 'message', 'conversation', 'dialog', 'notice'],
  applyEvent,
};

/** Teams as one user sees it, kept up to date. @param user by e-mail address: the same person as in Slack */
export function useTeams(user: string, onNotice: (text: string) => void): LiveState<TeamsState, TeamsEvent> {
  return useLiveState(source, user, onNotice);
}
