import { serialize } from 'bson';
import mongoose from 'mongoose';
import { databaseOf } from './connect-storage.js';
import type { Collection } from './embedded/collection.js';
import { lockDataDir } from './embedded/data-lock.js';
import { describeIndex, type IndexSpec, idIndex } from './embedded/index/spec.js';
import { journalPath, openStore } from './embedded/open.js';
import { databaseName } from './embedded/start.js';
import { assertJournal } from './embedded/tools.js';
import type { Document } from './embedded/values/documents.js';

const { MongoClient } = mongoose.mongo;
type Db = mongoose.mongo.Db;

/** Documents that travel together. */
const batchSize = 500;

/** Where the target keeps how far a migration has come, so that one that was interrupted is told from foreign data. */
const markerCollection = 'migrations';
const markerId = 'embedded-store';

interface Marker {
  readonly _id: string;
  readonly state: 'copying' | 'finished';
  readonly at: Date;
}

export interface Progress {
  readonly step: 'copying' | 'comparing';
  readonly collection: string;
  readonly done: number;
  readonly of: number;
}

export interface Migrated {
  readonly collections: number;
  readonly documents: number;
  /** Documents that an earlier, interrupted run had brought over already. */
  readonly alreadyThere: number;
}

/** The target can't take the data, or does not hold them afterwards; the message says why and what to do. */
export class MigrationError extends Error {
  override readonly name = 'MigrationError';
}

export interface MigrationOptions {
  readonly dataDir: string;
  readonly uri: string;
  readonly now: Date;
  readonly onProgress?: (progress: Progress) => void;
}

/**
 * Copies everything of an embedded store that is at rest into a MongoDB database, with its indexes, and compares both
 * document by document. One that was interrupted is simply run again: what is there and equal stays, what differs is
 * replaced, and what the store has dropped meanwhile is removed. The store's own data are left as they are.
 *
 * @throws DataDirLockedError while the store runs, MigrationError for a target that holds other data
 */
export async function migrate({ dataDir, uri, now, onProgress }: MigrationOptions): Promise<Migrated> {
  await assertJournal(journalPath(dataDir));
  const lock = await lockDataDir(dataDir);
  try {
    const { engine, journal } = await openStore(dataDir);
    const client = new MongoClient(uri, {
      // What the address says itself goes first, and the driver would not let it.
      ...(/[?&]serverSelectionTimeoutMS=/i.test(uri) ? {} : { serverSelectionTimeoutMS: 5_000 }),
      writeConcern: { w: 'majority', journal: true },
    });
    try {
      const collections = engine.namespaces(databaseName).map((namespace) => engine.read(namespace));
      await reach(client);
      const db = client.db(databaseOf(uri));
      await begin(db, now);
      const totals = { collections: collections.length, documents: 0, alreadyThere: 0 };
      for (const collection of collections) {
        totals.alreadyThere += await copy(collection, db, onProgress);
        totals.documents += collection.size;
      }
      await removeForeign(collections, db);
      for (const collection of collections) await compare(collection, db, onProgress);
      await mark(db, 'finished', now);
      return totals;
    } finally {
      await client.close();
      await journal.close();
    }
  } finally {
    lock.release();
  }
}

async function reach(client: mongoose.mongo.MongoClient): Promise<void> {
  try {
    await client.connect();
  } catch (error) {
    // By its hosts only: an address may hold a password.
    const hosts = client.options.hosts.join(', ');
    const why = error instanceof Error ? error.message : String(error);
    throw new MigrationError(`No MongoDB answers at ${hosts}: ${why}`, { cause: error });
  }
}

const nameOf = ({ namespace }: Collection) => namespace.slice(databaseName.length + 1);

/** Makes sure that the target is empty or holds an unfinished copy. */
async function begin(db: Db, now: Date): Promise<void> {
  const marker = await db.collection<Marker>(markerCollection).findOne({ _id: markerId });
  if (marker?.state === 'finished') {
    const when = marker.at.toISOString();
    throw new MigrationError(
      `The database "${db.databaseName}" was filled from an embedded store at ${when}. Set MONGODB_URI to use it; ` +
        'or drop it to copy once more, which loses whatever was written there since.',
    );
  }
  if (!marker) {
    for (const { name } of await db.listCollections({}, { nameOnly: true }).toArray()) {
      if (name.startsWith('system.')) continue;
      if (await db.collection(name).findOne({}, { projection: { _id: 1 } })) {
        throw new MigrationError(
          `The database "${db.databaseName}" holds other data already (collection "${name}"). Name an empty one.`,
        );
      }
    }
  }
  await mark(db, 'copying', now);
}

async function mark(db: Db, state: Marker['state'], at: Date): Promise<void> {
  await db.collection<Marker>(markerCollection).replaceOne({ _id: markerId }, { state, at }, { upsert: true });
}

/** Copies what is missing or different; answers how many documents were there already. */
async function copy(from: Collection, db: Db, onProgress: MigrationOptions['onProgress']): Promise<number> {
  const name = nameOf(from);
  const target = db.collection(name);
  await db.createCollection(name).catch((error) => {
    if (error.code !== 48) throw error;
  });
  let done = 0;
  let alreadyThere = 0;
  for (const batch of batchesOf(from)) {
    const there = await fetched(db, name, batch);
    const differing = batch.filter((document) => !isSame(document, there.get(key(document._id))));
    if (differing.length > 0) {
      await target.bulkWrite(
        differing.map((document) => ({
          replaceOne: {
            filter: { _id: { $eq: document._id as never } },
            replacement: withoutId(document),
            upsert: true,
          },
        })),
        { ordered: false },
      );
    }
    alreadyThere += batch.length - differing.length;
    done += batch.length;
    onProgress?.({ step: 'copying', collection: name, done, of: from.size });
  }
  // After the documents: built at once, and no half-copied change of a unique value is in another's way.
  for (const { spec } of from.indexes.values()) {
    if (spec.name !== idIndex.name) await db.command({ createIndexes: name, indexes: [indexOf(spec)] });
  }
  return alreadyThere;
}

/** Removes what an interrupted run brought over and the store has dropped since. */
async function removeForeign(collections: readonly Collection[], db: Db): Promise<void> {
  for (const collection of collections) {
    const target = db.collection(nameOf(collection));
    const foreign: unknown[] = [];
    for await (const { _id } of target.find({}, { projection: { _id: 1 } })) {
      if (!collection.has(_id)) foreign.push(_id);
    }
    for (let at = 0; at < foreign.length; at += batchSize) {
      await target.deleteMany({ _id: { $in: foreign.slice(at, at + batchSize) as never[] } });
    }
  }
}

/** @throws MigrationError for the first difference */
async function compare(from: Collection, db: Db, onProgress: MigrationOptions['onProgress']): Promise<void> {
  const name = nameOf(from);
  let done = 0;
  for (const batch of batchesOf(from)) {
    const there = await fetched(db, name, batch);
    const wrong = batch.find((document) => !isSame(document, there.get(key(document._id))));
    if (wrong) throw new MigrationError(`The document ${String(wrong._id)} of "${name}" did not arrive as it is`);
    done += batch.length;
    onProgress?.({ step: 'comparing', collection: name, done, of: from.size });
  }
  const count = await db.collection(name).countDocuments();
  if (count !== from.size) throw new MigrationError(`"${name}" holds ${count} documents instead of ${from.size}`);
  const present = new Set((await db.collection(name).indexes()).map((index) => index.name));
  const missing = [...from.indexes.keys()].find((index) => !present.has(index));
  if (missing) throw new MigrationError(`"${name}" has no index "${missing}"`);
}

function* batchesOf(collection: Collection): Generator<Document[]> {
  let batch: Document[] = [];
  for (const document of collection.documents()) {
    batch.push(document);
    if (batch.length < batchSize) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

async function fetched(db: Db, name: string, batch: readonly Document[]): Promise<ReadonlyMap<string, Document>> {
  const ids = batch.map((document) => document._id as never);
  const found = await db
    .collection(name)
    .find({ _id: { $in: ids } })
    .toArray();
  return new Map(found.map((document) => [key(document._id), document]));
}

const key = (id: unknown) => Buffer.from(serialize({ id })).toString('latin1');

const isSame = (a: Document, b: Document | undefined) =>
  b !== undefined && Buffer.from(serialize(a)).equals(Buffer.from(serialize(b)));

function withoutId({ _id: _, ...rest }: Document): Document {
  return rest;
}

function indexOf(spec: IndexSpec): Document {
  const { v: _, ...described } = describeIndex(spec);
  return described;
}
