import { rmSync } from 'node:fs';
import { type EmbeddedStore, startEmbeddedStore } from '../../src/storage/embedded/start.js';
import { scratchFolder } from '../support/scratch-folder.js';

/** Names the store of the whole run to Jest's workers. */
export const commonStore = 'TEST_COMMON_STORE';

let store: EmbeddedStore;

/**
 * Jest's global set-up: one embedded store for all test files that need a database, but not a store of their own. One
 * that has worked for a while answers many times quicker than one that has just started.
 */
export default async function startCommonStore(): Promise<void> {
  const dataDir = await scratchFolder('desk-');
  // Also when the run is interrupted: it may lie in memory.
  process.once('exit', () => rmSync(dataDir, { recursive: true, force: true }));
  process.once('SIGTERM', () => process.exit(143));
  store = await startEmbeddedStore({ dataDir });
  process.env[commonStore] = store.uri;
}

export async function stopCommonStore(): Promise<void> {
  await store.close();
}
