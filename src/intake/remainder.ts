/**
 * Which parts of a value have been taken: `true` for all of it, an object for some of its fields, a list of one for
 * the same of each entry. An absent field was not taken.
 */
export type Taken = true | { readonly [key: string]: Taken } | readonly [Taken];

/**
 * What is left of a JSON value after some of it has been taken, as one JSON string; undefined when nothing is left.
 * Empty lists, empty objects and nulls say nothing and are dropped. Keys such as `__proto__` stay plain data.
 */
export function remainder(value: unknown, taken: Taken): string | undefined {
  const left = without(value, taken);
  return left === undefined ? undefined : JSON.stringify(left);
}

function without(value: unknown, taken: Taken | undefined): unknown {
  if (taken === true || value === null || value === undefined) return undefined;
  if (Array.isArray(value)) {
    const each = isEach(taken) ? taken[0] : undefined;
    const left = value.map((entry) => without(entry, each)).filter((entry) => entry !== undefined);
    return left.length > 0 ? left : undefined;
  }
  if (typeof value !== 'object') return value;
  const fields = taken === undefined || isEach(taken) ? {} : taken;
  const left = Object.entries(value)
    .map(([key, inner]) => [key, without(inner, Object.hasOwn(fields, key) ? fields[key] : undefined)] as const)
    .filter(([, inner]) => inner !== undefined);
  // fromEntries defines fields instead of assigning them, so that `__proto__` is one like any other.
  return left.length > 0 ? Object.fromEntries(left) : undefined;
}

const isEach = (taken: Taken | undefined): taken is readonly [Taken] => Array.isArray(taken);
