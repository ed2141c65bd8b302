import type { Options } from 'mingo/types';
import type { Document } from '../values/documents.js';
import { comparisonAccumulators, comparisonExpressions } from './comparison-expressions.js';
import { leafOperators } from './leaf-operators.js';
import { Context, forPipelines, logical, once, ProcessingMode } from './library.js';
import { stageOperators } from './stages.js';

/**
 * The operators that queries, pipelines and updates may use. Whatever is not here is refused: scripts, text and
 * geometry, and the stages that write. Ours replace the query library's where it differs from MongoDB.
 */
const everything = once(() => {
  const { $expr, accumulators, expressions } = forPipelines();
  const { $function: _function, ...safeExpressions } = expressions as unknown as Record<string, never>;
  const { $accumulator: _accumulator, ...safeAccumulators } = accumulators as unknown as Record<string, never>;
  return Context.init({
    query: { ...logical, $expr, ...leafOperators } as never,
    expression: { ...safeExpressions, ...comparisonExpressions } as never,
    accumulator: { ...safeAccumulators, ...comparisonAccumulators } as never,
    pipeline: stageOperators() as never,
  });
});

/** Those of a query without expressions. */
const queries = Context.init({ query: { ...logical, ...leafOperators } as never });

/** What a command's expressions see besides the document. */
export interface Scope {
  /** The command's `let`. */
  readonly variables?: Document;
  /** The moment at which all of the command happens. */
  readonly now?: Date;
}

/**
 * Options for every use of the query library.
 *
 * @param plain no expression is in what is to be evaluated
 */
export function evaluation({ variables = {} }: Scope = {}, plain = false): Options {
  return {
    context: plain ? queries : everything(),
    variables,
    idKey: '_id',
    processingMode: ProcessingMode.CLONE_OFF,
    scriptEnabled: false,
    useStrictMode: true,
    failOnError: true,
  };
}
