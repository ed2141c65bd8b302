import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError, WebAPIRequestError } from '@slack/web-api';
import { MessengerError, type MessengerProblem, PlatformUnavailable } from '../application/ports.js';

/** Slack can't be asked at the moment. */
export class SlackUnavailable extends PlatformUnavailable {
  override readonly name = 'SlackUnavailable';

  constructor(message: string, options?: ErrorOptions) {
    super('slack', message, options);
  }
}

/** Whether doing a call twice does it twice (`once`: a post) or comes to the same (`repeatable`). */
export type Repeatability = 'once' | 'repeatable';

/** The wait when Slack limits us without saying for how long. Its limits are counted per minute. */
const unstatedWaitMs = 30_000;

const limited = new Set(['ratelimited', 'rate_limited', 'message_limit_exceeded']);

const gone = new Set(['message_not_found', 'thread_not_found', 'cant_update_message']);

/** Slack says of these that part of the work may have been done before the error came up. */
const perhapsDone = new Set(['internal_error', 'fatal_error', 'update_failed']);

/** Refused for now, before anything was done. */
const passing = new Set([
  'service_unavailable',
  // The request's body was cut off on its way.
  'request_timeout',
  // The workspace is being moved into an organisation.
  'team_added_to_org',
  'org_login_required',
]);

/** The connection was never made, so Slack can't have seen the request. */
const neverSent = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);

/** The error code of Slack's answer (`channel_not_found`, …), or null when the error isn't an answer of the Web API. */
export function slackCode(error: unknown): string | null {
  if (!(error instanceof WebAPIPlatformError)) return null;
  // An answer that isn't JSON (a proxy's page, a cut connection) arrives with its whole text as the "code".
  return /^[a-z][a-z0-9_]{0,79}$/.test(String(error.data.error)) ? error.data.error : null;
}

/**
 * Translates whatever a Web API call threw into the one error that the dispatcher knows, with the original as cause.
 * What isn't recognised counts as a call of unknown fate: for a post that means looking before posting again.
 */
export function messengerError(error: unknown, repeatability: Repeatability): MessengerError {
  if (error instanceof MessengerError) return error;
  return new MessengerError(problemOf(error, repeatability), { cause: error });
}

function problemOf(error: unknown, repeatability: Repeatability): MessengerProblem {
  const doubt = (reason: string): MessengerProblem => ({
    kind: repeatability === 'once' ? 'fate-unknown' : 'temporary',
    reason,
  });

  if (error instanceof WebAPIRateLimitedError) {
    return { kind: 'rate-limited', retryAfterMs: Math.max(1, error.retryAfter) * 1000 };
  }
  if (error instanceof WebAPIHTTPError) {
    const reason = `http_${error.statusCode}`;
    // Slack answers with 200 and 429 only; any other 4xx is a proxy's refusal to pass the request on.
    return error.statusCode < 500 ? { kind: 'temporary', reason } : doubt(reason);
  }
  if (error instanceof WebAPIRequestError) {
    const code = networkCode(error.original);
    return neverSent.has(code) ? { kind: 'temporary', reason: code } : doubt(code);
  }
  if (error instanceof WebAPIPlatformError) {
    const code = slackCode(error);
    if (code === null) return doubt('not_json');
    if (limited.has(code)) {
      const seconds = error.data.response_metadata?.retryAfter;
      return { kind: 'rate-limited', retryAfterMs: seconds ? seconds * 1000 : unstatedWaitMs };
    }
    if (gone.has(code)) return { kind: 'message-gone' };
    if (perhapsDone.has(code)) return doubt(code);
    if (passing.has(code)) return { kind: 'temporary', reason: code };
    return { kind: 'impossible', reason: code };
  }
  return doubt(networkCode(error));
}

/** The system's code of a network fault, which `fetch` hides one or two causes deep; else the innermost error's name. */
function networkCode(error: unknown): string {
  let name = 'unknown';
  for (let at = error, depth = 0; at !== null && typeof at === 'object' && depth < 5; depth += 1) {
    if ('code' in at && typeof at.code === 'string') return at.code;
    if ('name' in at && typeof at.name === 'string') name = at.name;
    at = 'cause' in at ? at.cause : null;
  }
  return name;
}
