import { StoreError } from '../errors.js';

/** Operators that MongoDB's queries and expressions have and this store has not; others are typing errors. */
const unsupported = new Set(
  `$text $where $jsonSchema $near $nearSphere $geoWithin $geoIntersects $box $center $centerSphere $geometry $polygon
  $maxDistance $minDistance $bitsAllClear $bitsAllSet $bitsAnyClear $bitsAnySet $sampleRate $meta $function
  $accumulator`.split(/\s+/),
);

/** @throws StoreError 238 for an operator that MongoDB has and this store has not */
export function refuseUnsupported(operator: string): void {
  if (unsupported.has(operator)) throw notSupported(operator);
}

const notSupported = (operator: string) => new StoreError(238, `${operator} is not supported by the embedded store`);

/** What the query library throws about an operator that it does not have, as MongoDB would say it. */
export function operatorError(error: unknown): unknown {
  const message = error instanceof Error && !(error instanceof StoreError) ? error.message : '';
  const [, query, expression] = /query operator (\$\w+)|'(\$\w+)' is not registered/.exec(message) ?? [];
  const operator = query ?? expression;
  if (operator === undefined) return error;
  if (unsupported.has(operator)) return notSupported(operator);
  return expression ? new StoreError(168, `Unrecognized expression '${operator}'`) : error;
}
