import { StoreError } from '../errors.js';
import { evaluation } from '../query/context.js';
import type { Query } from '../query/find.js';
import { atMoment } from '../query/moment.js';
import { neededFields } from '../query/needed-fields.js';
import { parsePipeline, runPipeline, type Stage } from '../query/pipeline.js';
import { compileProjection } from '../query/projection.js';
import { type Document, isDocument } from '../values/documents.js';
import { encodeValue } from '../values/order.js';
import { visitPath } from '../values/paths.js';
import { decodeDocument, fieldReader } from '../values/stored.js';
import type { Arguments } from './arguments.js';
import { type Command, type CommandContext, namespaceOf, scopeOf } from './command.js';
import { checkHint } from './hint.js';

/** What a find command looks for, for running and for explaining it. */
export function findQuery(args: Arguments): Query {
  return {
    filter: args.document('filter') ?? {},
    ...optional('sort', args.document('sort')),
    ...optional('skip', args.count('skip')),
    ...optional('limit', args.count('limit')),
  };
}

function optional<K extends string, V>(name: K, value: V | undefined): { [P in K]?: V } {
  return (value === undefined ? {} : { [name]: value }) as { [P in K]?: V };
}

const find: Command = {
  fields: [
    ...['filter', 'sort', 'projection', 'hint', 'skip', 'limit', 'batchSize', 'singleBatch', 'let', 'collation'],
    ...['max', 'min', 'returnKey', 'showRecordId', 'tailable', 'awaitData'],
    ...['oplogReplay', 'noCursorTimeout', 'allowPartialResults', 'allowDiskUse'],
  ],
  run(args, context) {
    args.refuse('collation', 'max', 'min', 'returnKey', 'showRecordId', 'tailable', 'awaitData');
    const namespace = namespaceOf(args, context);
    const collection = context.engine.read(namespace);
    checkHint(collection, args.values.hint);
    const projection = args.document('projection');
    const project =
      projection && Object.keys(projection).length > 0
        ? compileProjection(
            atMoment(projection, context.now) as Document,
            () => evaluation(scopeOf(args, context)),
            true,
          )
        : (document: Document) => document;
    const found = context.engine.findStored(namespace, { ...findQuery(args), ...scopeOf(args, context) });
    return context.cursors.first(
      namespace,
      found,
      (stored) => project(decodeDocument(stored)),
      args.count('batchSize'),
      args.flag('singleBatch'),
    );
  },
};

/** The stages of a pipeline that the query engine can answer, with indexes, and those that are left. */
export function splitPipeline(stages: readonly Stage[]): { query: Query; rest: readonly Stage[] } {
  const query: { -readonly [K in keyof Query]: Query[K] } = { filter: {} };
  const rest = stages.slice();
  if (rest[0]?.name === '$match') query.filter = rest.shift()?.argument as Document;
  if (rest[0]?.name === '$sort' && isDocument(rest[0].argument)) query.sort = rest.shift()?.argument as Document;
  if (rest[0]?.name === '$skip') query.skip = rest.shift()?.argument as number;
  if (rest[0]?.name === '$limit') query.limit = rest.shift()?.argument as number;
  return { query, rest };
}

const aggregate: Command = {
  fields: [
    ...['pipeline', 'cursor', 'explain', 'allowDiskUse', 'hint', 'let', 'collation', 'bypassDocumentValidation'],
  ],
  run(args, context) {
    args.refuse('collation', 'explain');
    if (typeof args.values.aggregate !== 'string') {
      throw new StoreError(238, 'Aggregation on a database is not supported by the embedded store');
    }
    const namespace = namespaceOf(args, context);
    const cursor = args.document('cursor');
    if (!cursor)
      throw new StoreError(9, "The 'cursor' option is required, except for aggregate with the explain argument");
    const collection = context.engine.read(namespace);
    checkHint(collection, args.values.hint);
    const scope = scopeOf(args, context);
    const { query, rest } = splitPipeline(parsePipeline(args.array('pipeline')));
    const found = context.engine.findStored(namespace, { ...query, ...scope });
    const batchSize = cursor.batchSize === undefined ? undefined : Number(cursor.batchSize);
    if (rest.length === 0) return context.cursors.first(namespace, found, decodeDocument, batchSize);
    const fields = neededFields(rest);
    const documents = found.map(fields ? fieldReader(fields) : decodeDocument);
    const results = runPipeline(rest, documents, scope);
    return context.cursors.first(namespace, results, (document) => document, batchSize);
  },
};

const count: Command = {
  fields: ['query', 'limit', 'skip', 'hint', 'collation', 'fields'],
  run(args, context) {
    args.refuse('collation');
    const namespace = namespaceOf(args, context);
    const collection = context.engine.read(namespace);
    checkHint(collection, args.values.hint);
    const filter = args.document('query') ?? {};
    const skip = args.count('skip') ?? 0;
    // A negative limit is an old way to ask for a single batch.
    const limit = Math.abs(Number(args.values.limit ?? 0));
    if (Object.keys(filter).length > 0) {
      return {
        n: context.engine.findStored(namespace, { filter, skip, limit, ...scopeOf(args, context) }).length,
        ok: 1,
      };
    }
    const left = Math.max(0, collection.size - skip);
    return { n: limit > 0 ? Math.min(limit, left) : left, ok: 1 };
  },
};

const distinct: Command = {
  fields: ['key', 'query', 'collation', 'hint'],
  run(args, context) {
    args.refuse('collation');
    const namespace = namespaceOf(args, context);
    const collection = context.engine.read(namespace);
    checkHint(collection, args.values.hint);
    const parts = args.string('key').split('.');
    const values = new Map<string, unknown>();
    const filter = args.document('query') ?? {};
    const read = fieldReader([parts[0] as string]);
    for (const stored of context.engine.findStored(namespace, { filter, ...scopeOf(args, context) })) {
      visitPath(read(stored), parts, (value, isElement) => {
        if (value === undefined || (Array.isArray(value) && !isElement)) return false;
        const encoded = encodeValue(value);
        if (!values.has(encoded)) values.set(encoded, value);
        return false;
      });
    }
    return { values: [...values.values()], ok: 1 };
  },
};

const getMore: Command = {
  fields: ['collection', 'batchSize'],
  run(args, context) {
    const id = Number(String(args.values.getMore));
    return context.cursors.more(id, namespaceOf(args, context, 'collection'), args.count('batchSize'));
  },
};

const killCursors: Command = {
  fields: ['cursors'],
  run(args, { cursors }: CommandContext) {
    const ids = args.array('cursors') ?? [];
    const killed = ids.filter((id) => cursors.close(Number(String(id))));
    return {
      cursorsKilled: killed,
      cursorsNotFound: ids.filter((id) => !killed.includes(id)),
      cursorsAlive: [],
      cursorsUnknown: [],
      ok: 1,
    };
  },
};

export const readCommands: Readonly<Record<string, Command>> = {
  find,
  aggregate,
  count,
  distinct,
  getMore,
  killCursors,
};
