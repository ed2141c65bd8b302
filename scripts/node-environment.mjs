// Jest's runner keeps an AsyncLocalStorage for every test file, and never disables it; as long as one is enabled, Node
// walks through it at the making of every promise. A worker that has run eighty files spends more on that than on the
// tests. So each is disabled with its file, as Node's documentation asks (AsyncLocalStorage, disable()).
import { AsyncLocalStorage } from 'node:async_hooks';
import { TestEnvironment } from 'jest-environment-node';

const enabled = new Set();
const { run } = AsyncLocalStorage.prototype;
AsyncLocalStorage.prototype.run = function (...args) {
  enabled.add(this);
  return run.apply(this, args);
};

export default class extends TestEnvironment {
  async teardown() {
    await super.teardown();
    for (const storage of enabled) storage.disable();
    enabled.clear();
  }
}
