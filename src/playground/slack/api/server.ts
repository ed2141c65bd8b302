import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isObject } from '../blocks/check.js';
import { SlackRefusal } from '../errors.js';
import type { Json } from '../model.js';
import type { ResponseUrls } from '../response-urls.js';
import { type ApiOptions, handleCall, noteViolation } from './handle-call.js';

const MAX_BODY_BYTES = 1_048_576;

/** The HTTP side: the Web API below `/api/` and the response URLs. Binds to loopback only. */
export class ApiServer {
  readonly server: Server;

  constructor(
    readonly options: ApiOptions,
    readonly responseUrls: ResponseUrls,
    onError: (error: unknown) => void,
  ) {
    this.server = createServer((request, response) => {
      this.#serve(request, response).catch((error: unknown) => {
        onError(error);
        if (!response.headersSent) send(response, 500, { ok: false, error: 'internal_error' });
      });
    });
  }

  /** @returns the port */
  async listen(port: number): Promise<number> {
    await new Promise<void>((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(port, '127.0.0.1', () => {
        this.server.off('error', reject);
        resolve();
      });
    });
    return (this.server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    if (!this.server.listening) return;
    const closed = new Promise<void>((resolve) => this.server.close(() => resolve()));
    this.server.closeAllConnections();
    await closed;
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // Apps read Slack's time off this header, so it follows the stand-in's clock.
    response.setHeader('date', new Date(this.options.environment.workspace.now()).toUTCString());
    const path = (request.url ?? '').split('?')[0] ?? '';
    const body = await read(request);
    if (body === undefined) return send(response, 413, { ok: false, error: 'request_too_large' });
    const method = /^\/api\/([\w.]+)$/.exec(path)?.[1];
    if (method !== undefined) return handleCall(this.options, method, request, body, response);
    if (this.responseUrls.has(path) && request.method === 'POST') return this.#respond(path, body, response);
    return send(response, 404, { ok: false, error: 'not_found' });
  }

  async #respond(path: string, body: string, response: ServerResponse): Promise<void> {
    const { calls, environment, done } = this.options;
    const args = parse(body);
    const call = calls.add({ method: 'response_url', args, at: environment.workspace.now(), applied: false });
    try {
      this.responseUrls.respond(path, args);
      call.applied = true;
      call.answer = { status: 200, body: { ok: true } };
    } catch (error) {
      if (!(error instanceof SlackRefusal)) throw error;
      noteViolation(calls, 'response_url', error);
      const gone = error.code === 'expired_url' || error.code === 'used_url';
      call.answer = { status: gone ? 404 : 400, body: { ok: false, error: error.code, ...error.details } };
    } finally {
      done();
    }
    send(response, call.answer.status, call.answer.body);
  }
}

function send(response: ServerResponse, status: number, body: Json): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' });
  response.end(JSON.stringify(body));
}

function parse(body: string): Json {
  try {
    const value: unknown = JSON.parse(body);
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}

/** The whole body, or undefined when it is too large. */
async function read(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length <= MAX_BODY_BYTES) chunks.push(chunk);
  }
  return length > MAX_BODY_BYTES ? undefined : Buffer.concat(chunks).toString('utf8');
}
