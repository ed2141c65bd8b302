import type { TurnContext } from 'botbuilder';
import express, { type RequestHandler, type Response } from 'express';
import { type FieldIssue, fieldIssues } from '../application/field-problems.js';
import { PlatformUnavailable } from '../application/ports.js';
import type { Logger } from '../logger.js';
import { Activity, tenantOf } from './activity.js';
import { type DeskAdapter, NotAuthentic } from './adapter.js';
import { isServiceAddress, type TeamsSettings } from './settings.js';

/** Teams' own limit is lower; what is larger isn't from Teams. */
const bodyLimit = '256kb';

export type Fault =
  | 'body'
  | 'activity'
  | 'channel'
  | 'token'
  | 'tenant'
  | 'service-address'
  | 'method'
  | 'keys'
  | 'failed';
const statusOf: Readonly<Record<Fault, number>> = {
  body: 400,
  activity: 400,
  channel: 400,
  token: 401,
  tenant: 401,
  'service-address': 401,
  method: 405,
  keys: 503,
  failed: 500,
};

export type ReportProblem = (response: Response, status: number, fault: Fault, errors?: readonly FieldIssue[]) => void;

/**
 * `POST /api/messages`. In this order: is it an activity at all (400), does it carry a token of Microsoft's for this bot
 * (401), is it of our tenant and to be answered at an address of Microsoft's (401); only then anybody acts on it.
 *
 * @param options.problem answers with an error of that status; `errors` are the fields that keep something from being
 *   an activity
 */
export function messagesEndpoint(options: {
  readonly adapter: DeskAdapter;
  readonly settings: TeamsSettings;
  /** In tests: connectors elsewhere. */
  readonly isServiceAddress?: (address: string) => boolean;
  readonly run: (context: TurnContext) => Promise<void>;
  readonly authentic: (activity: Activity) => void;
  readonly problem: ReportProblem;
  readonly logger: Logger;
}): RequestHandler[] {
  const { adapter, settings, logger } = options;
  const isAllowed = options.isServiceAddress ?? ((address: string) => isServiceAddress(address, settings.kind));
  const refuse = (response: Response, fault: Fault, errors?: readonly FieldIssue[]) =>
    options.problem(response, statusOf[fault], fault, errors);

  const parse = express.json({ limit: bodyLimit });
  return [
    (request, response, next) => {
      if (request.method !== 'POST') return refuse(response, 'method');
      parse(request, response, (error) => (error ? refuse(response, 'body') : next()));
    },
    async (request, response) => {
      const parsed = Activity.safeParse(request.body);
      if (!parsed.success) {
        const issues = fieldIssues(Activity, parsed.error, request.body);
        const fields = issues.map(({ path }) => path.join('.'));
        logger.warn({ fields }, 'something that is no activity was posted to /api/messages');
        return refuse(response, 'activity', issues);
      }
      const activity = parsed.data;
      if (settings.kind === 'cloud' && activity.channelId !== 'msteams') return refuse(response, 'channel');
      try {
        const authenticated = await adapter.authenticate(activity as never, request.headers.authorization ?? '');
        if (!isAllowed(activity.serviceUrl)) {
          logger.warn({ serviceUrl: activity.serviceUrl }, 'a request to /api/messages names no address of Teams');
          return refuse(response, 'service-address');
        }
        const tenant = tenantOf(activity);
        if (settings.tenantId !== null && tenant !== settings.tenantId) {
          logger.warn({ tenant }, 'a request to /api/messages is of another tenant');
          return refuse(response, 'tenant');
        }
        options.authentic(activity);
        const answer = await adapter.run(authenticated, activity as never, options.run);
        if (answer?.body === undefined) response.status(answer?.status ?? 200).end();
        else response.status(answer.status).json(answer.body);
      } catch (error) {
        if (error instanceof NotAuthentic) {
          logger.warn({ reason: error.message }, 'a request to /api/messages is not from Teams');
          return refuse(response, 'token');
        }
        logger.error({ err: error }, 'an activity could not be handled');
        return refuse(response, error instanceof PlatformUnavailable ? 'keys' : 'failed');
      }
    },
  ];
}
