import { randomUUID } from 'node:crypto';
import { connect, createServer, type Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import mongoose from 'mongoose';
import { StoreUnavailable } from '../../src/application/ports.js';
import { connectStorage } from '../../src/storage/connect-storage.js';
import { IndexMismatch } from '../../src/storage/ensure-indexes.js';
import { connectFresh, type Engine, engines, silent, startEmbedded } from '../contracts/stores.js';
import { aReferral } from '../support/referrals.js';

describe.each(engines)('connecting to %s', (_name, startEngine) => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await startEngine();
  });
  afterAll(() => engine.close());

  async function within(database: string, act: (db: mongoose.mongo.Db) => Promise<unknown>) {
    const connection = await mongoose.createConnection(engine.uri, { dbName: database }).asPromise();
    await act(connection.db as mongoose.mongo.Db);
    await connection.close();
  }

  test('a second start finds the indexes as they should be', async () => {
    const database = `t${randomUUID()}`;
    const first = await connectFresh(engine, database);
    await first.referrals.create(aReferral(), []);
    await first.close();
    const second = await connectFresh(engine, database);
    expect(await second.referrals.byId('r-1')).toStrictEqual(aReferral());
    await second.ping();
    await second.close();
  });

  test.each([
    ['other keys', { code: -1 }, { name: 'code', unique: true }],
    ['not unique', { code: 1 }, { name: 'code' }],
    ['partial', { code: 1 }, { name: 'code', unique: true, partialFilterExpression: { version: 1 } }],
  ] as const)('an index that differs (%s) is named, with what to do', async (_what, key, options) => {
    const database = `t${randomUUID()}`;
    await within(database, (db) => db.collection('referrals').createIndex(key, options));
    const refusal = connectFresh(engine, database);
    await expect(refusal).rejects.toThrow(IndexMismatch);
    await expect(refusal).rejects.toThrow(/"code".*"referrals".*dropIndex\('code'\)/);
  });

  test('records that an index forbids are named', async () => {
    const database = `t${randomUUID()}`;
    await within(database, (db) =>
      db.collection<{ code: string }>('referrals').insertMany([{ code: 'A' }, { code: 'A' }]),
    );
    await expect(connectFresh(engine, database)).rejects.toThrow(/share what index "code" keeps unique/);
  });

  test('its clock is the store’s', async () => {
    const storage = await connectFresh(engine);
    expect(Math.abs(storage.clock.now().getTime() - Date.now())).toBeLessThan(1_000);
    await storage.close();
  });
});

describe('a store that is away', () => {
  /** For where it is waited for in vain. */
  const patienceMs = 200;
  const cleanUps: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
  });

  /** A store behind a gate, and a connection through it. */
  async function behindGate(options: { patienceMs?: number } = {}) {
    const engine = await startEmbedded({ port: 0 });
    cleanUps.push(() => engine.close());
    const gate = await openGate(engine);
    cleanUps.push(async () => gate.shut());
    const storage = await connectStorage({ uri: gate.uri, database: `t${randomUUID()}`, logger: silent, ...options });
    cleanUps.push(() => storage.close());
    return { gate, storage };
  }

  test('from the start: said', async () => {
    const uri = 'mongodb://127.0.0.1:1/';
    await expect(connectStorage({ uri, logger: silent, patienceMs })).rejects.toThrow(StoreUnavailable);
  });

  test('later on: every call says so, and works again once it is back', async () => {
    const { gate, storage } = await behindGate({ patienceMs });
    const referral = aReferral();
    await storage.referrals.create(referral, []);

    gate.shut();
    await expect(storage.referrals.byId('r-1')).rejects.toThrow(StoreUnavailable);
    await expect(storage.ping()).rejects.toThrow(StoreUnavailable);

    await gate.open();
    let found: unknown;
    while (found === undefined) found = await storage.referrals.byId('r-1').catch(() => undefined);
    expect(found).toStrictEqual(referral);
  });

  test('in the middle of a write that arrived: it counts as saved', async () => {
    const { gate, storage } = await behindGate();
    gate.cutAfterNext('insert');
    const referral = aReferral();
    expect(await storage.referrals.create(referral, [])).toStrictEqual({ created: true, referral });

    const event = {
      type: 'accepted',
      at: referral.receivedAt,
      version: 2,
      by: null,
      fields: [],
      commandId: 'c1',
    } as const;
    const recorded = { id: 'c1', event };
    const next = { ...referral, version: 2, history: [...referral.history, event], commands: [recorded] };
    gate.cutAfterNext('findAndModify');
    expect(await storage.referrals.save({ next, event, recorded, effects: [] })).toBe('saved');
    expect(await storage.referrals.byId('r-1')).toStrictEqual(next);
  });
});

/** A wire to the store that can be cut, at once or as soon as the answer to a command has come back to it. */
async function openGate(engine: Engine) {
  const target = /127\.0\.0\.1:(\d+)/.exec(engine.uri)?.[1];
  const sockets = new Set<Socket>();
  let cutAfter: string | null = null;
  const server = createServer((client) => {
    const store = connect(Number(target), '127.0.0.1');
    let isDoomed = false;
    client.on('data', (data) => {
      if (cutAfter !== null && data.includes(cutAfter)) {
        cutAfter = null;
        isDoomed = true;
      }
      store.write(data);
    });
    store.on('data', (data) => {
      if (isDoomed) client.destroy();
      else client.write(data);
    });
    for (const socket of [client, store]) {
      sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => {
        client.destroy();
        store.destroy();
        sockets.delete(socket);
      });
    }
  });
  const listen = (port: number) =>
    new Promise<number>((listening) => {
      server.listen(port, '127.0.0.1', () => listening((server.address() as { port: number }).port));
    });
  const port = await listen(0);
  return {
    uri: engine.uri.replace(`127.0.0.1:${target}`, `127.0.0.1:${port}`),
    open: () => listen(port),
    shut() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
    cutAfterNext(command: string) {
      cutAfter = command;
    },
  };
}
