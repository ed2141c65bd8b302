import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { Webhook } from 'standardwebhooks';

/** How far a signed message's time may lie from ours, either way (Standard Webhooks). */
const toleranceMs = 5 * 60_000;
/** A rotating sender signs with a few secrets; nobody signs with many. */
const mostSignatures = 10;

/** Different in each process, and known to nobody: the comparison of two digests then tells nothing about either. */
const comparisonKey = randomBytes(32);

/** Compares two texts in a time that depends neither on where they differ nor on the length of the secret one. */
export function sameSecret(given: string, secret: string): boolean {
  const digest = (text: string) => createHmac('sha256', comparisonKey).update(text).digest();
  return timingSafeEqual(digest(given), digest(secret));
}

/** The token of an `Authorization: Bearer` header; null for another scheme. */
export function bearerToken(authorization: string): string | null {
  return /^Bearer +(\S+) *$/i.exec(authorization)?.[1] ?? null;
}

export interface SignedMessage {
  readonly id: string;
  readonly signedAt: Date;
  readonly signatures: readonly string[];
}

/** The headers of a Standard Webhooks message; null when they are missing or malformed. */
export function signedMessage(headers: IncomingHttpHeaders): SignedMessage | null {
  const { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signature } = headers;
  if (typeof id !== 'string' || typeof timestamp !== 'string' || typeof signature !== 'string') return null;
  if (!/^[\x21-\x7e]{1,200}$/.test(id) || !/^\d{1,11}$/.test(timestamp)) return null;
  return {
    id,
    signedAt: new Date(Number(timestamp) * 1_000),
    signatures: signature.split(' ').slice(0, mostSignatures),
  };
}

export function isTimely({ signedAt }: SignedMessage, now: Date): boolean {
  return Math.abs(now.getTime() - signedAt.getTime()) <= toleranceMs;
}

/**
 * True when one of the signatures is right. The time is checked apart, by `isTimely`, because the package's own check
 * reads the wall clock.
 *
 * @param secret `whsec_…`
 */
export function isSignedBy(secret: string, { id, signedAt, signatures }: SignedMessage, body: Buffer): boolean {
  const expected = new Webhook(secret).sign(id, signedAt, body);
  // Every one is compared, so that the time doesn't tell which was right.
  return signatures.map((signature) => sameSecret(signature, expected)).includes(true);
}
