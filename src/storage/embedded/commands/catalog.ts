import { Long } from 'bson';
import { StoreError } from '../errors.js';
import { describeIndex, idIndex, keyPattern, parseIndexSpec } from '../index/spec.js';
import { compileFilter } from '../query/filter.js';
import { type Document, isDocument } from '../values/documents.js';
import { encodeValue } from '../values/order.js';
import type { Arguments } from './arguments.js';
import { type Command, type CommandContext, namespaceOf } from './command.js';

const create: Command = {
  fields: [
    ...['capped', 'size', 'max', 'timeseries', 'expireAfterSeconds', 'clusteredIndex', 'changeStreamPreAndPostImages'],
    ...['validator', 'validationLevel', 'validationAction', 'indexOptionDefaults', 'viewOn', 'pipeline', 'collation'],
    ...['storageEngine', 'encryptedFields', 'autoIndexId', 'idIndex'],
  ],
  run(args, context) {
    args.refuse('capped', 'timeseries', 'expireAfterSeconds', 'clusteredIndex', 'changeStreamPreAndPostImages');
    args.refuse('validator', 'viewOn', 'pipeline', 'collation', 'encryptedFields');
    const namespace = namespaceOf(args, context);
    if (context.engine.has(namespace)) throw new StoreError(48, `Collection already exists. NS: ${namespace}`);
    context.engine.createIfAbsent(namespace);
    return { ok: 1 };
  },
};

const createIndexes: Command = {
  fields: ['indexes', 'commitQuorum', 'ignoreUnknownIndexOptions'],
  run(args, context) {
    const namespace = namespaceOf(args, context);
    const specs = args.documents('indexes').map(parseIndexSpec);
    if (specs.length === 0) throw new StoreError(2, 'Must specify at least one index to create');
    const created = !context.engine.has(namespace);
    context.engine.createIfAbsent(namespace);
    const before = context.engine.read(namespace).indexes.size;
    // All are checked before the first is built; one that the documents forbid leaves the earlier ones, as in MongoDB.
    const missing = specs.filter((spec) => context.engine.read(namespace).needsIndex(spec));
    for (const spec of missing) {
      if (context.engine.read(namespace).needsIndex(spec)) context.engine.createIndex(namespace, spec);
    }
    return {
      numIndexesBefore: before,
      numIndexesAfter: context.engine.read(namespace).indexes.size,
      createdCollectionAutomatically: created,
      ...(missing.length === 0 ? { note: 'all indexes already exist' } : {}),
      ok: 1,
    };
  },
};

function existing(args: Arguments, context: CommandContext): string {
  const namespace = namespaceOf(args, context);
  if (!context.engine.has(namespace)) throw new StoreError(26, `ns does not exist: ${namespace}`);
  return namespace;
}

const listIndexes: Command = {
  fields: ['cursor', 'includeBuildUUIDs', 'includeIndexBuildInfo'],
  run(args, context) {
    const namespace = existing(args, context);
    const specs = [...context.engine.read(namespace).indexes.values()].map((index) => describeIndex(index.spec));
    return context.cursors.first(namespace, specs, (spec) => spec, undefined);
  },
};

const dropIndexes: Command = {
  fields: ['index'],
  run(args, context) {
    const namespace = existing(args, context);
    const { indexes } = context.engine.read(namespace);
    const before = indexes.size;
    const wanted = args.values.index;
    const names =
      wanted === '*'
        ? [...indexes.keys()].filter((name) => name !== idIndex.name)
        : (Array.isArray(wanted) ? wanted : [wanted]).map((one) => indexNamed(indexes, one));
    for (const name of names) {
      if (name === idIndex.name) throw new StoreError(72, 'cannot drop _id index');
      context.engine.dropIndex(namespace, name);
    }
    return { nIndexesWas: before, ok: 1 };
  },
};

function indexNamed(indexes: ReadonlyMap<string, { spec: Parameters<typeof keyPattern>[0] }>, wanted: unknown): string {
  if (isDocument(wanted)) {
    for (const [name, { spec }] of indexes) {
      if (encodeValue(keyPattern(spec)) === encodeValue(wanted)) return name;
    }
  } else if (typeof wanted === 'string' && indexes.has(wanted)) {
    return wanted;
  }
  throw new StoreError(
    27,
    `index not found with name [${typeof wanted === 'string' ? wanted : JSON.stringify(wanted)}]`,
  );
}

const drop: Command = {
  fields: [],
  run(args, context) {
    const namespace = namespaceOf(args, context);
    if (!context.engine.has(namespace)) return { ok: 1 };
    const nIndexesWas = context.engine.read(namespace).indexes.size;
    context.engine.drop(namespace);
    return { nIndexesWas, ns: namespace, ok: 1 };
  },
};

const dropDatabase: Command = {
  fields: [],
  run(_args, { engine, database }) {
    const namespaces = engine.namespaces(database);
    for (const namespace of namespaces) engine.drop(namespace);
    return namespaces.length > 0 ? { dropped: database, ok: 1 } : { ok: 1 };
  },
};

const listCollections: Command = {
  fields: ['filter', 'nameOnly', 'cursor', 'authorizedCollections'],
  run(args, { engine, cursors, database }) {
    const matches = compileFilter(args.document('filter') ?? {});
    const collections = engine
      .namespaces(database)
      .map((namespace) => ({
        name: namespace.slice(database.length + 1),
        type: 'collection',
        ...(args.flag('nameOnly') ? {} : { options: {}, info: { readOnly: false }, idIndex: describeIndex(idIndex) }),
      }))
      .filter((collection: Document) => matches(collection));
    return cursors.first(`${database}.$cmd.listCollections`, collections, (document) => document, undefined);
  },
};

const listDatabases: Command = {
  fields: ['filter', 'nameOnly', 'authorizedDatabases'],
  run(args, { engine }) {
    const matches = compileFilter(args.document('filter') ?? {});
    const names = new Set(engine.namespaces().map((namespace) => namespace.slice(0, namespace.indexOf('.'))));
    const databases = [...names]
      .map((name) => (args.flag('nameOnly') ? { name } : { name, sizeOnDisk: Long.ONE, empty: false }))
      .filter((database: Document) => matches(database));
    return { databases, ...(args.flag('nameOnly') ? {} : { totalSize: Long.fromNumber(databases.length) }), ok: 1 };
  },
};

/** Commands about collections and indexes. */
export const catalogCommands: Readonly<Record<string, Command>> = {
  create,
  createIndexes,
  listIndexes,
  dropIndexes,
  drop,
  dropDatabase,
  listCollections,
  listDatabases,
};
