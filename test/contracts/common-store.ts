import { rm } from 'node:fs/promises';
import { type EmbeddedStore, startEmbeddedStore } from '../../src/storage/embedded/start.js';
import { scratchFolder } from '../support/scratch-folder.js';

/** Names the store of the whole run to Jest's workers. */
export const commonStore = 'TEST_COMMON_STORE';

let store: EmbeddedStore;
let dataDir: string;

/**
 * Jest's global set-up: one embedded store for all test files that need a database, but not a store of their own. One
 * that has worked for a while answers many times quicker than one that has just started.
 */
export default async function startCommonStore(): Promise<void> {
  dataDir = await scratchFolder('desk-');
  store = await startEmbeddedStore({ dataDir });
  process.env[commonStore] = store.uri;
}

export async function stopCommonStore(): Promise<void> {
  await store.close();
  await rm(dataDir, { recursive: true, force: true });
}
