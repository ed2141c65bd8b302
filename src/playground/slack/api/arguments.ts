import { isTs } from '../clock.js';
import { refusalOf, SlackRefusal } from '../errors.js';
import type { Json } from '../model.js';

/** `json` is an object or array, which comes as a JSON string in a form and as itself in a JSON body. */
export type ArgumentType = 'string' | 'boolean' | 'integer' | 'ts' | 'json';
export interface ArgumentSpec {
  required?: { readonly [name: string]: ArgumentType };
  optional?: { readonly [name: string]: ArgumentType };
}

/** Every method takes these; the client sends `team_id` of its own accord. */
const common: Record<string, ArgumentType> = { token: 'string', team_id: 'string' };

/** The arguments of a call as their types, by name. */
export class Arguments {
  constructor(readonly values: Json) {}

  string(name: string): string | undefined {
    return this.values[name] as string | undefined;
  }

  /** Of a required argument. */
  required(name: string): string {
    return this.values[name] as string;
  }

  boolean(name: string): boolean {
    return this.values[name] === true;
  }

  integer(name: string): number | undefined {
    return this.values[name] as number | undefined;
  }

  json(name: string): unknown {
    return this.values[name];
  }
}

/** @throws SlackRefusal `invalid_arguments` naming each missing, unknown or mistyped one; Slack's own codes for JSON */
export function parseArguments(spec: ArgumentSpec, raw: Json): Arguments {
  const types: Record<string, ArgumentType> = { ...common, ...spec.optional, ...spec.required };
  const problems: string[] = [];
  const values: Json = {};
  for (const name of Object.keys(spec.required ?? {})) {
    if (raw[name] === undefined || raw[name] === '') problems.push(`missing required field: ${name}`);
  }
  for (const [name, value] of Object.entries(raw)) {
    const type = Object.hasOwn(types, name) ? types[name] : undefined;
    if (type === undefined) {
      problems.push(`unknown argument: ${name}`);
      continue;
    }
    const parsed = parse(type, value, name);
    if (parsed === undefined) problems.push(`must provide a ${type} [json-pointer:/${name}]`);
    else values[name] = parsed;
  }
  if (problems.length > 0) throw refusalOf('invalid_arguments', problems);
  return new Arguments(values);
}

function parse(type: ArgumentType, value: unknown, name: string): unknown {
  switch (type) {
    case 'string':
      return typeof value === 'string' ? value : undefined;
    case 'ts':
      return typeof value === 'string' && (isTs(value) || /^\d+$/.test(value)) ? value : undefined;
    case 'boolean':
      return parseBoolean(value);
    case 'integer':
      return typeof value === 'number' || (typeof value === 'string' && /^\d+$/.test(value))
        ? Number(value)
        : undefined;
    case 'json':
      return parseJson(value, name);
  }
}

function parseBoolean(value: unknown): boolean | undefined {
  if (value === true || value === 'true' || value === '1' || value === 1) return true;
  if (value === false || value === 'false' || value === '0' || value === 0) return false;
  return undefined;
}

function parseJson(value: unknown, name: string): unknown {
  if (typeof value !== 'string') return typeof value === 'object' ? (value ?? undefined) : undefined;
  try {
    return JSON.parse(value);
  } catch {
    if (name === 'blocks') throw new SlackRefusal('invalid_blocks_format');
    if (name === 'metadata') throw new SlackRefusal('invalid_metadata_format');
    return undefined;
  }
}
