import { existsSync } from 'node:fs';
import { join } from 'node:path';
import express, { type ErrorRequestHandler, type Request, type Response, Router } from 'express';
import type { z } from 'zod';
import type { Logger } from '../logger.js';
import { loopbackOnly, sendProblem } from './loopback-only.js';
import { requests } from './page-requests.js';
import { PageActions } from './slack/page-actions.js';
import { followWorkspace } from './slack/page-events.js';
import { pageState } from './slack/page-state.js';
import type { SlackStandIn } from './slack/stand-in.js';

const HEARTBEAT_MS = 20_000;

const securityHeaders = {
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
};

/**
 * `/playground`: the page, and the API that it talks to. For this machine only; everything else gets 403.
 *
 * @param options.pageFolder where the page was built to
 */
export function playgroundRouter(options: { slack: SlackStandIn; pageFolder: string; logger?: Logger }): Router {
  const router = Router();
  router.use('/playground', loopbackOnly, (_request, response, next) => {
    response.set(securityHeaders);
    next();
  });
  router.use('/playground/api', apiRouter(options.slack));
  router.use('/playground', pageRouter(options.pageFolder));
  router.use('/playground', ((error, _request, response, next) => {
    if (response.headersSent) return next(error);
    const status = typeof error?.status === 'number' && error.status < 500 ? error.status : 500;
    if (status === 500) options.logger?.error({ err: error }, 'a request of the playground failed');
    sendProblem(response, status, status === 500 ? 'Something went wrong' : 'The request could not be read');
  }) satisfies ErrorRequestHandler);
  return router;
}

function pageRouter(folder: string): Router {
  const router = Router();
  router.use((_request, response, next) => {
    if (existsSync(join(folder, 'index.html'))) next();
    else response.status(503).type('text/plain').send('The playground page is not built yet: run "npm run build".\n');
  });
  router.use(express.static(folder, { index: 'index.html' }));
  router.use((_request, response) => sendProblem(response, 404, 'There is no such page'));
  return router;
}

function apiRouter(slack: SlackStandIn): Router {
  const router = Router();
  const actions = new PageActions(slack);
  router.use((_request, response, next) => {
    response.set('cache-control', 'no-store');
    next();
  });
  router.use(express.json({ limit: '256kb', strict: true }));

  router.get('/state', (request, response) => {
    const user = askedUser(slack, request, response);
    if (user !== undefined) response.json(pageState(slack, user));
  });
  router.get('/events', (request, response) => {
    const user = askedUser(slack, request, response);
    if (user !== undefined) streamEvents(slack, user, response);
  });

  const post = <Schema extends z.ZodType>(
    path: string,
    schema: Schema,
    act: (body: z.infer<Schema>) => Promise<object>,
  ) =>
    router.post(path, async (request, response) => {
      if (!request.is('application/json')) {
        sendProblem(response, 415, 'Send application/json');
        return;
      }
      const parsed = schema.safeParse(request.body);
      if (parsed.success) response.json(await act(parsed.data));
      else sendProblem(response, 400, 'The request could not be read', describe(parsed.error));
    });
  post('/action', requests.action, (body) => actions.action(body));
  post('/view-submit', requests['view-submit'], (body) => actions.submitView(body));
  post('/view-close', requests['view-close'], (body) => actions.closeView(body));
  post('/command', requests.command, (body) => actions.command(body));
  post('/message', requests.message, (body) => actions.message(body));
  router.use((_request, response) => sendProblem(response, 404, 'There is no such call'));
  return router;
}

function describe(error: z.ZodError): string {
  return error.issues.map((issue) => `${issue.path.join('.') || 'body'}: ${issue.message}`).join('; ');
}

function askedUser(slack: SlackStandIn, request: Request, response: Response): string | undefined {
  const { user } = request.query;
  if (typeof user === 'string' && slack.workspace.users.has(user)) return user;
  sendProblem(response, 400, 'There is no such user', 'Name one as ?user=U…');
  return undefined;
}

function streamEvents(slack: SlackStandIn, user: string, response: Response): void {
  response.set({ 'content-type': 'text/event-stream', 'x-accel-buffering': 'no' });
  response.flushHeaders();
  const stop = followWorkspace(slack, user, (name, data) => {
    response.write(`event: ${name}\ndata: ${JSON.stringify(data)}\n\n`);
  });
  // Proxies and browsers give up on a stream that is silent for long.
  const heartbeat = setInterval(() => response.write(':\n\n'), HEARTBEAT_MS);
  response.on('close', () => {
    clearInterval(heartbeat);
    stop();
  });
}
