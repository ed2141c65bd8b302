// Not the package's index, which loads OpenAI's client and tokenizers as well: half of the start.
import { TeamsAdapter } from '@microsoft/teams-ai/lib/TeamsAdapter.js';
import type { Activity, InvokeResponse, TurnContext } from 'botbuilder';
import {
  AuthenticationError,
  type ConnectorClient,
  type ServiceClientCredentialsFactory,
} from 'botframework-connector';
import { TeamsUnavailable } from './errors.js';
import type { TeamsSettings } from './settings.js';

/** Another cloud than Microsoft's worldwide one, and tests. */
export interface TeamsEndpoints {
  readonly openIdMetadataUrl: string;
  readonly issuer: string;
  readonly loginUrl: string;
  readonly oAuthScope: string;
  /** Gives the bot its own tokens. */
  readonly credentials: ServiceClientCredentialsFactory;
}

/** The token of a request isn't one that Microsoft gave out for this bot. */
export class NotAuthentic extends Error {
  override readonly name = 'NotAuthentic';
}

/** What jsonwebtoken calls its findings; botbuilder passes some of them on as they are. */
const tokenFaults = new Set(['JsonWebTokenError', 'NotBeforeError', 'TokenExpiredError', 'SyntaxError']);

export type Authenticated = Awaited<ReturnType<DeskAdapter['botFrameworkAuthentication']['authenticateRequest']>>;

/**
 * The one place that knows botbuilder's adapter. Authentication and the turn are two steps here, so that a forged
 * token and a fault of ours are told apart; messages that nobody asked for go out through `connector`, where every
 * error arrives (inside `continueConversationAsync` they would be swallowed).
 */
export class DeskAdapter extends TeamsAdapter {
  readonly appId: string;
  readonly #connectors = new Map<string, Promise<ConnectorClient>>();

  constructor(settings: TeamsSettings, endpoints?: TeamsEndpoints) {
    const cloud = settings.kind === 'cloud';
    const appId = cloud ? settings.appId : '';
    super(
      {
        MicrosoftAppId: appId,
        ...(cloud
          ? {
              MicrosoftAppType: 'SingleTenant',
              MicrosoftAppPassword: settings.appPassword,
              MicrosoftAppTenantId: settings.tenantId,
            }
          : {}),
        ...(endpoints
          ? {
              ToBotFromChannelOpenIdMetadataUrl: endpoints.openIdMetadataUrl,
              ToBotFromEmulatorOpenIdMetadataUrl: endpoints.openIdMetadataUrl,
              ToBotFromChannelTokenIssuer: endpoints.issuer,
              ToChannelFromBotLoginUrl: endpoints.loginUrl,
              ToChannelFromBotOAuthScope: endpoints.oAuthScope,
              OAuthUrl: endpoints.loginUrl,
              ValidateAuthority: 'true',
              CallerId: '',
            }
          : {}),
      },
      endpoints?.credentials,
    );
    this.appId = appId;
  }

  /**
   * @throws NotAuthentic
   * @throws TeamsUnavailable when Microsoft's keys can't be fetched
   */
  async authenticate(activity: Partial<Activity>, header: string): Promise<Authenticated> {
    try {
      return await this.botFrameworkAuthentication.authenticateRequest(activity as Activity, header);
    } catch (error) {
      const { name } = error as Error;
      if (error instanceof AuthenticationError || tokenFaults.has(name)) {
        throw new NotAuthentic((error as Error).message, { cause: error });
      }
      throw new TeamsUnavailable('the keys of the Bot Framework could not be fetched', { cause: error });
    }
  }

  /** Runs one authenticated activity through `logic`; what an invoke is answered with. */
  run(
    authenticated: Authenticated,
    activity: Partial<Activity>,
    logic: (context: TurnContext) => Promise<void>,
  ): Promise<InvokeResponse | undefined> {
    return this.processActivity(authenticated, activity as Activity, logic);
  }

  /** A client for messages of our own accord; tokens are fetched and renewed by botbuilder. */
  connector(serviceUrl: string): Promise<ConnectorClient> {
    let made = this.#connectors.get(serviceUrl);
    if (!made) {
      made = this.#makeConnector(serviceUrl);
      this.#connectors.set(serviceUrl, made);
      made.catch(() => this.#connectors.delete(serviceUrl));
    }
    return made;
  }

  async #makeConnector(serviceUrl: string): Promise<ConnectorClient> {
    const factory = this.botFrameworkAuthentication.createConnectorFactory(this.createClaimsIdentity(this.appId));
    // Without an audience it takes its cloud's own, which the typings don't know.
    const client = await (factory.create as (url: string) => Promise<ConnectorClient>).call(factory, serviceUrl);
    withoutRetries(client);
    return client;
  }
}

/**
 * The dispatcher has its own plan for when to try again, and a waiting person wants an answer now: Azure's client would
 * repeat by itself, posts included, and wait out rate limits. Nor does it follow redirects, with the token in hand.
 */
function withoutRetries(connector: ConnectorClient): void {
  const { client } = connector as unknown as { client: { pipeline: Pipeline } };
  for (const { name } of client.pipeline.getOrderedPolicies()) {
    if (/retry|redirect/i.test(name)) client.pipeline.removePolicy({ name });
  }
}

interface Pipeline {
  getOrderedPolicies(): readonly { readonly name: string }[];
  removePolicy(options: { readonly name: string }): unknown;
}
