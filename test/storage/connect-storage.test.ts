import { randomUUID } from 'node:crypto';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { connect, createServer, type Socket } from 'node:net';
import mongoose from 'mongoose';
import { StoreUnavailable } from '../../src/application/ports.js';
import { connectStorage, type StorageOptions } from '../../src/storage/connect-storage.js';
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
  async function behindGate(options: Partial<StorageOptions> = {}, query = '') {
    const engine = await startEmbedded();
    cleanUps.push(() => engine.close());
    const gate = await openGate(engine);
    cleanUps.push(async () => gate.shut());
    const storage = await connectStorage({
      uri: `${gate.uri}${query}`,
      database: `t${randomUUID()}`,
      logger: silent,
      ...options,
    });
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
    expect(await untilAnswered(() => storage.referrals.byId('r-1'))).toStrictEqual(referral);
  });

  test('all connections closed at once, so that the driver asks over a dead one: it connects anew', async () => {
    // The driver's own sockets, in the order in which it made them.
    const sockets: Socket[] = [];
    const take = (message: unknown) => void sockets.push((message as { socket: Socket }).socket);
    subscribe('net.client.socket', take);
    cleanUps.push(async () => void unsubscribe('net.client.socket', take));
    const warnings: unknown[] = [];
    const logger = { ...silent, info: () => undefined, warn: (...said: unknown[]) => warnings.push(said.at(-1)) };
    // The heartbeat before this one is never too recent for it to ask at once.
    const { gate, storage } = await behindGate({ patienceMs, logger: logger as never }, '&minHeartbeatFrequencyMS=1');
    const referral = aReferral();
    await storage.referrals.create(referral, []);

    // What is closed first says so last: the operation fails before the heartbeat's connection says that it is closed.
    gate.insteadOfAnswering('find', () => {
      for (const socket of sockets) if (socket.remotePort === gate.port) socket.destroy();
    });
    expect(await untilAnswered(() => storage.referrals.byId('r-1'))).toStrictEqual(referral);
    expect(warnings).toContain('the store connection is stuck; connecting anew');
  });

  test('in the middle of a write that arrived: it counts as saved', async () => {
    const cut = (client: Socket) => client.destroy();
    const { gate, storage } = await behindGate();
    gate.insteadOfAnswering('insert', cut);
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
    gate.insteadOfAnswering('findAndModify', cut);
    expect(await storage.referrals.save({ next, event, recorded, effects: [] })).toBe('saved');
    expect(await storage.referrals.byId('r-1')).toStrictEqual(next);
  });
});

/** Asks until the store is there to answer. */
async function untilAnswered<T>(ask: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof StoreUnavailable)) throw error;
    }
  }
}

/** A wire to the store that can be cut, at once or when the answer to a command has come back to it. */
async function openGate(engine: Engine) {
  const target = /127\.0\.0\.1:(\d+)/.exec(engine.uri)?.[1];
  const sockets = new Set<Socket>();
  let awaited: { readonly command: string; act(client: Socket): void } | null = null;
  const server = createServer((client) => {
    const store = connect(Number(target), '127.0.0.1');
    let instead: typeof awaited = null;
    client.on('data', (data) => {
      if (awaited && data.includes(awaited.command)) {
        instead = awaited;
        awaited = null;
      }
      store.write(data);
    });
    store.on('data', (data) => {
      if (instead) instead.act(client);
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
    port,
    uri: engine.uri.replace(`127.0.0.1:${target}`, `127.0.0.1:${port}`),
    open: () => listen(port),
    shut() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
    /** Does something when the store has answered the next such command; the answer does not get through. */
    insteadOfAnswering(command: string, act: (client: Socket) => void) {
      awaited = { command, act };
    },
  };
}
