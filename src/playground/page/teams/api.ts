import type {
  TeamsActionRequest,
  TeamsAnswer,
  TeamsDialogClosing,
  TeamsDialogRequest,
  TeamsMessageRequest,
  TeamsState,
} from '../../teams-page-api.js';
import { BASE, call, post, userQuery } from '../shell/http.js';

/** Each call throws an `Error` whose message can be shown. */
export const api = {
  state: (user: string) => call<TeamsState>(`teams/state${userQuery(user)}`),
  action: (request: TeamsActionRequest) => post<TeamsAnswer>('teams/action', request),
  submitDialog: (request: TeamsDialogRequest) => post<TeamsAnswer>('teams/dialog-submit', request),
  closeDialog: (request: TeamsDialogClosing) => post<TeamsAnswer>('teams/dialog-close', request),
  message: (request: TeamsMessageRequest) => post<TeamsAnswer>('teams/message', request),
};

export function eventsUrl(user: string): string {
  return `${BASE}/teams/events${userQuery(user)}`;
}
