import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A call as it came in; JSON arguments are parsed, everything else stays the text that was sent. */
export interface Call {
  readonly method: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly token: string;
}

export type Answer = Readonly<Record<string, unknown>> & { readonly headers?: Readonly<Record<string, string>> };

/** What happens to a call instead of an ordinary answer. */
export type Fault =
  | { readonly status: number; readonly retryAfter?: string; readonly body?: string }
  /** The connection breaks before the call took effect. */
  | 'hang-up'
  /** The connection breaks after the call took effect. */
  | 'lose-answer'
  | { readonly error: string };

/**
 * A Web API over real HTTP for the tests of single methods: refuses what isn't a form-encoded POST, unknown methods and
 * arguments that the handler's list doesn't have.
 */
export async function startFakeWebApi(
  handlers: Readonly<Record<string, { accepts: readonly string[]; answer: (call: Call) => Answer | Promise<Answer> }>>,
) {
  const calls: Call[] = [];
  const faults = new Map<string, Fault[]>();

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const method = (request.url ?? '').replace(/^\/api\//, '');
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const form = new URLSearchParams(Buffer.concat(chunks).toString());
    const args = Object.fromEntries(
      [...form].map(([key, value]) => [key, /^[[{]/.test(value) ? JSON.parse(value) : value]),
    );
    const call = { method, args, token: (request.headers.authorization ?? '').replace(/^Bearer /, '') };
    calls.push(call);

    const fault = faults.get(method)?.shift();
    if (fault === 'hang-up') return void response.destroy();
    if (typeof fault === 'object' && 'status' in fault) {
      response.writeHead(fault.status, fault.retryAfter === undefined ? {} : { 'retry-after': fault.retryAfter });
      return void response.end(fault.body ?? '');
    }
    const handler = handlers[method];
    const unknown = handler && Object.keys(args).filter((name) => !handler.accepts.includes(name));
    let answer: Answer;
    if (typeof fault === 'object') answer = { ok: false, error: fault.error };
    else if (request.method !== 'POST' || !handler) answer = { ok: false, error: 'unknown_method' };
    else if (unknown?.length) answer = { ok: false, error: 'invalid_arguments', unknown };
    else answer = await handler.answer(call);
    if (fault === 'lose-answer') return void response.destroy();
    const { headers, ...body } = answer;
    response
      .writeHead(200, { 'content-type': 'application/json', ...headers })
      .end(JSON.stringify({ ok: true, ...body }));
  }

  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => response.writeHead(500).end(String(error)));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/`,
    calls,
    callsOf: (method: string) => calls.filter((call) => call.method === method),
    /** The next calls of the method meet these, one each. */
    fail: (method: string, ...next: Fault[]) => faults.set(method, [...(faults.get(method) ?? []), ...next]),
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

export type FakeWebApi = Awaited<ReturnType<typeof startFakeWebApi>>;
