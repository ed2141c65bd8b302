// Tests run as compiled JavaScript (build/), so that they exercise native ES modules and real worker threads,
// and no transform stands between what is tested and what is shipped.
export default {
  rootDir: '.',
  roots: ['<rootDir>/build/test'],
  testMatch: ['**/*.test.js'],
  transform: {},
  testEnvironment: 'node',
  testTimeout: 60_000,
  maxWorkers: 2,
  reporters: ['default', '<rootDir>/scripts/closing-line-reporter.mjs'],
};
