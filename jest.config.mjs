// Tests run as compiled JavaScript (build/) in plain Node processes, so that they exercise native ES modules and real
// worker threads, and neither a transform nor a virtual environment stands between what is tested and what is shipped.
// A module is loaded once a process, not once a file: what one keeps, the files of a process share.
export default {
  rootDir: '.',
  roots: ['<rootDir>/build/test'],
  testMatch: ['**/*.test.js'],
  runner: '<rootDir>/scripts/test-runner.mjs',
  // Else each process loads Babel, for nothing.
  transform: {},
  globalSetup: '<rootDir>/build/test/contracts/common-store.js',
  globalTeardown: '<rootDir>/build/test/contracts/common-store-teardown.js',
  setupFilesAfterEnv: ['<rootDir>/scripts/in-each-test-process.mjs'],
  // One more than the two cores of continuous integration: some tests wait, for processes and a browser that they start.
  // As they are more than the cores, each collects its garbage in one thread, and seldom (`npm run jest`): a tenth less
  // work for the processors.
  maxWorkers: 3,
  reporters: ['default', '<rootDir>/scripts/closing-line-reporter.mjs'],
};
