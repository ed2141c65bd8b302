import { createRequire } from 'node:module';

// What is used of the query library. It is required, as it is CommonJS of some 300 files, which Node would read twice to
// import them: half of the time that an empty store took to start.
const require = createRequire(import.meta.url);

export const { Context, evalExpr, ProcessingMode } = require('mingo/core') as typeof import('mingo/core');
export const { Aggregator } = require('mingo/aggregator') as typeof import('mingo/aggregator');
export const { Lazy } = require('mingo/lazy') as typeof import('mingo/lazy');
export const { Query } = require('mingo/query') as typeof import('mingo/query');
export const logical = require('mingo/operators/query/logical') as typeof import('mingo/operators/query/logical');

/**
 * What pipelines and expressions need besides: five sixths of it all. Loaded when the first of them comes, which none
 * does while a desk starts.
 */
export const forPipelines = once(() => ({
  accumulators: require('mingo/operators/accumulator') as typeof import('mingo/operators/accumulator'),
  expressions: require('mingo/operators/expression') as typeof import('mingo/operators/expression'),
  stages: require('mingo/operators/pipeline') as typeof import('mingo/operators/pipeline'),
  $expr: (require('mingo/operators/query/evaluation') as typeof import('mingo/operators/query/evaluation')).$expr,
}));

/** Makes it when it is first asked for. */
export function once<T extends object>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
