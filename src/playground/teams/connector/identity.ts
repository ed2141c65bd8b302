import type { Json } from '../../shared/json.js';
import { CONNECTOR_AUDIENCE, keySet, signToken } from '../tokens.js';
import type { Answer } from './operation.js';

export const OPENID_PATH = '/openid/.well-known/openidconfiguration';
const KEYS_PATH = '/openid/keys';
const TOKEN_LIFETIME_S = 3_600;

export interface Registration {
  tenantId: string;
  appId: string;
  password: string;
}

/**
 * What Microsoft's sign-in serves a bot: the keys by which it checks who calls it, and tokens for its own calls.
 *
 * @returns the name that faults know it by, and how to answer; undefined for any other path
 */
export function identityRoute(
  registration: Registration,
  origin: string,
  path: string,
): { name: 'openid' | 'token'; run: (form: URLSearchParams) => Answer } | undefined {
  if (path === OPENID_PATH) return { name: 'openid', run: () => ({ status: 200, body: metadata(origin) }) };
  if (path === KEYS_PATH) return { name: 'openid', run: () => ({ status: 200, body: keySet() }) };
  const [, tenant, rest] =
    /^\/([^/]+)\/(oauth2\/v2\.0\/token|v2\.0\/\.well-known\/openid-configuration)$/.exec(path) ?? [];
  if (tenant === undefined) return undefined;
  if (rest === 'oauth2/v2.0/token') return { name: 'token', run: (form) => issue(registration, tenant, form) };
  return { name: 'openid', run: () => ({ status: 200, body: directory(origin, tenant) }) };
}

function metadata(origin: string): Json {
  return {
    issuer: CONNECTOR_AUDIENCE,
    authorization_endpoint: `${origin}/invalid`,
    jwks_uri: `${origin}${KEYS_PATH}`,
    id_token_signing_alg_values_supported: ['RS256'],
    token_endpoint_auth_methods_supported: ['private_key_jwt'],
  };
}

function directory(origin: string, tenant: string): Json {
  return {
    issuer: `${origin}/${tenant}/v2.0`,
    token_endpoint: `${origin}/${tenant}/oauth2/v2.0/token`,
    authorization_endpoint: `${origin}/${tenant}/oauth2/v2.0/authorize`,
    jwks_uri: `${origin}${KEYS_PATH}`,
  };
}

function issue({ tenantId, appId, password }: Registration, tenant: string, form: URLSearchParams): Answer {
  const refuse = (status: number, error: string, description: string): Answer => ({
    status,
    body: { error, error_description: description },
  });
  if (tenant !== tenantId) return refuse(400, 'invalid_request', 'AADSTS90002: the tenant was not found.');
  if (form.get('grant_type') !== 'client_credentials') return refuse(400, 'unsupported_grant_type', 'AADSTS70003');
  if (form.get('client_id') !== appId) return refuse(400, 'unauthorized_client', 'AADSTS700016: no such application.');
  if (form.get('client_secret') !== password) return refuse(401, 'invalid_client', 'AADSTS7000215: invalid secret.');
  if (form.get('scope') !== `${CONNECTOR_AUDIENCE}/.default`) return refuse(400, 'invalid_scope', 'AADSTS70011');
  const now = Math.floor(Date.now() / 1000);
  const token = signToken({
    issuer: `https://sts.windows.net/${tenantId}/`,
    audience: CONNECTOR_AUDIENCE,
    notBefore: now,
    expires: now + TOKEN_LIFETIME_S,
    claims: { appid: appId, tid: tenantId },
  });
  return { status: 200, body: { token_type: 'Bearer', expires_in: TOKEN_LIFETIME_S, access_token: token } };
}
