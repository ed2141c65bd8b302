import { isDocument } from '../values/documents.js';
import type { Stage } from './pipeline.js';

/** Operators whose arguments are expressions and nothing else. */
const plain = new Set(
  `$sum $avg $min $max $first $last $push $addToSet $count $cond $ifNull $switch $and $or $not $eq $ne $gt $gte $lt $lte $cmp
  $add $subtract $multiply $divide $mod $abs $ceil $floor $round $trunc $size $in $concat $toLower $toUpper $toString
  $year $month $dayOfMonth $dayOfWeek $hour $minute $literal`.split(/\s+/),
);

/**
 * The fields of its documents that a pipeline looks at, so that nothing else need be read of them; undefined for all.
 * Counting and grouping make documents of their own, and so tell.
 */
export function neededFields([first]: readonly Stage[]): ReadonlySet<string> | undefined {
  if (first?.name === '$count') return new Set();
  if (first?.name !== '$group') return undefined;
  return expressionFields(first.argument);
}

/** The fields that an expression names; undefined if it may look at others. */
export function expressionFields(expression: unknown): ReadonlySet<string> | undefined {
  const fields = new Set<string>();
  return collect(expression, fields) ? fields : undefined;
}

function collect(expression: unknown, fields: Set<string>): boolean {
  if (typeof expression === 'string') {
    if (/^\$\$(ROOT|CURRENT)\b/.test(expression)) return false;
    if (/^\$[^$]/.test(expression)) fields.add(expression.slice(1).split('.')[0] as string);
    return true;
  }
  if (Array.isArray(expression)) return expression.every((item) => collect(item, fields));
  if (!isDocument(expression)) return true;
  return Object.entries(expression).every(
    ([name, value]) => (!name.startsWith('$') || plain.has(name)) && collect(value, fields),
  );
}
