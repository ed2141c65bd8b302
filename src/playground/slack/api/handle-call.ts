import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Call, Calls } from '../../shared/calls.js';
import type { Faults } from '../../shared/faults.js';
import { isObject } from '../blocks/check.js';
import { SlackRefusal } from '../errors.js';
import type { Json } from '../model.js';
import { parseArguments } from './arguments.js';
import { type Environment, needScope } from './method.js';
import { methods } from './methods.js';

/** Refusals that can happen to a correct app; all others show a defect and are kept as violations. */
const circumstances = new Set([
  'account_inactive',
  'channel_not_found',
  'exchanged_trigger_id',
  'expired_trigger_id',
  'expired_url',
  'hash_conflict',
  'internal_error',
  'invalid_auth',
  'invalid_trigger_id',
  'is_archived',
  'message_not_found',
  'not_authed',
  'not_found',
  'not_in_channel',
  'ratelimited',
  'thread_not_found',
  'used_url',
  'user_not_found',
  'user_not_in_channel',
  'users_not_found',
]);

export interface ApiOptions {
  environment: Environment;
  tokens: { bot: string; app: string };
  enforceRateLimits: boolean;
  faults: Faults;
  calls: Calls;
  /** Called after every call that was answered or broken off. */
  done: () => void;
}

/** Carries out one call of the Web API, mishaps included. */
export async function handleCall(
  options: ApiOptions,
  name: string,
  request: IncomingMessage,
  body: string,
  response: ServerResponse,
): Promise<void> {
  const { calls, faults, environment } = options;
  const raw = parseBody(request.headers['content-type'] ?? '', body);
  const { token: sentToken, ...args } = raw;
  const call = calls.add({ method: name, args: readable(args), at: environment.workspace.now(), applied: false });
  const fault = faults.take(name);
  const answer = (status: number, content: Json, headers: Record<string, string> = {}) => {
    call.answer = { status, body: content };
    response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers });
    response.end(JSON.stringify(content));
  };
  try {
    switch (fault?.kind) {
      case 'rate-limit':
        answer(429, { ok: false, error: 'ratelimited' }, { 'retry-after': String(fault.retryAfter) });
        return;
      case 'status':
        answer(fault.status, { ok: false, error: 'internal_error' });
        return;
      case 'refuse':
        answer(200, { ok: false, error: fault.error });
        return;
      case 'hang-up':
        request.socket.destroy();
        return;
    }
    if (fault?.kind === 'hold' && fault.when === 'before') await fault.hold.wait();
    const token = bearer(request) ?? (typeof sentToken === 'string' ? sentToken : undefined);
    const { content, headers, status } = carryOut(options, call, name, args, token);
    if (fault?.kind === 'hold' && fault.when === 'after') await fault.hold.wait();
    if (fault?.kind === 'drop-answer') request.socket.destroy();
    else answer(status, content, headers);
  } finally {
    options.done();
  }
}

function carryOut(options: ApiOptions, call: Call, name: string, args: Json, token: string | undefined) {
  const { environment } = options;
  const headers = { 'x-oauth-scopes': [...environment.scopes].join(',') };
  try {
    const method = Object.hasOwn(methods, name) ? methods[name] : undefined;
    if (!method) throw new SlackRefusal('unknown_method', { req_method: name });
    checkToken(options, token, method.token ?? 'bot');
    const lane = typeof args.channel === 'string' ? args.channel : '';
    const wait = options.enforceRateLimits ? environment.rateLimits.take(name, method.tier, lane) : undefined;
    if (wait !== undefined) {
      const content = { ok: false, error: 'ratelimited' };
      return { status: 429, content, headers: { ...headers, 'retry-after': String(wait) } };
    }
    if (method.scope !== undefined) needScope(environment, method.scope);
    const result = method.run(parseArguments(method, args), environment);
    call.applied = true;
    return { status: 200, content: { ok: true, ...result }, headers };
  } catch (error) {
    if (!(error instanceof SlackRefusal)) throw error;
    noteViolation(options.calls, name, error);
    return { status: 200, content: { ok: false, error: error.code, ...error.details }, headers };
  }
}

/** Keeps a refusal that a correct app would not have got. */
export function noteViolation(calls: Calls, where: string, refusal: SlackRefusal): void {
  if (circumstances.has(refusal.code)) return;
  const metadata = refusal.details.response_metadata;
  const messages = isObject(metadata) && Array.isArray(metadata.messages) ? metadata.messages.map(String) : [];
  calls.violations.push({ where, error: refusal.code, messages });
}

function checkToken({ tokens }: ApiOptions, token: string | undefined, kind: 'bot' | 'app'): void {
  if (token === undefined || token === '') throw new SlackRefusal('not_authed');
  if (token === tokens[kind]) return;
  const other = token === tokens.bot || token === tokens.app;
  throw new SlackRefusal(other ? 'not_allowed_token_type' : 'invalid_auth');
}

function bearer(request: IncomingMessage): string | undefined {
  return /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
}

function parseBody(contentType: string, body: string): Json {
  if (contentType.startsWith('application/json')) {
    try {
      const value: unknown = JSON.parse(body);
      return isObject(value) ? value : {};
    } catch {
      return {};
    }
  }
  return Object.fromEntries(new URLSearchParams(body));
}

/** The arguments as a test wants to read them: JSON strings of a form as what they say. */
function readable(args: Json): Json {
  return Object.fromEntries(
    Object.entries(args).map(([key, value]) => {
      if (typeof value !== 'string' || !/^[[{]/.test(value)) return [key, value];
      try {
        return [key, JSON.parse(value)];
      } catch {
        return [key, value];
      }
    }),
  );
}
