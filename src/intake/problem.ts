import { STATUS_CODES } from 'node:http';
import type { Response } from 'express';
import type { FieldIssue } from '../application/field-problems.js';

export interface Problem {
  readonly status: number;
  /** One sentence for whoever wrote the sender: what to do differently. Never holds what was sent. */
  readonly detail: string;
  readonly errors?: readonly FieldIssue[];
  /** For 429 and 503. Sent as whole seconds, rounded up. */
  readonly retryAfterMs?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Answers with a problem document (RFC 9457). */
export function sendProblem(response: Response, { status, detail, errors, retryAfterMs, headers }: Problem): void {
  if (retryAfterMs !== undefined) response.set('Retry-After', String(Math.max(1, Math.ceil(retryAfterMs / 1_000))));
  response
    .status(status)
    .set({ ...headers, 'Cache-Control': 'no-store' })
    .type('application/problem+json')
    .send(
      JSON.stringify({
        type: 'about:blank',
        title: STATUS_CODES[status] ?? 'Error',
        status,
        detail,
        ...(errors && {
          errors: errors.map(({ path, expected, got }) => ({ pointer: jsonPointer(path), expected, got })),
        }),
      }),
    );
}

/** RFC 6901; the empty pointer is the whole document. Very long keys, which only a sender can make up, are cut. */
export function jsonPointer(path: readonly (string | number)[]): string {
  return path.map((part) => `/${String(part).slice(0, 200).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
