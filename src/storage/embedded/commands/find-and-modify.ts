import { StoreError } from '../errors.js';
import { evaluation } from '../query/context.js';
import { atMoment } from '../query/moment.js';
import { compileProjection } from '../query/projection.js';
import { compileUpdate } from '../update/update.js';
import type { Document } from '../values/documents.js';
import { type Command, namespaceOf, scopeOf } from './command.js';
import { checkHint } from './hint.js';
import { applyUpdate, updateRequest } from './write.js';

const findAndModify: Command = {
  fields: [
    ...['query', 'sort', 'remove', 'update', 'new', 'fields', 'upsert', 'bypassDocumentValidation'],
    ...['collation', 'arrayFilters', 'hint', 'let'],
  ],
  run(args, context) {
    args.refuse('collation');
    const namespace = namespaceOf(args, context);
    const collection = context.engine.read(namespace);
    checkHint(collection, args.values.hint);
    const removing = args.flag('remove');
    if (removing === args.has('update')) throw new StoreError(9, 'Either an update or remove=true must be specified');
    if (removing && (args.flag('upsert') || args.flag('new'))) {
      throw new StoreError(9, 'Cannot specify upsert or new together with remove=true');
    }
    const filter = args.document('query') ?? {};
    const sort = args.document('sort');
    const fields = args.document('fields');
    const project =
      fields && Object.keys(fields).length > 0
        ? compileProjection(atMoment(fields, context.now) as Document, () => evaluation(), true)
        : same;
    const request = removing ? undefined : updateRequest(filter, args.values.update, args, args, context);
    if (request) compileUpdate(request);
    const [target] = context.engine.find(namespace, {
      filter,
      limit: 1,
      ...(sort ? { sort } : {}),
      ...scopeOf(args, context),
    });
    if (!request) {
      if (target) context.engine.remove(namespace, target);
      return { lastErrorObject: { n: target ? 1 : 0 }, value: target ? project(target) : null, ok: 1 };
    }
    if (!target && !args.flag('upsert')) {
      return { lastErrorObject: { n: 0, updatedExisting: false }, value: null, ok: 1 };
    }
    const { document } = applyUpdate(namespace, request, target, context);
    const answered = args.flag('new') ? document : target;
    return {
      lastErrorObject: { n: 1, updatedExisting: target !== undefined, ...(target ? {} : { upserted: document._id }) },
      value: answered ? project(answered) : null,
      ok: 1,
    };
  },
};

const same = (document: Document) => document;

export const findAndModifyCommands: Readonly<Record<string, Command>> = {
  findAndModify,
  findandmodify: findAndModify,
};
