import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Call, Calls } from '../../shared/calls.js';
import type { Faults } from '../../shared/faults.js';
import { isObject, parseLoosely } from '../../shared/json.js';
import { sendJson } from '../../shared/loopback-server.js';
import { ConnectorRefusal, refusalOf } from '../errors.js';
import type { Organisation } from '../organisation.js';
import type { RateLimits } from '../rate-limits.js';
import type { Answer, Parameters } from './operation.js';
import { findRoute } from './routes.js';

export interface ConnectorOptions {
  organisation: Organisation;
  serviceUrl: () => string;
  /** Whether this is a token for the connector; undefined lets everyone in. */
  accepts: ((token: string) => boolean) | undefined;
  /** Undefined when they are not enforced. */
  rateLimits: RateLimits | undefined;
  faults: Faults;
  calls: Calls;
  /** Called after every call that was answered or broken off. */
  done: () => void;
}

/** Carries out one call of the connector, mishaps included. */
export async function handleCall(
  options: ConnectorOptions,
  url: URL,
  request: IncomingMessage,
  body: string,
  response: ServerResponse,
): Promise<void> {
  const { calls, faults, organisation } = options;
  const found = findRoute(request.method ?? 'GET', url.pathname);
  const name = found?.name ?? `${request.method} ${url.pathname}`;
  const content = parseLoosely(body);
  const parameters: Parameters = {
    conversationId: '',
    activityId: '',
    memberId: '',
    teamId: '',
    ...found?.named,
    query: url.searchParams,
    body: isObject(content) ? content : {},
  };
  const args = { ...found?.named, ...(content === undefined ? {} : { body: content }) };
  const call = calls.add({ method: name, args, at: organisation.now(), applied: false });
  const answer = ({ status, body: said }: Answer, headers: Record<string, string> = {}) => {
    call.answer = { status, body: isObject(said) ? said : { value: said } };
    if (said === undefined) response.writeHead(status, headers).end();
    else sendJson(response, status, said, headers);
  };
  const fault = faults.take(name);
  try {
    switch (fault?.kind) {
      case 'rate-limit':
        answer(refusalOf('LimitExceeded'), { 'retry-after': String(fault.retryAfter) });
        return;
      case 'status':
        answer({ status: fault.status, body: { error: { code: 'ServiceError', message: 'Something failed.' } } });
        return;
      case 'refuse':
        answer(refusalOf(fault.error));
        return;
      case 'hang-up':
        request.socket.destroy();
        return;
    }
    if (fault?.kind === 'hold' && fault.when === 'before') await fault.hold.wait();
    const { result, headers } = carryOut(options, call, found, parameters, bearer(request));
    if (fault?.kind === 'hold' && fault.when === 'after') await fault.hold.wait();
    if (fault?.kind === 'drop-answer') request.socket.destroy();
    else answer(result, headers);
  } finally {
    options.done();
  }
}

function carryOut(
  options: ConnectorOptions,
  call: Call,
  found: ReturnType<typeof findRoute>,
  parameters: Parameters,
  token: string | undefined,
): { result: Answer; headers: Record<string, string> } {
  const { organisation, serviceUrl, calls } = options;
  const where = call.method;
  try {
    if (options.accepts && (token === undefined || !options.accepts(token))) throw new ConnectorRefusal('Unauthorized');
    if (!found) throw new ConnectorRefusal('NotFound');
    const wait = options.rateLimits?.take(found.sends ? laneOf(parameters) : undefined);
    if (wait !== undefined) {
      return { result: refusalOf('LimitExceeded'), headers: { 'retry-after': String(wait) } };
    }
    const warn = (error: string) => calls.violations.push({ where, error, messages: [] });
    const result = found.run(parameters, { organisation, serviceUrl, warn });
    call.applied = true;
    return { result, headers: {} };
  } catch (error) {
    if (!(error instanceof ConnectorRefusal)) throw error;
    if (error.isDefect) calls.violations.push({ where, error: error.code, messages: [...error.problems] });
    return { result: { status: error.status, body: error.body }, headers: {} };
  }
}

/** A thread is a conversation of its own; a new one counts for its channel. */
function laneOf({ conversationId, body }: Parameters): string {
  if (conversationId !== '') return conversationId;
  const data = isObject(body.channelData) ? body.channelData : {};
  return isObject(data.channel) ? String(data.channel.id) : JSON.stringify(body.members ?? '');
}

function bearer(request: IncomingMessage): string | undefined {
  return /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
}
