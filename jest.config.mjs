// Tests run as compiled JavaScript (build/), so that they exercise native ES modules and real worker threads,
// and no transform stands between what is tested and what is shipped.
export default {
  rootDir: '.',
  roots: ['<rootDir>/build/test'],
  testMatch: ['**/*.test.js'],
  transform: {},
  globalSetup: '<rootDir>/build/test/contracts/common-store.js',
  globalTeardown: '<rootDir>/build/test/contracts/common-store-teardown.js',
  testEnvironment: '<rootDir>/scripts/node-environment.mjs',
  testTimeout: 60_000,
  // One more than the two cores of continuous integration: some tests wait, for processes and a browser that they start.
  maxWorkers: 3,
  // What a file has loaded is not wholly freed after it; a new worker costs half a second, collecting a full heap more.
  workerIdleMemoryLimit: '350MB',
  reporters: ['default', '<rootDir>/scripts/closing-line-reporter.mjs'],
};
