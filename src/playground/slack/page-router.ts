import type { Request, Response, Router } from 'express';
import { sendProblem } from '../loopback-only.js';
import { requests } from '../page-requests.js';
import { jsonRouter, onPost, streamEvents } from '../shared/page-routes.js';
import { PageActions } from './page-actions.js';
import { followWorkspace } from './page-events.js';
import { pageState } from './page-state.js';
import type { SlackStandIn } from './stand-in.js';

/** The API of the page's Slack column (page-api.ts). */
export function slackPageRouter(slack: SlackStandIn): Router {
  const router = jsonRouter();
  const actions = new PageActions(slack);
  router.get('/state', (request, response) => {
    const user = askedUser(slack, request, response);
    if (user !== undefined) response.json(pageState(slack, user));
  });
  router.get('/events', (request, response) => {
    const user = askedUser(slack, request, response);
    if (user !== undefined) streamEvents(response, (send) => followWorkspace(slack, user, send));
  });
  onPost(router, '/action', requests.action, (body) => actions.action(body));
  onPost(router, '/view-submit', requests['view-submit'], (body) => actions.submitView(body));
  onPost(router, '/view-close', requests['view-close'], (body) => actions.closeView(body));
  onPost(router, '/command', requests.command, (body) => actions.command(body));
  onPost(router, '/message', requests.message, (body) => actions.message(body));
  return router;
}

function askedUser(slack: SlackStandIn, request: Request, response: Response): string | undefined {
  const { user } = request.query;
  if (typeof user === 'string' && slack.workspace.users.has(user)) return user;
  sendProblem(response, 400, 'There is no such user', 'Name one as ?user=U…');
  return undefined;
}
