import type { z } from 'zod';
import { nearestWord } from './nearest-word.js';

/** What is wrong with one field of something that came from outside. Never holds the value itself. */
export interface FieldIssue {
  readonly path: readonly (string | number)[];
  /** What would have been right, as words that go on after "expected": `a string`, `one of en, fr`. */
  readonly expected: string;
  /** The kind of what came: `string`, `object`, `nothing`, … */
  readonly got: string;
}

/** More than these help nobody, and a hostile input could ask for tens of thousands. */
const mostIssues = 100;

/**
 * Turns zod's issues into one line for each wrong field; an unknown field is named with the one that was probably
 * meant. Messages that a schema gives to its own checks are taken as what was expected, so they are worded that way.
 * At most a hundred are reported.
 */
export function fieldIssues(schema: z.ZodType, error: z.ZodError, input: unknown): FieldIssue[] {
  const issues = error.issues.slice(0, mostIssues).flatMap((issue): FieldIssue[] => {
    const path = issue.path.map((part) => (typeof part === 'number' ? part : String(part)));
    if (issue.code === 'unrecognized_keys') {
      const known = keysAt(schema, path);
      return issue.keys.slice(0, mostIssues).map((key) => {
        const meant = nearestWord(key, known);
        const expected = meant ? `nothing by this name; did you mean ${meant}?` : 'nothing by this name';
        return { path: [...path, key], expected, got: kindOf(valueAt(input, [...path, key])) };
      });
    }
    return [{ path, expected: expectation(issue), got: kindOf(valueAt(input, path)) }];
  });
  return issues.slice(0, mostIssues);
}

const articles: Record<string, string> = {
  string: 'a string',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
};

function expectation(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return articles[issue.expected] ?? issue.expected;
    case 'invalid_value':
      return issue.values.length === 1 ? String(issue.values[0]) : `one of ${issue.values.map(String).join(', ')}`;
    case 'too_big':
      return `at most ${issue.maximum}${unit(issue.origin)}`;
    case 'too_small':
      return issue.origin === 'string' && issue.minimum === 1
        ? 'a text that is not empty'
        : `at least ${issue.minimum}${unit(issue.origin)}`;
    default:
      return issue.message;
  }
}

const unit = (origin: string) => (origin === 'string' ? ' characters' : origin === 'array' ? ' entries' : '');

/** What a JSON or YAML value is, without saying what it holds. */
export function kindOf(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  return Array.isArray(value) ? 'list' : typeof value;
}

function valueAt(value: unknown, path: readonly (string | number)[]): unknown {
  let here = value;
  for (const part of path) {
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, part)) return undefined;
    here = (here as Record<string | number, unknown>)[part];
  }
  return here;
}

/** The fields that the schema has at a path. */
function keysAt(schema: z.ZodType, path: readonly (string | number)[]): string[] {
  let here: unknown = bare(schema);
  for (const part of path) {
    const definition = definitionOf(here);
    here = bare(definition?.type === 'array' ? definition.element : definition?.shape?.[part]);
  }
  return Object.keys(definitionOf(here)?.shape ?? {});
}

interface Definition {
  readonly type: string;
  readonly shape?: Record<string | number, unknown>;
  readonly element?: unknown;
  readonly innerType?: unknown;
  readonly in?: unknown;
}

const definitionOf = (schema: unknown) => (schema as { def?: Definition } | undefined)?.def;

/** The schema under its optional, nullable, default and pipe wrappers. */
function bare(schema: unknown): unknown {
  const definition = definitionOf(schema);
  const inner = definition?.innerType ?? definition?.in;
  return inner ? bare(inner) : schema;
}
