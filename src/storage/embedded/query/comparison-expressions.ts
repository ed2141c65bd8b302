import type { Any, Options } from 'mingo/types';
import { StoreError } from '../errors.js';
import { compareValues } from '../values/order.js';
import { evalExpr, forPipelines } from './library.js';

type Expression = (document: Any, argument: Any, options: Options) => unknown;

/** An expression on two values, ordered as MongoDB orders them; a missing value sorts before null here. */
function comparison(name: string, answer: (order: number) => unknown): Expression {
  return (document, argument, options) => {
    if (!Array.isArray(argument) || argument.length !== 2) {
      throw new StoreError(16020, `Expression ${name} takes exactly 2 arguments.`);
    }
    const [left, right] = evalExpr(document, argument, options) as [unknown, unknown];
    if (left === undefined || right === undefined) {
      return answer(Number(left !== undefined) - Number(right !== undefined));
    }
    return answer(compareValues(left, right));
  };
}

export const comparisonExpressions = {
  $cmp: comparison('$cmp', Math.sign),
  $eq: comparison('$eq', (order) => order === 0),
  $ne: comparison('$ne', (order) => order !== 0),
  $gt: comparison('$gt', (order) => order > 0),
  $gte: comparison('$gte', (order) => order >= 0),
  $lt: comparison('$lt', (order) => order < 0),
  $lte: comparison('$lte', (order) => order <= 0),
};

/** The most extreme of the values, null and missing ones aside; as an accumulator and as an expression. */
function extreme(prefer: (order: number) => boolean) {
  return (items: Any[], argument: Any, options: Options): unknown => {
    let best: unknown = null;
    const { $push } = forPipelines().accumulators;
    for (const value of $push(items, argument as never, options) as unknown[]) {
      if (value === null || value === undefined) continue;
      if (best === null || prefer(compareValues(value, best))) best = value;
    }
    return best;
  };
}

export const comparisonAccumulators = {
  $max: extreme((order) => order > 0),
  $min: extreme((order) => order < 0),
};
