import type { IncomingMessage, ServerResponse } from 'node:http';
import { LoopbackServer, readBody, sendJson } from '../../shared/loopback-server.js';
import { ConnectorRefusal } from '../errors.js';
import { type ConnectorOptions, handleCall } from './handle-call.js';
import { identityRoute, type Registration } from './identity.js';

/** The HTTP side: the connector below `/v3/`, and the sign-in. Binds to loopback only. */
export class ConnectorServer {
  readonly #http: LoopbackServer;

  constructor(
    readonly options: ConnectorOptions,
    readonly registration: Registration,
    onError: (error: unknown) => void,
  ) {
    this.#http = new LoopbackServer(
      (request, response) => this.#serve(request, response),
      (error, response) => {
        onError(error);
        if (!response.headersSent) sendJson(response, 500, { error: { code: 'ServiceError', message: 'Failed.' } });
      },
    );
  }

  /** @returns the port */
  listen(port: number): Promise<number> {
    return this.#http.listen(port);
  }

  close(): Promise<void> {
    return this.#http.close();
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const origin = this.options.serviceUrl();
    const url = new URL(request.url ?? '/', origin);
    const body = await readBody(request);
    if (body === undefined) return sendJson(response, 413, new ConnectorRefusal('MessageSizeTooBig').body);
    const identity = identityRoute(this.registration, origin, url.pathname);
    if (!identity) return handleCall(this.options, url, request, body, response);
    return this.#identify(identity, body, response);
  }

  async #identify(
    { name, run }: NonNullable<ReturnType<typeof identityRoute>>,
    body: string,
    response: ServerResponse,
  ): Promise<void> {
    const { calls, faults, organisation, done } = this.options;
    const call = calls.add({ method: name, args: {}, at: organisation.now(), applied: false });
    const fault = faults.take(name);
    if (fault?.kind === 'hang-up' || fault?.kind === 'drop-answer') {
      response.destroy();
      return done();
    }
    if (fault?.kind === 'hold') await fault.hold.wait();
    const failing = fault?.kind === 'status' ? fault.status : fault && fault.kind !== 'hold' ? 500 : undefined;
    const answer = failing === undefined ? run(new URLSearchParams(body)) : { status: failing, body: {} };
    call.applied = answer.status === 200;
    // Tokens and keys stay out of the log.
    call.answer = { status: answer.status, body: {} };
    sendJson(response, answer.status, answer.body);
    done();
  }
}
