import { randomUUID } from 'node:crypto';
import type { Storage } from '../../src/storage/connect-storage.js';
import { commonEngine } from '../contracts/stores.js';

/** The address of a database that nobody else uses, on the store of the whole run. */
export function freshDatabase(): string {
  const uri = new URL(commonEngine().uri);
  uri.pathname = `/t${randomUUID().replaceAll('-', '')}`;
  return uri.href;
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
