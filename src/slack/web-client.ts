import { WebClient, type WebClientOptions } from '@slack/web-api';
import type { Logger } from '../logger.js';
import { libraryLogger } from './library-logger.js';

/**
 * Long enough for a slow answer of Slack, short enough to tell a waiting person that it didn't come; but never shorter
 * than Slack waits for the desk.
 */
const callTimeoutMs = 5_000;

/**
 * How every client of ours behaves; Bolt's `clientOptions` take the same.
 *
 * It never retries and never waits out a rate limit by itself: a person who waits for a form wants an answer now, and
 * the dispatcher has its own plan for when to try again.
 *
 * @param options.slackApiUrl another Web API than Slack's own
 * @param options.answerWithinMs how long Slack waits for an answer of the desk, in milliseconds
 */
export function webClientOptions(options: {
  readonly slackApiUrl?: string | undefined;
  readonly answerWithinMs?: number;
  readonly logger: Logger;
}): WebClientOptions {
  return {
    ...(options.slackApiUrl === undefined ? {} : { slackApiUrl: options.slackApiUrl }),
    allowAbsoluteUrls: false,
    timeout: Math.max(callTimeoutMs, options.answerWithinMs ?? 0),
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logger: libraryLogger(options.logger, 'slack-web-api'),
  };
}

/** A client for one token (bot or app level). */
export function createWebClient(token: string, options: Parameters<typeof webClientOptions>[0]): WebClient {
  return new WebClient(token, webClientOptions(options));
}
