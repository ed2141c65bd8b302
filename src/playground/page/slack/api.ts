import type {
  ActionAnswer,
  ActionRequest,
  CommandRequest,
  MessageRequest,
  Problem,
  ViewClosing,
  ViewSubmission,
  ViewSubmissionAnswer,
  WorkspaceState,
} from '../../page-api.js';

const BASE = '/playground/api';

/** The server understood and refused; asking again would change nothing. */
export class Refused extends Error {
  override readonly name = 'Refused';
}

/** Each call throws an `Error` whose message can be shown; a `Refused` if the server could be reached. */
export const api = {
  state: (user: string) => call<WorkspaceState>(`state${query(user)}`),
  action: (request: ActionRequest) => post<ActionAnswer>('action', request),
  submitView: (request: ViewSubmission) => post<ViewSubmissionAnswer>('view-submit', request),
  closeView: (request: ViewClosing) => post<ActionAnswer>('view-close', request),
  command: (request: CommandRequest) => post<ActionAnswer>('command', request),
  message: (request: MessageRequest) => post<ActionAnswer>('message', request),
};

export function eventsUrl(user: string): string {
  return `${BASE}/events${query(user)}`;
}

function query(user: string): string {
  return `?user=${encodeURIComponent(user)}`;
}

function post<T>(path: string, body: unknown): Promise<T> {
  const headers = { 'content-type': 'application/json' };
  return call<T>(path, { method: 'POST', headers, body: JSON.stringify(body) });
}

async function call<T>(path: string, init?: RequestInit): Promise<T> {
  const response = await fetch(`${BASE}/${path}`, init).catch((cause: unknown) => {
    throw new Error('The playground does not answer. Is it still running?', { cause });
  });
  if (response.ok) return (await response.json()) as T;
  const problem = await readProblem(response);
  throw new Refused(problem?.detail ?? problem?.title ?? `The playground answered ${response.status}.`);
}

async function readProblem(response: Response): Promise<Partial<Problem> | undefined> {
  if (!response.headers.get('content-type')?.includes('json')) return undefined;
  return (await response.json().catch(() => undefined)) as Partial<Problem> | undefined;
}
