import { isObject, type Json } from '../../shared/json.js';

export { isObject, type Json };

/** Where blocks are shown; some blocks and elements exist on some surfaces only. */
export type Surface = 'message' | 'modal' | 'home';

export interface Issue {
  /** In the wording Slack uses. */
  message: string;
  /** A JSON pointer into what was sent, such as `/blocks/0/text/text`. */
  pointer: string;
}

/** What a check writes its findings into. */
export class Report {
  readonly issues: Issue[] = [];
  constructor(readonly surface: Surface) {}

  add(pointer: string, message: string): void {
    this.issues.push({ message, pointer });
  }
}

export type Check = (value: unknown, at: string, report: Report) => void;
export type Fields = { readonly [key: string]: Check };

/** Lengths are counted in UTF-16 units: the largest of the plausible counts, so what passes here passes at Slack. */
export function string({ min = 0, max = Number.POSITIVE_INFINITY } = {}): Check {
  return (value, at, report) => {
    if (typeof value !== 'string') report.add(at, 'must provide a string');
    else if (value.length < min) report.add(at, `must be more than ${min - 1} characters`);
    else if (value.length > max) report.add(at, `must be less than ${max + 1} characters`);
  };
}

/** A string of a certain form; `what` completes the sentence "must be …". */
export function matching(test: (value: string) => boolean, what: string): Check {
  return (value, at, report) => {
    if (typeof value !== 'string') report.add(at, 'must provide a string');
    else if (!test(value)) report.add(at, `must be ${what}`);
  };
}

export const boolean: Check = (value, at, report) => {
  if (typeof value !== 'boolean') report.add(at, 'must provide a boolean');
};

export const number: Check = (value, at, report) => {
  if (typeof value !== 'number' || !Number.isFinite(value)) report.add(at, 'must provide a number');
};

export function integer({ min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = {}): Check {
  return (value, at, report) => {
    if (typeof value !== 'number' || !Number.isInteger(value)) report.add(at, 'must provide an integer');
    else if (value < min) report.add(at, `must be greater than or equal to ${min}`);
    else if (value > max) report.add(at, `must be less than or equal to ${max}`);
  };
}

export function oneOf(...values: string[]): Check {
  return (value, at, report) => {
    if (typeof value !== 'string' || !values.includes(value)) report.add(at, `must be one of: ${values.join(', ')}`);
  };
}

export function array(item: Check, { min = 0, max = Number.POSITIVE_INFINITY } = {}): Check {
  return (value, at, report) => {
    if (!Array.isArray(value)) {
      report.add(at, 'must provide an array');
      return;
    }
    if (value.length < min) report.add(at, `no fewer than ${min} items allowed`);
    if (value.length > max) report.add(at, `no more than ${max} items allowed`);
    for (const [index, entry] of value.entries()) item(entry, `${at}/${index}`, report);
  };
}

/**
 * An object with exactly these keys (and `type`, which whoever chose this check has read already).
 *
 * @param also rules across keys; called only when every required key is there
 */
export function object(
  required: Fields,
  optional: Fields = {},
  also?: (value: Json, at: string, report: Report) => void,
): Check {
  return (value, at, report) => {
    if (!isObject(value)) {
      report.add(at, 'must provide an object');
      return;
    }
    const missing = Object.keys(required).filter((key) => value[key] === undefined);
    for (const key of missing) report.add(at, `missing required field: ${key}`);
    for (const [key, entry] of Object.entries(value)) {
      if (key === 'type' || entry === undefined) continue;
      const check = Object.hasOwn(required, key) ? required[key] : Object.hasOwn(optional, key) ? optional[key] : null;
      if (check) check(entry, `${at}/${key}`, report);
      else report.add(at, `invalid additional property: ${key}`);
    }
    if (missing.length === 0) also?.(value, at, report);
  };
}

/** Chooses the check by the object's `type`. A thunk, so that kinds may contain one another. */
export function byType(kinds: () => Fields): Check {
  return (value, at, report) => {
    if (!isObject(value)) {
      report.add(at, 'must provide an object');
    } else if (value.type === undefined) {
      report.add(at, 'missing required field: type');
    } else {
      const all = kinds();
      const kind = typeof value.type === 'string' && Object.hasOwn(all, value.type) ? all[value.type] : undefined;
      if (kind) kind(value, at, report);
      else report.add(`${at}/type`, `unsupported type: ${String(value.type)}`);
    }
  };
}

/** The check, but only on some surfaces. */
export function on(surfaces: readonly Surface[], check: Check): Check {
  return (value, at, report) => {
    if (surfaces.includes(report.surface)) check(value, at, report);
    else report.add(`${at}/type`, `unsupported type: ${isObject(value) ? String(value.type) : ''}`);
  };
}
