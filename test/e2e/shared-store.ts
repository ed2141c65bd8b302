import { randomUUID } from 'node:crypto';
import { afterAll } from '@jest/globals';
import { type Engine, startEmbedded } from '../contracts/stores.js';

let engine: Promise<Engine> | null = null;

afterAll(async () => {
  await (await engine)?.close();
  engine = null;
});

/**
 * Where a desk finds a database of its own: on one embedded store that all desks of a test file share, as starting a
 * store takes longer than starting the rest of a desk.
 */
export async function freshDatabase(): Promise<string> {
  engine ??= startEmbedded();
  const uri = new URL((await engine).uri);
  uri.pathname = `/t${randomUUID().replaceAll('-', '')}`;
  return uri.href;
}
