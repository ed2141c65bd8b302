import type { Request, Response, Router } from 'express';
import { sendProblem } from '../loopback-only.js';
import { jsonRouter, onPost, streamEvents } from '../shared/page-routes.js';
import type { TeamsUser } from './model.js';
import { TeamsPageActions } from './page-actions.js';
import { followTeams } from './page-events.js';
import { requests } from './page-requests.js';
import { pageState } from './page-state.js';
import type { TeamsStandIn } from './stand-in.js';

/** The API of the page's Teams column (teams-page-api.ts). */
export function teamsPageRouter(teams: TeamsStandIn): Router {
  const router = jsonRouter();
  const actions = new TeamsPageActions(teams);
  router.get('/state', (request, response) => {
    const user = askedUser(teams, request, response);
    if (user) response.json(pageState(teams, user));
  });
  router.get('/events', (request, response) => {
    const user = askedUser(teams, request, response);
    if (user) streamEvents(response, (send) => followTeams(teams, user, send));
  });
  onPost(router, '/action', requests.action, (body) => actions.action(body));
  onPost(router, '/dialog-submit', requests['dialog-submit'], (body) => actions.submitDialog(body));
  onPost(router, '/dialog-close', requests['dialog-close'], (body) => actions.closeDialog(body));
  onPost(router, '/message', requests.message, (body) => actions.message(body));
  return router;
}

function askedUser(teams: TeamsStandIn, request: Request, response: Response): TeamsUser | undefined {
  const { user } = request.query;
  const found = typeof user === 'string' ? teams.organisation.findUser(user) : undefined;
  if (!found) sendProblem(response, 400, 'There is no such user', 'Name one as ?user=someone@…');
  return found;
}
