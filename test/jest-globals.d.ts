import type * as globals from '@jest/globals';

/** What the runner gives every test file; `@jest/globals` itself can only be loaded by Jest's default runner. */
declare global {
  const afterAll: typeof globals.afterAll;
  const afterEach: typeof globals.afterEach;
  const beforeAll: typeof globals.beforeAll;
  const beforeEach: typeof globals.beforeEach;
  const describe: typeof globals.describe;
  const expect: typeof globals.expect;
  const jest: Pick<
    typeof globals.jest,
    'advanceTimersByTime' | 'restoreAllMocks' | 'spyOn' | 'useFakeTimers' | 'useRealTimers'
  >;
  const test: typeof globals.test;
}
