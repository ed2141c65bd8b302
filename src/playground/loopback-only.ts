import type { RequestHandler, Response } from 'express';
import type { Problem } from './page-api.js';

/** Sends a refusal as `application/problem+json`. */
export function sendProblem(response: Response, status: number, title: string, detail?: string): void {
  const problem: Problem = { type: 'about:blank', title, status, ...(detail === undefined ? {} : { detail }) };
  response.status(status).type('application/problem+json').send(JSON.stringify(problem));
}

const names = new Set(['localhost', '127.0.0.1', '[::1]']);

/** From this machine: the peer's address, of either family. */
export function isLoopbackAddress(address: string | undefined): boolean {
  return address !== undefined && /^(::1|(::ffff:)?127\.\d+\.\d+\.\d+)$/.test(address);
}

/** A Host header that names this machine, with any port: any other is a foreign name that resolves to us. */
export function isLoopbackHost(host: string | undefined): boolean {
  const [, name = ''] = /^(\[[^\]]*\]|[^:]*)(?::\d{1,5})?$/.exec(host ?? '') ?? [];
  return names.has(name.toLowerCase());
}

/** An Origin header of a page from this machine; browsers send `null` for sandboxed ones, which are not. */
export function isLoopbackOrigin(origin: string): boolean {
  if (!URL.canParse(origin)) return false;
  const { protocol, hostname } = new URL(origin);
  return (protocol === 'http:' || protocol === 'https:') && names.has(hostname);
}

/**
 * Refuses whatever does not come from this machine's own browser: other peers, and pages of other sites that reach us
 * through the person's browser, by a name of theirs (DNS rebinding) or by a request across sites.
 */
export const loopbackOnly: RequestHandler = (request, response, next) => {
  const { host, origin } = request.headers;
  if (!isLoopbackAddress(request.socket.remoteAddress)) sendProblem(response, 403, 'Only from this machine');
  else if (!isLoopbackHost(host)) sendProblem(response, 403, 'Only under the name localhost');
  else if (origin !== undefined && !isLoopbackOrigin(origin)) sendProblem(response, 403, 'Not from other sites');
  else next();
};
