import type { Engine } from '../engine.js';
import { StoreError } from '../errors.js';
import type { Query } from '../query/find.js';
import type { Document } from '../values/documents.js';
import type { Arguments } from './arguments.js';
import type { Cursors } from './cursors.js';

/** What a command may use. */
export interface CommandContext {
  readonly engine: Engine;
  readonly cursors: Cursors;
  /** The moment at which all of the command happens. */
  readonly now: Date;
  readonly startedAt: Date;
  /** The namespace's first part. */
  readonly database: string;
}

export interface Command {
  /** The fields it knows besides those that every command has; any other is refused. A hello takes any: it announces. */
  readonly fields: readonly string[] | 'any';
  /** Runs in one go, so that a command sees no other's changes half made. */
  run(args: Arguments, context: CommandContext): Document;
}

/** `database.collection` of a command whose first field names a collection. */
export function namespaceOf(args: Arguments, context: CommandContext, field = args.name): string {
  const collection = args.values[field];
  if (typeof collection !== 'string' || collection === '') {
    throw new StoreError(73, `collection name has invalid type or is empty in '${args.name}'`);
  }
  return `${context.database}.${collection}`;
}

/** What every search of a command has: what its expressions see, and when it has to give up (its maxTimeMS). */
export function scopeOf(args: Arguments, { now }: CommandContext): Omit<Query, 'filter'> {
  const limit = args.count('maxTimeMS');
  return { now, variables: args.document('let') ?? {}, ...(limit ? { deadline: Date.now() + limit } : {}) };
}
