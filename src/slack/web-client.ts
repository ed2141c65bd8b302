import { LogLevel, WebClient, type WebClientOptions } from '@slack/web-api';
import type { Logger } from '../logger.js';

/** Long enough for a slow answer of Slack, short enough to tell a waiting person that it didn't come. */
const callTimeoutMs = 5_000;

/**
 * How every client of ours behaves; Bolt's `clientOptions` take the same.
 *
 * It never retries and never waits out a rate limit by itself: a person who waits for a form wants an answer now, and
 * the dispatcher has its own plan for when to try again.
 *
 * @param slackApiUrl another Web API than Slack's own
 */
export function webClientOptions(options: {
  readonly slackApiUrl?: string | undefined;
  readonly logger: Logger;
}): WebClientOptions {
  return {
    ...(options.slackApiUrl === undefined ? {} : { slackApiUrl: options.slackApiUrl }),
    allowAbsoluteUrls: false,
    timeout: callTimeoutMs,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logger: warningsOnly(options.logger),
  };
}

/** A client for one token (bot or app level). */
export function createWebClient(
  token: string,
  options: { readonly slackApiUrl?: string | undefined; readonly logger: Logger },
): WebClient {
  return new WebClient(token, webClientOptions(options));
}

/** The client's debug lines hold whole requests, which are customers' data: only warnings and errors pass. */
function warningsOnly(logger: Logger): NonNullable<WebClientOptions['logger']> {
  return {
    debug: () => undefined,
    info: () => undefined,
    warn: (...parts) => logger.warn({ from: 'slack-web-api' }, parts.map(String).join(' ')),
    error: (...parts) => logger.error({ from: 'slack-web-api' }, parts.map(String).join(' ')),
    setLevel: () => undefined,
    getLevel: () => LogLevel.WARN,
    setName: () => undefined,
  };
}
