import { WebClient, type WebClientOptions } from '@slack/web-api';
import type { Logger } from '../logger.js';
import { libraryLogger } from './library-logger.js';

/**
 * Long enough for a slow answer of Slack, short enough to tell a waiting person that it didn't come; but never shorter
 * than Slack waits for the desk.
 */
const callTimeoutMs = 5_000;

/** What all clients of a desk have in common. */
export interface ClientSettings {
  /** Another Web API than Slack's own. */
  readonly slackApiUrl?: string | undefined;
  /** How long Slack waits for an answer of the desk, in milliseconds. */
  readonly answerWithinMs?: number;
  readonly logger: Logger;
}

/**
 * How every client of ours behaves; Bolt's `clientOptions` take the same.
 *
 * It never retries and never waits out a rate limit by itself: a person who waits for a form wants an answer now, and
 * the dispatcher has its own plan for when to try again.
 */
export function webClientOptions({ slackApiUrl, answerWithinMs = 0, logger }: ClientSettings): WebClientOptions {
  return {
    ...(slackApiUrl === undefined ? {} : { slackApiUrl }),
    allowAbsoluteUrls: false,
    timeout: Math.max(callTimeoutMs, answerWithinMs),
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logger: libraryLogger(logger, 'slack-web-api'),
  };
}

/** A client for one token (bot or app level). */
export function createWebClient(token: string, settings: ClientSettings): WebClient {
  return new WebClient(token, webClientOptions(settings));
}
