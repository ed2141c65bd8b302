import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError, WebAPIRequestError } from '@slack/web-api';
import { MessengerError, type MessengerProblem } from '../../src/application/ports.js';
import { messengerError, slackCode } from '../../src/slack/errors.js';

const answer = (error: string, retryAfter?: number) =>
  new WebAPIPlatformError({ ok: false, error, ...(retryAfter ? { response_metadata: { retryAfter } } : {}) });
const network = (code: string) =>
  new WebAPIRequestError(new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code }) }));
const http = (status: number) => new WebAPIHTTPError(status, '', {}, '<html>');
const timeout = () => new WebAPIRequestError(Object.assign(new Error('aborted'), { name: 'TimeoutError' }));

const impossible = (reason: string): MessengerProblem => ({ kind: 'impossible', reason });
const temporary = (reason: string): MessengerProblem => ({ kind: 'temporary', reason });
const limited = (retryAfterMs: number): MessengerProblem => ({ kind: 'rate-limited', retryAfterMs });
const gone: MessengerProblem = { kind: 'message-gone' };

describe('errors that mean the same for a post and for what may be repeated', () => {
  test.each<[string, unknown, MessengerProblem]>([
    ['429 with Retry-After', new WebAPIRateLimitedError(12), limited(12_000)],
    ['429 with Retry-After: 0 still waits', new WebAPIRateLimitedError(0), limited(1_000)],
    ['ratelimited as an answer', answer('ratelimited', 3), limited(3_000)],
    ['ratelimited without a time', answer('rate_limited'), limited(30_000)],
    ['message_not_found', answer('message_not_found'), gone],
    ['thread_not_found', answer('thread_not_found'), gone],
    ['cant_update_message', answer('cant_update_message'), gone],
    ...[
      'channel_not_found',
      'not_in_channel',
      'is_archived',
      'restricted_action',
      'invalid_auth',
      'account_inactive',
      'missing_scope',
      'token_revoked',
      'invalid_blocks',
      'msg_too_long',
      'a_code_that_nobody_knows_yet',
    ].map((code): [string, unknown, MessengerProblem] => [code, answer(code), impossible(code)]),
    ['service_unavailable', answer('service_unavailable'), temporary('service_unavailable')],
    ['request_timeout', answer('request_timeout'), temporary('request_timeout')],
    ['no connection', network('ECONNREFUSED'), temporary('ECONNREFUSED')],
    ['no such host', network('ENOTFOUND'), temporary('ENOTFOUND')],
    ['connecting took too long', network('UND_ERR_CONNECT_TIMEOUT'), temporary('UND_ERR_CONNECT_TIMEOUT')],
    ['an untrusted certificate', network('SELF_SIGNED_CERT_IN_CHAIN'), temporary('SELF_SIGNED_CERT_IN_CHAIN')],
    ['a proxy that refuses', http(407), temporary('http_407')],
  ])('%s', (_name, error, expected) => {
    expect(messengerError(error, 'once').problem).toEqual(expected);
    expect(messengerError(error, 'repeatable').problem).toEqual(expected);
  });
});

describe('errors after which a post may have happened', () => {
  test.each<[string, unknown, string]>([
    ['a timeout', timeout(), 'TimeoutError'],
    ['a reset connection', network('ECONNRESET'), 'ECONNRESET'],
    ['a closed connection', network('UND_ERR_SOCKET'), 'UND_ERR_SOCKET'],
    ['500', http(500), 'http_500'],
    ['502', http(502), 'http_502'],
    ['internal_error', answer('internal_error'), 'internal_error'],
    ['fatal_error', answer('fatal_error'), 'fatal_error'],
    ['an answer that is not JSON', answer('<html>Bad gateway</html>'), 'not_json'],
    ['an answer that is empty', answer(''), 'not_json'],
    ['an answer cut off on its way', new TypeError('terminated'), 'TypeError'],
    ['something that is no error at all', 'broken', 'unknown'],
  ])('%s', (_name, error, reason) => {
    expect(messengerError(error, 'once').problem).toEqual({ kind: 'fate-unknown', reason });
    expect(messengerError(error, 'repeatable').problem).toEqual({ kind: 'temporary', reason });
  });
});

test('the original stays as the cause, and what is translated already is left alone', () => {
  const original = answer('is_archived');
  const translated = messengerError(original, 'once');
  expect(translated).toBeInstanceOf(MessengerError);
  expect(translated.cause).toBe(original);
  expect(messengerError(translated, 'repeatable')).toBe(translated);
});

test('slackCode reads Slack’s answers only', () => {
  expect(slackCode(answer('is_archived'))).toBe('is_archived');
  expect(slackCode(answer('<html>'))).toBeNull();
  expect(slackCode(timeout())).toBeNull();
});
