// Two costs of Jest's own environment that grow with the work done in it, taken out of it.
import { AsyncLocalStorage } from 'node:async_hooks';
import vm from 'node:vm';
import { TestEnvironment } from 'jest-environment-node';

// Jest's runner keeps an AsyncLocalStorage for every test file, and never disables it; as long as one is enabled, Node
// walks through it at the making of every promise. A worker that has run eighty files spends more on that than on the
// tests. So each is disabled with its file, as Node's documentation asks (AsyncLocalStorage, disable()).
const enabled = new Set();
const { run } = AsyncLocalStorage.prototype;
AsyncLocalStorage.prototype.run = function (...args) {
  enabled.add(this);
  return run.apply(this, args);
};

export default class extends TestEnvironment {
  constructor(...args) {
    // Jest makes its context of a proxy, and Node asks such an object at every use of a global (Buffer, Math, Array...),
    // which is forty times slower than an ordinary global object (Node's documentation, vm.constants.DONT_CONTEXTIFY).
    const { createContext } = vm;
    vm.createContext = () => createContext(vm.constants.DONT_CONTEXTIFY);
    try {
      super(...args);
    } finally {
      vm.createContext = createContext;
    }
  }

  async teardown() {
    await super.teardown();
    for (const storage of enabled) storage.disable();
    enabled.clear();
  }
}
