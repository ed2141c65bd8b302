import type { WorkspaceState } from '../../page-api.js';
import { defaultInstallation, defaultTeam, defaultUsers } from '../../slack/default-workspace.js';
import { Refused } from '../shell/http.js';
import { type LiveSource, type LiveState, useLiveState } from '../shell/use-live-state.js';
import { api, eventsUrl } from './api.js';
import { applyEvent, type PageEvent } from './workspace-state.js';

const source: LiveSource<WorkspaceState, PageEvent> = {
  load: async (user) => {
    const state = await stateOf(user);
    return { state, eventsUrl: eventsUrl(state.me) };
  },
  events: ['state', 'message', 'message-removed', 'view', 'channel', 'notice'],
  applyEvent,
};

/** The Slack workspace as one user sees it, kept up to date. */
export function useWorkspace(
  user: string | undefined,
  onNotice: (text: string) => void,
): LiveState<WorkspaceState, PageEvent> {
  return useLiveState(source, user, onNotice);
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
