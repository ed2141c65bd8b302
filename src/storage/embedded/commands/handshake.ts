import { hostname } from 'node:os';
import type { Document } from '../values/documents.js';
import { maxDocumentSize } from '../values/stored.js';
import { maxMessageSize } from '../wire/messages.js';
import type { Command } from './command.js';

/** The version whose behaviour the store follows; a driver chooses its commands by the wire version (21 is 7.0). */
const version = '7.0.0';
const maxWireVersion = 21;

/** A standalone server: no replica set, so that drivers neither retry writes by themselves nor start transactions. */
const hello: Command = {
  fields: 'any',
  run: (args, { now }) => ({
    helloOk: true,
    [args.name === 'hello' ? 'isWritablePrimary' : 'ismaster']: true,
    maxBsonObjectSize: maxDocumentSize,
    maxMessageSizeBytes: maxMessageSize,
    maxWriteBatchSize: 100_000,
    localTime: now,
    logicalSessionTimeoutMinutes: 30,
    connectionId: 1,
    minWireVersion: 0,
    maxWireVersion,
    readOnly: false,
    ok: 1,
  }),
};

const acknowledge: Command = { fields: [], run: () => ({ ok: 1 }) };

const buildInfo: Command = {
  fields: [],
  run: () => ({
    version,
    versionArray: [7, 0, 0, 0],
    gitVersion: 'embedded',
    modules: [],
    storageEngines: ['embedded'],
    bits: 64,
    debug: false,
    maxBsonObjectSize: maxDocumentSize,
    ok: 1,
  }),
};

const serverStatus: Command = {
  fields: ['repl', 'metrics', 'locks'],
  run: (_args, { now, startedAt }) => ({
    host: hostname(),
    version,
    process: 'embedded-store',
    pid: process.pid,
    uptime: Math.floor((now.getTime() - startedAt.getTime()) / 1000),
    localTime: now,
    ok: 1,
  }),
};

const hostInfo: Command = {
  fields: [],
  run: (_args, { now }) => ({
    system: { currentTime: now, hostname: hostname(), cpuArch: process.arch },
    os: { type: process.platform, name: process.platform },
    ok: 1,
  }),
};

/** No parameter can be set; the one that clients ask for tells them which features' version they talk to. */
const getParameter: Command = {
  fields: ['featureCompatibilityVersion', 'allParameters'],
  run: (args): Document =>
    args.flag('featureCompatibilityVersion') ? { featureCompatibilityVersion: { version: '7.0' }, ok: 1 } : { ok: 1 },
};

const connectionStatus: Command = {
  fields: ['showPrivileges'],
  run: () => ({ authInfo: { authenticatedUsers: [], authenticatedUserRoles: [] }, ok: 1 }),
};

/** Commands about the server itself, and about sessions, which mean nothing to a server without transactions. */
export const handshakeCommands: Readonly<Record<string, Command>> = {
  hello,
  isMaster: hello,
  ismaster: hello,
  ping: acknowledge,
  buildInfo,
  buildinfo: buildInfo,
  serverStatus,
  hostInfo,
  getParameter,
  connectionStatus,
  endSessions: acknowledge,
  refreshSessions: acknowledge,
  killSessions: acknowledge,
  killAllSessions: acknowledge,
};
