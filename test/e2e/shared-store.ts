import { randomUUID } from 'node:crypto';
import type { Storage } from '../../src/storage/connect-storage.js';
import { commonEngine, emptied } from '../contracts/stores.js';

/** The address of a database that nobody else uses, on the store of the whole run. */
export function freshDatabase(): string {
  const uri = new URL(commonEngine().uri);
  uri.pathname = `/t${randomUUID().replaceAll('-', '')}`;
  return uri.href;
}

/** What is kept of requests, messages and people's choices goes; what the desk wrote at its start stays. */
export const emptyDatabase = (database: Storage['database']): Promise<void> =>
  emptied(database, ['conversations', 'deadline-rules']);
