import { asStoreError, StoreError } from '../errors.js';
import { type Document, isDocument } from '../values/documents.js';
import { Arguments } from './arguments.js';
import { catalogCommands } from './catalog.js';
import type { Command, CommandContext } from './command.js';
import { explainCommands } from './explain.js';
import { findAndModifyCommands } from './find-and-modify.js';
import { handshakeCommands } from './handshake.js';
import { readCommands } from './read.js';
import { writeCommands } from './write.js';

const commands: Readonly<Record<string, Command>> = {
  ...handshakeCommands,
  ...readCommands,
  ...writeCommands,
  ...findAndModifyCommands,
  ...catalogCommands,
  ...explainCommands,
};

/** Fields that any command may have. A session without a transaction changes nothing; preferences mean one server. */
const common = new Set(
  `$db lsid $clusterTime $readPreference $configServerState $audit readConcern writeConcern comment maxTimeMS
  apiVersion apiStrict apiDeprecationErrors`.split(/\s+/),
);

/** Commands that MongoDB has, and whose absence is no typing error. */
const unsupported = new Set(
  `bulkWrite collMod collStats compact convertToCapped createUser currentOp dataSize dbHash dbStats dropUser
  filemd5 fsync geoNear getLog group grantRolesToUser killOp logRotate mapReduce planCacheClear profile reIndex
  renameCollection replSetGetStatus replSetInitiate saslContinue saslStart setParameter shutdown top updateUser usersInfo
  validate`.split(/\s+/),
);

const transactional = ['txnNumber', 'autocommit', 'startTransaction'];

/** What commands share. */
export interface ServerContext extends Omit<CommandContext, 'database' | 'now'> {
  readonly now: () => Date;
}

/**
 * Runs a command and answers as MongoDB would, errors included.
 *
 * @returns the reply; its changes are not durable yet
 */
export function runCommand(command: Document, context: ServerContext): Document {
  try {
    const name = Object.keys(command)[0] ?? '';
    const found = Object.hasOwn(commands, name) ? commands[name] : undefined;
    if (transactional.some((field) => field in command) || /^(commit|abort)Transaction$/.test(name)) {
      throw new StoreError(20, 'Transaction numbers are only allowed on a replica set member or mongos');
    }
    if (unsupported.has(name)) throw new StoreError(115, `The embedded store has no command '${name}'`);
    if (!found) throw new StoreError(59, `no such command: '${name}'`);
    checkFields(name, found, command);
    checkConcerns(command);
    const database = command.$db;
    if (typeof database !== 'string') throw new StoreError(9, "OP_MSG requests require a '$db' argument");
    return found.run(new Arguments(name, command), { ...context, database, now: context.now() });
  } catch (error) {
    return errorReply(error);
  }
}

function checkFields(name: string, { fields }: Command, command: Document): void {
  if (fields === 'any') return;
  for (const field of Object.keys(command)) {
    if (field !== name && !common.has(field) && !fields.includes(field)) {
      throw new StoreError(40415, `BSON field '${name}.${field}' is an unknown field.`);
    }
  }
}

export function errorReply(thrown: unknown): Document {
  const error = asStoreError(thrown);
  return { ok: 0, errmsg: error.message, code: error.code, codeName: error.codeName, ...error.details };
}

/** Every answer is of what is on disk, so that each level that one server can give is given. */
function checkConcerns(command: Document): void {
  const { writeConcern, readConcern } = command;
  if (isDocument(writeConcern)) {
    const { w = 1 } = writeConcern;
    if (typeof w === 'number' && w > 1) throw new StoreError(2, "cannot use 'w' > 1 when a host is not replicated");
    if (typeof w !== 'number' && w !== 'majority')
      throw new StoreError(79, `No write concern mode named '${String(w)}'`);
  }
  if (isDocument(readConcern) && readConcern.level === 'snapshot') {
    throw new StoreError(20, 'Snapshot reads are only allowed on a replica set');
  }
}
