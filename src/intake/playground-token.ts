import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const fileIn = (dataDir: string) => join(dataDir, 'intake-token');

/** The intake token that a playground made for itself, for tools on the same machine; null when there is none. */
export function knownPlaygroundToken(dataDir: string): string | null {
  try {
    return readFileSync(fileIn(dataDir), 'utf8').trim() || null;
  } catch {
    return null;
  }
}

/**
 * The intake token of a playground without INTAKE_TOKEN: made once, and kept in a file that only this user can read,
 * so that `npm run rfi` works without setting anything.
 */
export function playgroundToken(dataDir: string, randomBytes: (count: number) => Uint8Array): string {
  const known = knownPlaygroundToken(dataDir);
  if (known) return known;
  const token = Buffer.from(randomBytes(24)).toString('base64url');
  mkdirSync(dataDir, { recursive: true });
  writeFileSync(fileIn(dataDir), `${token}\n`, { mode: 0o600 });
  return token;
}
