import { createHmac } from 'node:crypto';
import { Agent } from 'node:http';
import { post } from '../shared/http-post.js';
import { ACKNOWLEDGE_WITHIN_MS, type Delivered, type Overrides, type Payload, type Transport } from './delivery.js';

const MAX_SOCKETS = 200;

/** Delivers by signed HTTP requests, as Slack does without Socket Mode. */
export class HttpTransport implements Transport {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: MAX_SOCKETS });

  /** @param requestUrl asked at each delivery, as the app may start later than this */
  constructor(
    readonly requestUrl: () => string | undefined,
    readonly signingSecret: string,
  ) {}

  async deliver(payload: Payload, overrides: Overrides): Promise<Delivered> {
    const url = overrides.url ?? this.requestUrl();
    if (url === undefined) throw new Error('the stand-in does not know the request URL of the app yet');
    const { body, headers } = encode(payload, this.signingSecret, overrides);
    const withinMs = overrides.withinMs ?? ACKNOWLEDGE_WITHIN_MS;
    return { payload, ...(await post(url, { agent: this.#agent, headers, body, withinMs })) };
  }

  async close(): Promise<void> {
    this.#agent.destroy();
  }
}

function encode(payload: Payload, secret: string, overrides: Overrides) {
  const body = overrides.rawBody ?? encodeBody(payload);
  // The app compares with the real time, so an injected clock would only ever make signatures look stale.
  const timestamp = String(overrides.timestamp ?? Math.floor(Date.now() / 1000));
  const hash = createHmac('sha256', overrides.signingSecret ?? secret)
    .update(`v0:${timestamp}:${body}`)
    .digest('hex');
  const signature = overrides.signature === undefined ? `v0=${hash}` : overrides.signature;
  const properType = payload.kind === 'events_api' ? 'application/json' : 'application/x-www-form-urlencoded';
  return {
    body,
    headers: {
      'content-type': overrides.contentType ?? properType,
      'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
      'x-slack-request-timestamp': timestamp,
      ...(signature === null ? {} : { 'x-slack-signature': signature }),
      ...(overrides.retry
        ? { 'x-slack-retry-num': String(overrides.retry.num), 'x-slack-retry-reason': overrides.retry.reason }
        : {}),
      ...overrides.headers,
    },
  };
}

function encodeBody({ kind, body }: Payload): string {
  if (kind === 'events_api') return JSON.stringify(body);
  const form = new URLSearchParams();
  if (kind === 'interactive') form.set('payload', JSON.stringify(body));
  else for (const [key, value] of Object.entries(body)) form.set(key, String(value));
  return form.toString();
}
