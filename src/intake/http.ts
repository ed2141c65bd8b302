import { createHash } from 'node:crypto';
import express, {
  type ErrorRequestHandler,
  type Request,
  type RequestHandler,
  type Response,
  type Router,
} from 'express';
import { type Clock, StoreUnavailable } from '../application/ports.js';
import type { ReceiveReferral } from '../application/receive-referral.js';
import type { SeenWebhooks } from '../application/seen-webhooks.js';
import type { Logger } from '../logger.js';
import { bearerToken, isSignedBy, isTimely, type SignedMessage, sameSecret, signedMessage } from './credentials.js';
import { parseJsonBody } from './json-body.js';
import { parseRfi } from './parse-rfi.js';
import { type Problem, sendProblem } from './problem.js';
import { defaultRate, type Rate, TokenBucket } from './token-bucket.js';

/** Longest body, in bytes. */
export const longestBody = 256 * 1024;

export interface IntakeParts {
  /** At least one of them; the other is null. `signingSecret` is `whsec_…`. */
  readonly secrets: { readonly token: string | null; readonly signingSecret: string | null };
  readonly receive: ReceiveReferral;
  readonly seenWebhooks: SeenWebhooks;
  readonly clock: Clock;
  readonly logger: Logger;
  /** For each of the two credentials. */
  readonly rate?: Rate;
}

/** What stands between the steps of one request. */
interface Passed {
  /** Headers of a signed message whose signature is still to be checked, once the body is there. */
  signed?: SignedMessage;
}

/** The intake by HTTP: `POST /referrals` takes one RFI (docs/intake.md). */
export function intakeRouter({
  secrets,
  receive,
  seenWebhooks,
  clock,
  logger,
  rate = defaultRate,
}: IntakeParts): Router {
  const buckets = { bearer: new TokenBucket(rate), signature: new TokenBucket(rate) };
  const refuse = (response: Response, problem: Problem) => {
    logger.info({ status: problem.status, errors: problem.errors?.length ?? 0 }, 'RFI refused');
    sendProblem(response, problem);
  };
  const unauthorized = (response: Response, detail: string) =>
    refuse(response, {
      status: 401,
      detail,
      headers: secrets.token === null ? {} : { 'WWW-Authenticate': 'Bearer realm="intake"' },
    });
  /** Counts only requests that proved themselves, so that strangers can't use up a sender's share. */
  const admitted = (response: Response, bucket: TokenBucket) => {
    const retryAfterMs = bucket.take(clock.now());
    if (retryAfterMs > 0) refuse(response, { status: 429, detail: 'Too many requests; slow down.', retryAfterMs });
    return retryAfterMs === 0;
  };

  const checkHeaders: RequestHandler = (request, response: Response<unknown, Passed>, next) => {
    const { authorization } = request.headers;
    const signed = signedMessage(request.headers);
    if (authorization !== undefined && secrets.token !== null) {
      const token = bearerToken(authorization);
      if (token === null || !sameSecret(token, secrets.token))
        return unauthorized(response, 'The bearer token is wrong.');
      if (!admitted(response, buckets.bearer)) return;
    } else if (signed && secrets.signingSecret !== null) {
      if (!isTimely(signed, clock.now())) {
        return unauthorized(
          response,
          'The timestamp of the signature is more than five minutes away from the time here.',
        );
      }
      response.locals.signed = signed;
    } else {
      return unauthorized(response, `Send ${accepted(secrets)}.`);
    }
    if (!isJson(request.headers['content-type'])) {
      return refuse(response, { status: 415, detail: 'Send application/json in UTF-8.' });
    }
    next();
  };

  const checkSignature: RequestHandler = (request, response: Response<unknown, Passed>, next) => {
    const { signed } = response.locals;
    if (!signed || secrets.signingSecret === null) return next();
    if (!isSignedBy(secrets.signingSecret, signed, bodyOf(request))) {
      return unauthorized(response, 'The signature is wrong.');
    }
    if (admitted(response, buckets.signature)) next();
  };

  const takeIn: RequestHandler = async (request, response: Response<unknown, Passed>) => {
    const { signed } = response.locals;
    const body = bodyOf(request);
    const json = parseJsonBody(body);
    if (!json.ok) return refuse(response, { status: 400, detail: json.detail });

    const bodyHash = createHash('sha256').update(body).digest('hex');
    const parsed = parseRfi(json.value, signed ? `webhook:${signed.id}` : `body:${bodyHash}`);
    if (!parsed.ok) return refuse(response, invalid(parsed.issues));

    if (signed && (await seenWebhooks.remember(signed.id, bodyHash, clock.now())) === 'other') {
      return refuse(response, { status: 409, detail: 'This webhook-id came before, with another body.' });
    }
    const answer = await receive(parsed.incoming);
    if (answer.kind === 'unknown') return refuse(response, invalid(parsed.issues));
    const { id, code } = answer.referral;
    const duplicate = answer.kind === 'duplicate';
    logger.info({ referral: id, code, duplicate }, 'RFI received');
    response.status(202).set('Cache-Control', 'no-store').json({ id, code, duplicate });
  };

  // Express knows an error handler by its four parameters.
  const answerFault: ErrorRequestHandler = (error, _request, response, _next) => {
    const fault = problemOf(error);
    if (fault.status === 500) logger.error({ error: nameAndPlace(error) }, 'intake failed');
    else
      logger.warn({ status: fault.status, error: error instanceof Error ? error.name : typeof error }, 'RFI not taken');
    if (response.headersSent) response.destroy();
    else sendProblem(response, fault);
  };

  const router = express.Router();
  const readBody = express.raw({ type: () => true, limit: longestBody, inflate: false });
  router.post('/referrals', checkHeaders, readBody, checkSignature, takeIn);
  router.all('/referrals', (_request, response) =>
    refuse(response, { status: 405, detail: 'Use POST.', headers: { Allow: 'POST' } }),
  );
  router.use(answerFault);
  return router;
}

/** What a sender may prove itself with, in words. */
function accepted({ token, signingSecret }: IntakeParts['secrets']): string {
  return [
    token !== null && 'the header "Authorization: Bearer …"',
    signingSecret !== null && 'a Standard Webhooks signature (webhook-id, webhook-timestamp, webhook-signature)',
  ]
    .filter(Boolean)
    .join(', or ');
}

/** Without a body, Express leaves `request.body` undefined. */
const bodyOf = (request: Request): Buffer => (Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0));

function isJson(contentType: string | undefined): boolean {
  const [type = '', ...parameters] = (contentType ?? '').toLowerCase().split(';');
  const charset = parameters
    .map((parameter) => /^\s*charset\s*=\s*"?([^"\s]*)"?\s*$/.exec(parameter)?.[1])
    .find(Boolean);
  return type.trim() === 'application/json' && (charset === undefined || charset === 'utf-8' || charset === 'utf8');
}

const invalid = (errors: NonNullable<Problem['errors']>): Problem => ({
  status: 422,
  detail: 'The RFI has fields that are wrong; nothing was stored.',
  errors,
});

/** Faults on the way: of the store, or of reading the body (whose errors carry the status they call for). */
function problemOf(error: unknown): Problem {
  if (error instanceof StoreUnavailable) {
    return { status: 503, detail: 'The store is not available; try again in a moment.', retryAfterMs: 5_000 };
  }
  const status = (error as { status?: unknown } | null)?.status;
  if (status === 413) return { status, detail: `The body is longer than ${longestBody / 1024} KB.` };
  if (status === 415) return { status, detail: 'Send the body without a content encoding.' };
  if (status === 400) return { status, detail: 'The body did not arrive completely.' };
  return { status: 500, detail: 'Something went wrong here; it has been noted.' };
}

/** What is safe to log of a defect: messages may quote a customer. */
function nameAndPlace(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const places = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return [error.name, ...places.slice(0, 10)].join('\n');
}
