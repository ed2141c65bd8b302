import { createPublicKey, generateKeyPairSync, type KeyObject, sign, verify } from 'node:crypto';
import { isObject, type Json } from '../shared/json.js';

export const CONNECTOR_AUDIENCE = 'https://api.botframework.com';
const KEY_ID = 'stand-in-signing-key';

/** A pair of keys, made when it is first needed and once a process: it takes a good part of a second. */
function keyPair() {
  let pair: { publicKey: KeyObject; privateKey: KeyObject } | undefined;
  return () => {
    pair ??= generateKeyPairSync('rsa', { modulusLength: 2048 });
    return pair;
  };
}

const keys = keyPair();
const somebodyElses = keyPair();

/** The public half, as a JSON Web Key Set; endorsed for Teams as the real one is. */
export function keySet(): { keys: Json[] } {
  const { n, e } = createPublicKey(keys().privateKey).export({ format: 'jwk' });
  return { keys: [{ kty: 'RSA', use: 'sig', kid: KEY_ID, x5t: KEY_ID, n, e, endorsements: ['msteams'] }] };
}

/** What a token says and how it is signed; times are Unix seconds of the real clock. */
export interface TokenOptions {
  issuer: string;
  audience: string;
  notBefore: number;
  expires: number;
  /** Further claims. */
  claims?: Json;
  /** Announces a key that is not in the key set. */
  keyId?: string;
  /** Signed by somebody else's key. */
  forged?: boolean;
}

/** A JSON Web Token, RS256. */
export function signToken(options: TokenOptions): string {
  const header = { alg: 'RS256', typ: 'JWT', kid: options.keyId ?? KEY_ID };
  const payload = {
    iss: options.issuer,
    aud: options.audience,
    nbf: options.notBefore,
    iat: options.notBefore,
    exp: options.expires,
    ...options.claims,
  };
  const text = `${encode(header)}.${encode(payload)}`;
  const key = (options.forged ? somebodyElses : keys)().privateKey;
  return `${text}.${sign('RSA-SHA256', Buffer.from(text), key).toString('base64url')}`;
}

/** Whether it is a token of ours for the connector that has not run out. */
export function isConnectorToken(token: string, now: number): boolean {
  const [header = '', payload = '', signature = ''] = token.split('.');
  const genuine = verify(
    'RSA-SHA256',
    Buffer.from(`${header}.${payload}`),
    keys().publicKey,
    Buffer.from(signature, 'base64url'),
  );
  if (!genuine) return false;
  const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
  return isObject(claims) && claims.aud === CONNECTOR_AUDIENCE && Number(claims.exp) * 1000 > now;
}

const encode = (value: Json) => Buffer.from(JSON.stringify(value)).toString('base64url');
