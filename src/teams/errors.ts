import { MessengerError, type MessengerProblem, PlatformUnavailable } from '../application/ports.js';

/** Teams can't be asked at the moment. */
export class TeamsUnavailable extends PlatformUnavailable {
  override readonly name = 'TeamsUnavailable';

  constructor(message: string, options?: ErrorOptions) {
    super('teams', message, options);
  }
}

/** Whether doing a call twice does it twice (`once`: a post) or comes to the same (`repeatable`). */
export type Repeatability = 'once' | 'repeatable';

/** The wait when Teams limits us without saying for how long; its shortest window but one is this long. */
const unstatedWaitMs = 30_000;

/** The connection was never made, so nobody can have seen the request. */
const neverSent = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);

interface Answer {
  readonly status: number | null;
  /** The connector's own code, e.g. `BotNotInConversationRoster`; else the system's, or the error's name. */
  readonly code: string;
  readonly retryAfter: string | null;
}

/** What an error of the connector's client says (Azure's `RestError`: `statusCode`, `code`, `response.headers`). */
export function answerOf(error: unknown): Answer {
  const { statusCode, code, name, response, details } = (error ?? {}) as {
    statusCode?: unknown;
    code?: unknown;
    name?: unknown;
    response?: { headers?: { get?: (name: string) => string | undefined } };
    details?: { error?: { code?: unknown } };
  };
  const own = details?.error?.code ?? code;
  return {
    status: typeof statusCode === 'number' ? statusCode : null,
    code: typeof own === 'string' && /^[\w.-]{1,80}$/.test(own) ? own : String(name ?? 'unknown'),
    retryAfter: response?.headers?.get?.('retry-after') ?? null,
  };
}

/** Translates whatever a call threw into the one error that the dispatcher knows, with the original as cause. */
export function messengerError(error: unknown, repeatability: Repeatability): MessengerError {
  if (error instanceof MessengerError) return error;
  return new MessengerError(problemOf(answerOf(error), repeatability), { cause: error });
}

function problemOf({ status, code, retryAfter }: Answer, repeatability: Repeatability): MessengerProblem {
  const doubt = (reason: string): MessengerProblem => ({
    kind: repeatability === 'once' ? 'fate-unknown' : 'temporary',
    reason,
  });
  if (status === null) return neverSent.has(code) ? { kind: 'temporary', reason: code } : doubt(code);
  if (status === 429) {
    const seconds = Number(retryAfter);
    return { kind: 'rate-limited', retryAfterMs: seconds > 0 ? seconds * 1000 : unstatedWaitMs };
  }
  if (code === 'ActivityNotFoundInConversation') return { kind: 'message-gone' };
  // Teams: "Rate limiting", retry these; 412 is refused before anything is done.
  if (status === 412) return { kind: 'temporary', reason: code };
  // Our token was refused: it is fetched anew, and a wrong secret shows in the self-check.
  if (status === 401) return { kind: 'temporary', reason: code };
  if (status >= 500 || status === 408) return doubt(`http_${status}`);
  return { kind: 'impossible', reason: code };
}
