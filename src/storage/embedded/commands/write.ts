import { ObjectId } from 'bson';
import { asStoreError, StoreError } from '../errors.js';
import { compileUpdate, isReplacement, type UpdateRequest } from '../update/update.js';
import { upsertedDocument } from '../update/upsert.js';
import { type Document, isDocument, typeName } from '../values/documents.js';
import { Arguments } from './arguments.js';
import { type Command, type CommandContext, namespaceOf, scopeOf } from './command.js';
import { checkHint } from './hint.js';

/** MongoDB's most statements a command. */
const maxBatch = 100_000;

/**
 * Runs the statements of a write command. One that fails is reported at its index; if they are ordered, it is the last.
 */
function runStatements(
  args: Arguments,
  statements: readonly Document[],
  run: (statement: Document, index: number) => void,
) {
  if (statements.length === 0 || statements.length > maxBatch) {
    throw new StoreError(
      72,
      `Write batch sizes must be between 1 and ${maxBatch}. Got ${statements.length} operations.`,
    );
  }
  const ordered = !args.has('ordered') || args.flag('ordered');
  const writeErrors: Document[] = [];
  for (const [index, statement] of statements.entries()) {
    try {
      run(statement, index);
    } catch (thrown) {
      const error = asStoreError(thrown);
      // The store as a whole can't write: that is no matter of one statement.
      if (error.code === 39) throw error;
      writeErrors.push({ index, code: error.code, errmsg: error.message, ...error.details });
      if (ordered) break;
    }
  }
  return writeErrors.length > 0 ? { writeErrors } : {};
}

const insert: Command = {
  fields: ['documents', 'ordered', 'bypassDocumentValidation'],
  run(args, context) {
    const namespace = namespaceOf(args, context);
    let n = 0;
    const outcome = runStatements(args, args.documents('documents'), (document) => {
      context.engine.insert(namespace, identified(document));
      n++;
    });
    return { n, ...outcome, ok: 1 };
  },
};

/** The document with its id first, and a new one if it has none. */
function identified(document: Document): Document {
  const id = document._id === undefined ? new ObjectId() : document._id;
  checkId(id);
  return { _id: id, ...document };
}

function checkId(id: unknown): void {
  if (Array.isArray(id) || id instanceof RegExp || id === undefined) {
    throw new StoreError(53, `The '_id' value cannot be of type ${typeName(id)}`);
  }
}

/** Changes one found document, or inserts one. */
export function applyUpdate(
  namespace: string,
  request: UpdateRequest,
  target: Document | undefined,
  context: CommandContext,
): { document: Document; modified: boolean } {
  const update = compileUpdate(request);
  if (!target) {
    const document = identified(upsertedDocument(request.filter, request.update, update));
    context.engine.insert(namespace, document);
    return { document, modified: true };
  }
  const result = update(target, false);
  if (result.modified) context.engine.put(namespace, result.document);
  return result;
}

const update: Command = {
  fields: ['updates', 'ordered', 'bypassDocumentValidation', 'let'],
  run(args, context) {
    const namespace = namespaceOf(args, context);
    const totals = { n: 0, nModified: 0 };
    const upserted: Document[] = [];
    const outcome = runStatements(args, args.documents('updates'), (statement, index) => {
      const result = updateStatement(new Arguments('update.updates', statement), args, namespace, context);
      totals.n += result.n;
      totals.nModified += result.nModified;
      if ('upsertedId' in result) upserted.push({ index, _id: result.upsertedId });
    });
    return { ...totals, ...(upserted.length > 0 ? { upserted } : {}), ...outcome, ok: 1 };
  },
};

const updateFields = new Set(['q', 'u', 'c', 'multi', 'upsert', 'arrayFilters', 'collation', 'hint', 'sort']);

function updateStatement(statement: Arguments, args: Arguments, namespace: string, context: CommandContext) {
  refuseUnknown(statement, updateFields);
  statement.refuse('collation', 'c');
  const collection = context.engine.read(namespace);
  checkHint(collection, statement.values.hint);
  const request = updateRequest(statement.document('q'), statement.values.u, statement, args, context);
  const multi = statement.flag('multi');
  if (multi && isDocument(request.update) && isReplacement(request.update)) {
    throw new StoreError(9, 'multi update is not supported for replacement-style update');
  }
  const sort = statement.document('sort');
  if (multi && sort) throw new StoreError(9, 'Cannot specify sort with multi=true');
  // Compiled before anything is looked for, so that a malformed update is refused even if nothing matches.
  compileUpdate(request);
  const found = context.engine.find(namespace, {
    filter: request.filter,
    limit: multi ? 0 : 1,
    ...(sort ? { sort } : {}),
    ...scopeOf(args, context),
  });
  if (found.length === 0 && statement.flag('upsert')) {
    return { n: 1, nModified: 0, upsertedId: applyUpdate(namespace, request, undefined, context).document._id };
  }
  const modified = found.filter((document) => applyUpdate(namespace, request, document, context).modified);
  return { n: found.length, nModified: modified.length };
}

/** What an update statement or a findAndModify asks for. */
export function updateRequest(
  filter: Document | undefined,
  change: unknown,
  statement: Arguments,
  args: Arguments,
  context: CommandContext,
): UpdateRequest {
  if (!filter) throw new StoreError(9, `BSON field '${statement.name}.q' is missing but a required field`);
  const arrayFilters = statement.array('arrayFilters');
  const variables = args.document('let');
  return {
    filter,
    update: change,
    now: context.now,
    ...(arrayFilters ? { arrayFilters } : {}),
    ...(variables ? { variables } : {}),
  };
}

function refuseUnknown(statement: Arguments, fields: ReadonlySet<string>): void {
  for (const field of Object.keys(statement.values)) {
    if (!fields.has(field)) throw new StoreError(40415, `BSON field '${statement.name}.${field}' is an unknown field.`);
  }
}

const deleteFields = new Set(['q', 'limit', 'collation', 'hint']);

const remove: Command = {
  fields: ['deletes', 'ordered', 'let'],
  run(args, context) {
    const namespace = namespaceOf(args, context);
    let n = 0;
    const outcome = runStatements(args, args.documents('deletes'), (given) => {
      const statement = new Arguments('delete.deletes', given);
      refuseUnknown(statement, deleteFields);
      statement.refuse('collation');
      const limit = statement.count('limit');
      if (limit !== 0 && limit !== 1)
        throw new StoreError(9, `The limit field in delete objects must be 0 or 1. Got ${limit}`);
      const filter = statement.document('q');
      if (!filter) throw new StoreError(9, "BSON field 'delete.deletes.q' is missing but a required field");
      const collection = context.engine.read(namespace);
      checkHint(collection, statement.values.hint);
      for (const document of context.engine.find(namespace, { filter, limit, ...scopeOf(args, context) })) {
        context.engine.remove(namespace, document);
        n++;
      }
    });
    return { n, ...outcome, ok: 1 };
  },
};

export const writeCommands: Readonly<Record<string, Command>> = { insert, update, delete: remove };
