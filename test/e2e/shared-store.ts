import { randomUUID } from 'node:crypto';
import { afterAll } from '@jest/globals';
import type { Storage } from '../../src/storage/connect-storage.js';
import { type Engine, startEmbedded } from '../contracts/stores.js';

let engine: Promise<Engine> | null = null;
let used = 0;
let over = false;

async function closeUnused(): Promise<void> {
  if (!over || used > 0 || !engine) return;
  const last = engine;
  engine = null;
  await (await last).close();
}

// Hooks run in the order in which they were declared: a file's own, which stop its desks, come after this one.
afterAll(async () => {
  over = true;
  await closeUnused();
});

export interface FreshDatabase {
  readonly uri: string;
  release(): Promise<void>;
}

/**
 * A database for one desk, on one embedded store that all desks of a test file share: starting a store takes longer
 * than starting the rest of a desk.
 */
export async function freshDatabase(): Promise<FreshDatabase> {
  used += 1;
  engine ??= startEmbedded();
  const uri = new URL((await engine).uri);
  uri.pathname = `/t${randomUUID().replaceAll('-', '')}`;
  return {
    uri: uri.href,
    async release() {
      used -= 1;
      await closeUnused();
    },
  };
}

/** What is kept of requests, messages and people's choices goes; what the desk wrote at its start stays. */
export async function emptyDatabase(database: Storage['database']): Promise<void> {
  const kept = new Set(['conversations', 'deadline-rules']);
  const collections = await database.collections();
  await Promise.all(
    collections
      .filter(({ collectionName }) => !kept.has(collectionName))
      .map((collection) => collection.deleteMany({})),
  );
}
