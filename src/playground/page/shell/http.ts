import type { Problem } from '../../page-api.js';

export const BASE = '/playground/api';

/** The server understood and refused; asking again would change nothing. */
export class Refused extends Error {
  override readonly name = 'Refused';
}

export function userQuery(user: string): string {
  return `?user=${encodeURIComponent(user)}`;
}

/** Throws an `Error` whose message can be shown; a `Refused` if the server could be reached. */
export async function call<T>(path: string, init?: RequestInit): Promise<T> {
  const response = await fetch(`${BASE}/${path}`, init).catch((cause: unknown) => {
    throw new Error('The playground does not answer. Is it still running?', { cause });
  });
  if (response.ok) return (await response.json()) as T;
  const problem = await readProblem(response);
  throw new Refused(problem?.detail ?? problem?.title ?? `The playground answered ${response.status}.`);
}

export function post<T>(path: string, body: unknown): Promise<T> {
  const headers = { 'content-type': 'application/json' };
  return call<T>(path, { method: 'POST', headers, body: JSON.stringify(body) });
}

async function readProblem(response: Response): Promise<Partial<Problem> | undefined> {
  if (!response.headers.get('content-type')?.includes('json')) return undefined;
  return (await response.json().catch(() => undefined)) as Partial<Problem> | undefined;
}
