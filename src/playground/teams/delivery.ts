import { Agent } from 'node:http';
import { type Outcome, post } from '../shared/http-post.js';
import type { Json } from '../shared/json.js';
import { CONNECTOR_AUDIENCE, signToken } from './tokens.js';

/** Departures from a proper token; null sends none, a string is sent as it is. */
export type TokenOverride =
  | null
  | string
  | {
      audience?: string;
      issuer?: string;
      serviceUrl?: string;
      /** Seconds from now; negative for what is past. */
      expiresIn?: number;
      notBefore?: number;
      /** Announces a key that nobody knows. */
      unknownKey?: boolean;
      /** Announces the right key and is signed by another. */
      forged?: boolean;
    };

/** Departures from a proper delivery, for tests. */
export interface Overrides {
  /** Takes effect with tokens only, but for a string, which is always sent. */
  token?: TokenOverride;
  /** Set on the activity; a property that is undefined is left out of it. */
  activity?: Json;
  /** Claims to come from this organisation. */
  tenantId?: string;
  contentType?: string;
  /** Instead of the activity. */
  rawBody?: string;
  headers?: Record<string, string>;
  /** Another address than the app's. */
  url?: string;
  /** How long to wait for the answer. */
  withinMs?: number;
}

export interface Delivered extends Outcome {
  activity: Json;
}

/** The client gives up on an invoke then; a message has the connector's patience. */
const INVOKE_WITHIN_MS = 5_000;
const MESSAGE_WITHIN_MS = 15_000;
const MAX_SOCKETS = 200;
const TOKEN_LIFETIME_S = 3_600;

export interface DeliveryOptions {
  /** Asked at each delivery, as the app may start later than this. */
  requestUrl: () => string | undefined;
  serviceUrl: () => string;
  appId: string;
  /** Whether activities are signed; without, the app must run as if beside an emulator. */
  tokens: boolean;
}

/** Delivers activities to the app's messaging endpoint. */
export class Delivery {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: MAX_SOCKETS });
  #token: { text: string; until: number } | undefined;

  constructor(readonly options: DeliveryOptions) {}

  async deliver(proper: Json, overrides: Overrides = {}): Promise<Delivered> {
    const url = overrides.url ?? this.options.requestUrl();
    if (url === undefined) throw new Error('the stand-in does not know the request URL of the app yet');
    const activity = changed(proper, overrides);
    const token = this.#tokenFor(overrides.token);
    const invoke = activity.type === 'invoke';
    const outcome = await post(url, {
      agent: this.#agent,
      body: overrides.rawBody ?? JSON.stringify(activity),
      headers: {
        'content-type': overrides.contentType ?? 'application/json; charset=utf-8',
        'user-agent': 'Microsoft-SkypeBotApi (Microsoft-BotFramework/3.0)',
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...overrides.headers,
      },
      withinMs: overrides.withinMs ?? (invoke ? INVOKE_WITHIN_MS : MESSAGE_WITHIN_MS),
    });
    return { activity, ...outcome };
  }

  close(): void {
    this.#agent.destroy();
  }

  #tokenFor(override: TokenOverride | undefined): string | undefined {
    if (typeof override === 'string') return override;
    if (override === null || !this.options.tokens) return undefined;
    // Signing is dear; the connector, too, uses a token until it runs out.
    const now = Date.now();
    if (override) return this.#sign(override);
    if (!this.#token || this.#token.until < now) {
      this.#token = { text: this.#sign({}), until: now + (TOKEN_LIFETIME_S / 2) * 1000 };
    }
    return this.#token.text;
  }

  #sign(override: Exclude<TokenOverride, null | string>): string {
    const now = Math.floor(Date.now() / 1000);
    const expires = now + (override.expiresIn ?? TOKEN_LIFETIME_S);
    return signToken({
      issuer: override.issuer ?? CONNECTOR_AUDIENCE,
      audience: override.audience ?? this.options.appId,
      notBefore: override.notBefore === undefined ? Math.min(now, expires) - 60 : now + override.notBefore,
      expires,
      claims: { serviceurl: override.serviceUrl ?? this.options.serviceUrl() },
      ...(override.unknownKey ? { keyId: 'nobody-knows' } : {}),
      ...(override.forged ? { forged: true } : {}),
    });
  }
}

function changed(proper: Json, { activity = {}, tenantId }: Overrides): Json {
  const result = { ...proper, ...activity };
  if (tenantId === undefined) return result;
  return {
    ...result,
    conversation: { ...(result.conversation as Json), tenantId },
    channelData: { ...(result.channelData as Json), tenant: { id: tenantId } },
  };
}
