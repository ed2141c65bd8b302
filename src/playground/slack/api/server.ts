import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { LoopbackServer, readBody, sendJson } from '../../shared/loopback-server.js';
import { isObject } from '../blocks/check.js';
import { SlackRefusal } from '../errors.js';
import type { Json } from '../model.js';
import type { ResponseUrls } from '../response-urls.js';
import { type ApiOptions, handleCall, noteViolation } from './handle-call.js';

/** The HTTP side: the Web API below `/api/` and the response URLs. Binds to loopback only. */
export class ApiServer {
  readonly #http: LoopbackServer;

  constructor(
    readonly options: ApiOptions,
    readonly responseUrls: ResponseUrls,
    onError: (error: unknown) => void,
  ) {
    this.#http = new LoopbackServer(
      (request, response) => this.#serve(request, response),
      (error, response) => {
        onError(error);
        if (!response.headersSent) sendJson(response, 500, { ok: false, error: 'internal_error' });
      },
    );
  }

  get server(): Server {
    return this.#http.server;
  }

  /** @returns the port */
  listen(port: number): Promise<number> {
    return this.#http.listen(port);
  }

  close(): Promise<void> {
    return this.#http.close();
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // Apps read Slack's time off this header, so it follows the stand-in's clock.
    response.setHeader('date', new Date(this.options.environment.workspace.now()).toUTCString());
    const path = (request.url ?? '').split('?')[0] ?? '';
    const body = await readBody(request);
    if (body === undefined) return sendJson(response, 413, { ok: false, error: 'request_too_large' });
    const method = /^\/api\/([\w.]+)$/.exec(path)?.[1];
    if (method !== undefined) return handleCall(this.options, method, request, body, response);
    if (this.responseUrls.has(path) && request.method === 'POST') return this.#respond(path, body, response);
    return sendJson(response, 404, { ok: false, error: 'not_found' });
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
    sendJson(response, call.answer.status, call.answer.body);
  }
}

function parse(body: string): Json {
  try {
    const value: unknown = JSON.parse(body);
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}
