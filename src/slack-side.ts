import type { RequestHandler } from 'express';
import { MessengerError, type ProfileStore } from './application/ports.js';
import type { SlackConfig } from './config.js';
import { type HealthCheck, logProblems } from './health.js';
import { sendProblem } from './intake/problem.js';
import { deskTexts } from './locales/operator.js';
import type { Logger } from './logger.js';
import { connectSlack, type SlackConnection, type SlackWiring } from './slack/connect-slack.js';
import { slackHttpGuard } from './slack/http-guard.js';
import { identify, type SlackIdentity } from './slack/identity.js';
import { createSlackCheck } from './slack/self-check.js';
import { createWebClient } from './slack/web-client.js';

/** Slack, which may take its time to answer; everything else goes on meanwhile. */
export interface SlackSide {
  readonly check: HealthCheck;
  /** What Slack posts to us, in HTTP mode. */
  readonly handler: RequestHandler;
  /** Resolves when Slack has told us who we are; tries until then. Rejects when stopped before. */
  connect(): Promise<Pick<SlackConnection, 'messenger' | 'directory'>>;
  stop(): Promise<void>;
}

/** How long to wait before Slack is asked again who we are, in milliseconds: longer each time, up to the last. */
const retryAfter = [1_000, 2_000, 5_000, 10_000, 30_000];

export function slackSide(options: {
  readonly settings: SlackConfig;
  readonly profiles: ProfileStore;
  readonly desk: SlackWiring;
  readonly timeZone: string;
  readonly logger: Logger;
}): SlackSide {
  const { settings, profiles, desk, logger } = options;
  const { mode } = settings;
  const { answerWithinMs } = desk;
  const clientSettings = { slackApiUrl: settings.apiUrl ?? undefined, answerWithinMs, logger };
  const client = createWebClient(settings.botToken, clientSettings);
  // Signatures are checked against this process's clock, not the store's.
  const ownClock = { now: () => new Date() };
  const stopping = new AbortController();
  let connection: SlackConnection | null = null;

  const guard = slackHttpGuard(ownClock, (response, { status }) =>
    sendProblem(response, { status, detail: deskTexts.slackRequest[status] }),
  );
  const check = createSlackCheck({
    client,
    ...(mode.kind === 'http'
      ? { signingSecret: mode.signingSecret }
      : { appClient: createWebClient(mode.appToken, clientSettings) }),
    profiles,
    clock: ownClock,
  });
  return {
    check,
    handler: (request, response, next) =>
      guard(request, response, (error) => {
        if (error) next(error);
        else if (connection?.router) connection.router(request, response, next);
        // Slack asks again; by then it may have answered us.
        else sendProblem(response, { status: 503, detail: deskTexts.slackNotYet, retryAfterMs: 1_000 });
      }),
    async connect() {
      const identity = await untilIdentified(() => identify(client), stopping.signal, logger);
      connection = connectSlack({ ...options, identity, client, clientSettings });
      await connection.start();
      await logProblems(check, logger);
      return connection;
    },
    async stop() {
      stopping.abort();
      await connection?.stop();
    },
  };
}

/** @throws when stopped, with what Slack said last */
async function untilIdentified(
  ask: () => Promise<SlackIdentity>,
  stopping: AbortSignal,
  logger: Logger,
): Promise<SlackIdentity> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof MessengerError) || stopping.aborted) throw error;
      const { problem } = error;
      const reason = 'reason' in problem ? problem.reason : problem.kind;
      const text = problem.kind === 'impossible' ? deskTexts.slackRefuses(reason) : deskTexts.slackWaits(reason);
      logger.error({ reason }, text);
      await pause(retryAfter[Math.min(attempt, retryAfter.length - 1)] ?? 0, stopping);
      if (stopping.aborted) throw error;
    }
  }
}

/** Waits, but not for somebody who is stopping. */
function pause(ms: number, stopping: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    stopping.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
