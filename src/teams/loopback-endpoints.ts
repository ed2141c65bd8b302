import type { TeamsCloud } from './connect-teams.js';
import type { TeamsSettings } from './settings.js';

/** A Bot Framework on this machine: its connector, its keys and its sign-in. */
export interface LoopbackCloud {
  /** Where the connector answers; the only service address that is taken. */
  readonly origin: string;
  readonly openIdMetadataUrl: string;
  readonly tokenUrl: string;
  /** Where people open its client. */
  readonly webUrl: string;
  readonly organisation: {
    readonly tenantId: string;
    readonly bot: { readonly appId: string; readonly password: string };
  };
}

/** The bot as it is registered there. */
export function loopbackSettings({ organisation }: LoopbackCloud): Extract<TeamsSettings, { kind: 'cloud' }> {
  const { bot, tenantId } = organisation;
  return { kind: 'cloud', appId: bot.appId, appPassword: bot.password, tenantId };
}

interface Token {
  readonly text: string;
  /** When a new one is fetched, in milliseconds since the epoch. */
  readonly until: number;
}

/** How long before its end a token isn't used any more, in milliseconds. */
const marginMs = 60_000;

/**
 * Keys, issuer and tokens of a stand-in instead of Microsoft's, checked all the same. Tokens are fetched by client
 * credentials as Azure's own library would, which insists on https.
 */
export function loopbackEndpoints(cloud: LoopbackCloud): TeamsCloud {
  const { tenantId, bot } = cloud.organisation;
  const tokens = new Map<string, Promise<Token>>();
  const tokenFor = async (audience: string): Promise<string> => {
    const known = await tokens.get(audience);
    if (known && known.until > Date.now()) return known.text;
    const fetching = fetchToken(cloud, audience);
    tokens.set(audience, fetching);
    fetching.catch(() => tokens.delete(audience));
    return (await fetching).text;
  };
  return {
    openIdMetadataUrl: cloud.openIdMetadataUrl,
    issuer: 'https://api.botframework.com',
    loginUrl: `${cloud.origin}/${tenantId}`,
    oAuthScope: 'https://api.botframework.com',
    credentials: {
      isValidAppId: async (appId) => appId === bot.appId,
      isAuthenticationDisabled: async () => false,
      createCredentials: async (_appId, audience = '') => ({
        async signRequest(request) {
          request.headers.set('authorization', `Bearer ${await tokenFor(audience)}`);
          return request;
        },
      }),
    },
    isServiceAddress: (address) => address === cloud.origin,
    webUrl: () => cloud.webUrl,
  };
}

async function fetchToken({ tokenUrl, organisation: { bot } }: LoopbackCloud, audience: string): Promise<Token> {
  const body = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: bot.appId,
    client_secret: bot.password,
    scope: `${audience}/.default`,
  });
  const response = await fetch(tokenUrl, { method: 'POST', body });
  if (!response.ok) throw new Error(`no token: ${response.status}`);
  const answer = (await response.json()) as { readonly access_token: string; readonly expires_in: number };
  return { text: answer.access_token, until: Date.now() + answer.expires_in * 1000 - marginMs };
}
