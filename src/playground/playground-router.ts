import { existsSync } from 'node:fs';
import { join } from 'node:path';
import express, { type ErrorRequestHandler, Router } from 'express';
import type { Logger } from '../logger.js';
import { loopbackOnly, sendProblem } from './loopback-only.js';
import { linkedMessage, pageOf, webPaths } from './message-links.js';
import type { Platforms } from './page-api.js';
import { slackPageRouter } from './slack/page-router.js';
import type { SlackStandIn } from './slack/stand-in.js';
import { teamsPageRouter } from './teams/page-router.js';
import type { TeamsStandIn } from './teams/stand-in.js';
import { WrittenMails } from './written-mails.js';

/** Who is behind the page; Teams only where it is stood in for. */
interface StandIns {
  slack: SlackStandIn;
  teams?: TeamsStandIn;
  /** Where e-mails lie that aren't sent. */
  mailFolder?: string;
}

const securityHeaders = {
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "frame-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
};

/** A mail is somebody else's page: nothing in it runs, nothing is fetched, and only our own page may show it. */
const mailHeaders = {
  'content-security-policy':
    "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'",
  'cache-control': 'no-store',
};

/**
 * `/playground`: the page, and the API that it talks to. For this machine only; everything else gets 403.
 *
 * @param options.pageFolder where the page was built to
 */
export function playgroundRouter(options: StandIns & { pageFolder: string; logger?: Logger }): Router {
  const router = Router();
  router.use('/playground', loopbackOnly, (_request, response, next) => {
    response.set(securityHeaders);
    next();
  });
  router.use('/playground/api', apiRouter(options));
  router.get([`${webPaths.slack}*path`, `${webPaths.teams}*path`], (request, response, next) => {
    const linked = linkedMessage(request.path);
    if (linked) response.redirect(pageOf(linked));
    else next();
  });
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

function apiRouter({ slack, teams, mailFolder }: StandIns): Router {
  const router = Router();
  const platforms: Platforms = { slack: true, teams: teams !== undefined, mails: mailFolder !== undefined };
  router.get('/platforms', (_request, response) => {
    response.set('cache-control', 'no-store').json(platforms);
  });
  if (mailFolder !== undefined) router.use('/mails', mailRouter(new WrittenMails(mailFolder)));
  if (teams) router.use('/teams', teamsPageRouter(teams));
  router.use(slackPageRouter(slack));
  router.use((_request, response) => sendProblem(response, 404, 'There is no such call'));
  return router;
}

function mailRouter(mails: WrittenMails): Router {
  const router = Router();
  router.get('/', async (_request, response) => {
    response.set('cache-control', 'no-store').json(await mails.list());
  });
  router.get('/:id', async (request, response) => {
    const html = await mails.html(request.params.id);
    if (html === undefined) sendProblem(response, 404, 'There is no such e-mail');
    else response.set(mailHeaders).type('html').send(html);
  });
  return router;
}
