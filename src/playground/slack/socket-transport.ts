import { randomUUID } from 'node:crypto';
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Calls } from '../shared/calls.js';
import { isObject } from './blocks/check.js';
import { ACKNOWLEDGE_WITHIN_MS, type Delivered, type Overrides, type Payload, type Transport } from './delivery.js';
import type { Installation } from './model.js';

const PING_INTERVAL_MS = 10_000;
const FAREWELL_MS = 1_000;

/** Delivers over Socket Mode: WebSocket connections that the app opens with a ticket of `apps.connections.open`. */
export class SocketTransport implements Transport {
  readonly #sockets = new WebSocketServer({ noServer: true });
  readonly #tickets = new Set<string>();
  readonly #waiting = new Map<string, (content: unknown) => void>();
  /** Oldest first. */
  readonly #open: WebSocket[] = [];
  readonly #pings: NodeJS.Timeout;

  constructor(
    readonly server: Server,
    readonly installation: Installation,
    readonly calls: Calls,
    readonly changed: () => void,
  ) {
    server.on('upgrade', (request, socket, head) => this.#upgrade(request, socket, head));
    this.#pings = setInterval(() => {
      for (const socket of this.#open) socket.ping('Ping from the stand-in');
    }, PING_INTERVAL_MS);
    this.#pings.unref();
  }

  /** How many connections are open. */
  get connections(): number {
    return this.#open.length;
  }

  /** A ticket, good for one connection. */
  issueTicket(): string {
    const ticket = randomUUID();
    this.#tickets.add(ticket);
    return ticket;
  }

  deliver(payload: Payload, overrides: Overrides): Promise<Delivered> {
    const started = performance.now();
    const socket = this.#open.at(-1);
    const withinMs = overrides.withinMs ?? ACKNOWLEDGE_WITHIN_MS;
    const envelopeId = randomUUID();
    return new Promise((resolve) => {
      const finish = (outcome: Omit<Delivered, 'payload' | 'ms'>) => {
        clearTimeout(timer);
        this.#waiting.delete(envelopeId);
        resolve({ payload, ms: performance.now() - started, ...outcome });
      };
      const failed = (error: string) => finish({ acknowledged: false, status: 0, content: undefined, error });
      const timer = setTimeout(() => failed(`no acknowledgement within ${withinMs} ms`), withinMs);
      this.#waiting.set(envelopeId, (content) => finish({ acknowledged: true, status: 200, content }));
      if (!socket) {
        failed('the app has no connection open');
        return;
      }
      const { retry } = overrides;
      socket.send(
        JSON.stringify({
          type: payload.kind,
          envelope_id: envelopeId,
          payload: payload.body,
          accepts_response_payload: payload.kind !== 'events_api',
          ...(payload.kind === 'events_api'
            ? { retry_attempt: retry?.num ?? 0, retry_reason: retry?.reason ?? '' }
            : {}),
        }),
      );
    });
  }

  /** Asks every connection to reconnect, as Slack does every few hours; the app is expected to open a new one. */
  disconnect(reason: 'warning' | 'refresh_requested' | 'link_disabled' = 'refresh_requested'): void {
    for (const socket of this.#open) socket.send(JSON.stringify({ type: 'disconnect', reason }));
  }

  /** Breaks all connections off without a word. */
  terminate(): void {
    for (const socket of [...this.#open]) socket.terminate();
  }

  async close(): Promise<void> {
    clearInterval(this.#pings);
    // An app that is stopping too is in the middle of its own farewell; cutting that off leaves timers in its client.
    await Promise.all(this.#open.map(farewell));
    this.#sockets.close();
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const ticket = new URL(request.url ?? '/', 'ws://localhost').searchParams.get('ticket') ?? '';
    if (!this.#tickets.delete(ticket)) {
      socket.end('HTTP/1.1 401 Unauthorized\r\nconnection: close\r\n\r\n');
      return;
    }
    this.#sockets.handleUpgrade(request, socket, head, (opened) => this.#opened(opened));
  }

  #opened(socket: WebSocket): void {
    this.#open.push(socket);
    socket.on('message', (data) => this.#received(String(data)));
    socket.on('close', () => {
      this.#open.splice(this.#open.indexOf(socket), 1);
      this.changed();
    });
    socket.send(
      JSON.stringify({
        type: 'hello',
        num_connections: this.#open.length,
        connection_info: { app_id: this.installation.appId },
        debug_info: { host: 'stand-in', approximate_connection_time: 18_060 },
      }),
    );
    this.changed();
  }

  #received(text: string): void {
    const message = parse(text);
    const answer = isObject(message) ? this.#waiting.get(String(message.envelope_id)) : undefined;
    if (!isObject(message) || typeof message.envelope_id !== 'string') {
      this.calls.violations.push({ where: 'socket', error: 'a message that is no acknowledgement', messages: [] });
      this.changed();
    } else {
      // Late or repeated ones are no use to Slack, and no harm.
      answer?.(contentOf(message.payload));
    }
  }
}

/** Closes a connection in an orderly way, or after a while without. */
function farewell(socket: WebSocket): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => socket.terminate(), FAREWELL_MS);
    socket.once('close', () => {
      clearTimeout(timer);
      resolve();
    });
    socket.close(1001);
  });
}

/** The client sends `{}` for an empty acknowledgement and wraps a text as `{text}`. */
function contentOf(payload: unknown): unknown {
  return isObject(payload) && Object.keys(payload).length === 0 ? undefined : payload;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
