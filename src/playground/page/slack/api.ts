import type {
  ActionAnswer,
  ActionRequest,
  CommandRequest,
  MessageRequest,
  ViewClosing,
  ViewSubmission,
  ViewSubmissionAnswer,
  WorkspaceState,
} from '../../page-api.js';
import { BASE, call, post, userQuery } from '../shell/http.js';

/** Each call throws an `Error` whose message can be shown; a `Refused` if the server could be reached. */
export const api = {
  state: (user: string) => call<WorkspaceState>(`state${userQuery(user)}`),
  action: (request: ActionRequest) => post<ActionAnswer>('action', request),
  submitView: (request: ViewSubmission) => post<ViewSubmissionAnswer>('view-submit', request),
  closeView: (request: ViewClosing) => post<ActionAnswer>('view-close', request),
  command: (request: CommandRequest) => post<ActionAnswer>('command', request),
  message: (request: MessageRequest) => post<ActionAnswer>('message', request),
};

export function eventsUrl(user: string): string {
  return `${BASE}/events${userQuery(user)}`;
}
