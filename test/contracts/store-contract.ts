import { type Collection, type Db, type Document, MongoClient } from 'mongodb';
import { agendaContract } from './store-contract/agenda.js';
import { aggregatingContract } from './store-contract/aggregating.js';
import { findingContract } from './store-contract/finding.js';
import { indexingContract } from './store-contract/indexing.js';
import { mongooseContract } from './store-contract/mongoose.js';
import { refusingContract } from './store-contract/refusing.js';
import { servingContract } from './store-contract/serving.js';
import { updatingContract } from './store-contract/updating.js';
import { writingContract } from './store-contract/writing.js';

/** An engine to run the contract on. */
export interface StoreEngine {
  /** Starts it, or finds it. */
  start(): Promise<{ readonly uri: string; stop(): Promise<void> }>;
  /** Where it is known to differ, with the reason; those tests are skipped there and nowhere else. */
  readonly lacks?: Partial<Record<Ability, string>>;
}

/** What not every engine does. */
export type Ability =
  | 'refuse transactions'
  | 'explain with the names of indexes'
  | 'answer errors with the codes of MongoDB'
  | 'see that a replacement changes nothing'
  | 'find decimals in a list'
  | 'keep elements unique across documents'
  | 'know $$NOW in an update of many';

/** What a test of the contract works with. */
export interface Store {
  readonly uri: () => string;
  readonly client: () => MongoClient;
  readonly db: () => Db;
  /** A collection that no other test uses. */
  collection<T extends Document = Document>(documents?: readonly Document[]): Promise<Collection<T>>;
  /** `test`, or one that is skipped where the engine is known to lack the ability. */
  test(ability: Ability): typeof test;
}

/** Everything that the driver, Mongoose and Agenda ask of a store, on any engine. */
export function storeContract(name: string, engine: StoreEngine): void {
  describe(`the store contract: ${name}`, () => {
    let running: { uri: string; stop(): Promise<void> };
    let client: MongoClient;
    let count = 0;
    const database = `contract_${process.pid}_${Date.now().toString(36)}`;
    const store: Store = {
      uri: () => withDatabase(running.uri, database),
      client: () => client,
      db: () => client.db(database),
      async collection<T extends Document>(documents: readonly Document[] = []) {
        const collection = client.db(database).collection<T>(`c${++count}`);
        if (documents.length > 0) await collection.insertMany(documents as never);
        return collection;
      },
      test: (ability) => (engine.lacks?.[ability] === undefined ? test : (test.skip as typeof test)),
    };

    beforeAll(async () => {
      running = await engine.start();
      client = await MongoClient.connect(running.uri, { serverSelectionTimeoutMS: 5_000 });
    });
    afterAll(async () => {
      await client?.db(database).dropDatabase();
      await client?.close();
      await running?.stop();
    });

    for (const [ability, reason] of Object.entries(engine.lacks ?? {}))
      test.skip(`can't ${ability}: ${reason}`, () => {});

    servingContract(store);
    findingContract(store);
    writingContract(store);
    updatingContract(store);
    indexingContract(store);
    aggregatingContract(store);
    refusingContract(store);
    mongooseContract(store);
    agendaContract(store);
  });
}

/** The same server, with another database than the one that the URI names. */
function withDatabase(uri: string, database: string): string {
  return uri.replace(/^(mongodb(?:\+srv)?:\/\/[^/?]+)(\/[^?]*)?/, `$1/${database}`);
}
