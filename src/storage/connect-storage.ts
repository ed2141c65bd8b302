import mongoose from 'mongoose';
import type { DeadlineStore } from '../application/deadline-ports.js';
import type { FoldStore } from '../application/fold-ports.js';
import type { NotifyStore } from '../application/notify-ports.js';
import {
  type CardStore,
  type Clock,
  type ConversationStore,
  type DeliveryStore,
  type LaneStore,
  type OutboxStore,
  type ReferralStore,
  StoreUnavailable,
} from '../application/ports.js';
import type { ReaderStore } from '../application/reader-ports.js';
import type { SeenWebhooks } from '../application/seen-webhooks.js';
import type { Logger } from '../logger.js';
import { cardRepository } from './card-repository.js';
import { conversationModel, conversationRepository } from './conversation-repository.js';
import { deadlineRepository, rulesModel } from './deadline-repository.js';
import { deliveryModel } from './delivery-model.js';
import { deliveryRepository } from './delivery-repository.js';
import { ensureIndexes } from './ensure-indexes.js';
import { foldModel, foldRepository } from './fold-repository.js';
import { watchHeartbeats } from './heartbeat-watch.js';
import { laneModel } from './lane-model.js';
import { laneRepository } from './lane-repository.js';
import { notifyModel, notifyRepository } from './notify-repository.js';
import { outboxRepository } from './outbox-repository.js';
import { readerModel, readerRepository } from './reader-repository.js';
import { referralModel } from './referral-model.js';
import { referralRepository } from './referral-repository.js';
import { seenWebhookModel, seenWebhooks } from './seen-webhooks.js';
import { storeClock } from './store-clock.js';
import { guarded } from './store-faults.js';

export interface Storage {
  readonly referrals: ReferralStore;
  readonly cards: CardStore;
  readonly outbox: OutboxStore;
  readonly deliveries: DeliveryStore;
  readonly deadlines: DeadlineStore;
  readonly folds: FoldStore;
  readonly notifyWays: NotifyStore;
  readonly readers: ReaderStore;
  readonly lanes: LaneStore;
  readonly seenWebhooks: SeenWebhooks;
  /** For what keeps its own collections there: Agenda. */
  readonly database: mongoose.mongo.Db;
  readonly conversations: ConversationStore;
  /** The store's time. */
  readonly clock: Clock;
  /** Resolves when the store answers and takes writes. @throws StoreUnavailable in the store's words where it refuses */
  ping(): Promise<void>;
  close(): Promise<void>;
}

export interface StorageOptions {
  readonly uri: string;
  /** Default: the one that the URI names, else `referral-desk`. */
  readonly database?: string;
  readonly logger: Logger;
  /** How long a server is looked for and a connection tried before the store counts as away, in milliseconds. */
  readonly patienceMs?: number;
}

/** How often the difference to the store's clock is measured, in milliseconds. */
const clockInterval = 60_000;

/** An absent store is a quick answer. */
const defaultPatienceMs = 2_000;

/**
 * An answer is waited for 5 s at most. Writes are journaled and, on a replica set, held by the majority before they count.
 */
const options: mongoose.ConnectOptions = {
  socketTimeoutMS: 5_000,
  writeConcern: { w: 'majority', journal: true },
  ignoreUndefined: true,
  autoIndex: false,
  autoCreate: false,
  bufferCommands: false,
};

/**
 * Connects to MongoDB or the embedded store, checks and creates the indexes, and measures the store's clock.
 *
 * @throws StoreUnavailable when it can't be reached
 * @throws IndexMismatch when it holds an index other than the one declared
 */
export async function connectStorage({
  uri,
  database,
  logger,
  patienceMs = defaultPatienceMs,
}: StorageOptions): Promise<Storage> {
  const connection = mongoose.createConnection(uri, {
    ...options,
    serverSelectionTimeoutMS: patienceMs,
    connectTimeoutMS: patienceMs,
    dbName: database ?? databaseOf(uri),
  });
  // The driver reconnects by itself; without a listener its events would end the process.
  connection.on('error', (error) => logger.warn({ err: error }, 'store connection'));
  let closing = false;
  let stopWatch: () => void = () => undefined;
  connection.on('disconnected', () => closing || logger.warn('store disconnected'));
  connection.on('reconnected', () => logger.info('store reconnected'));

  const hello = () => guarded(async () => connection.db?.admin().command({ hello: 1 }) ?? notConnected());
  const clock = storeClock(async () => new Date((await hello()).localTime));
  try {
    await guarded(() => connection.asPromise());
    stopWatch = watchHeartbeats(connection.getClient(), logger);
    const referrals = referralModel(connection);
    const deliveries = deliveryModel(connection);
    const lanes = laneModel(connection);
    const seen = seenWebhookModel(connection);
    const rules = rulesModel(connection);
    const conversations = conversationModel(connection);
    const folds = foldModel(connection);
    const notify = notifyModel(connection);
    const readers = readerModel(connection);
    await ensureIndexes(referrals);
    await ensureIndexes(deliveries);
    await ensureIndexes(lanes);
    await ensureIndexes(seen);
    await ensureIndexes(rules);
    await ensureIndexes(conversations);
    await ensureIndexes(folds);
    await ensureIndexes(notify);
    await ensureIndexes(readers);
    await clock.measure();
    const remeasure = setInterval(() => {
      clock.measure().catch((error) => logger.warn({ err: error }, 'could not ask the store for its time'));
    }, clockInterval).unref();

    const database = connection.db;
    if (!database) return notConnected();
    return {
      database,
      referrals: referralRepository(referrals),
      cards: cardRepository(referrals),
      outbox: outboxRepository(referrals),
      deliveries: deliveryRepository(deliveries),
      deadlines: deadlineRepository(referrals, rules),
      folds: foldRepository(folds),
      notifyWays: notifyRepository(notify),
      readers: readerRepository(readers),
      lanes: laneRepository(lanes),
      seenWebhooks: seenWebhooks(seen),
      conversations: conversationRepository(conversations),
      clock,
      async ping() {
        await hello();
        await takesWrites(database);
      },
      async close() {
        closing = true;
        clearInterval(remeasure);
        stopWatch();
        await connection.close();
      },
    };
  } catch (error) {
    stopWatch();
    await connection.close();
    throw error;
  }
}

/** A store may answer every read, and yet have no room for a write. */
async function takesWrites(database: mongoose.mongo.Db): Promise<void> {
  const probes = database.collection<{ _id: string; at: Date }>('probes');
  try {
    await guarded(() => probes.updateOne({ _id: 'write' }, { $currentDate: { at: true } }, { upsert: true }));
  } catch (error) {
    const refused = error instanceof StoreUnavailable && error.cause instanceof mongoose.mongo.MongoServerError;
    throw refused ? new StoreUnavailable((error.cause as Error).message, { cause: error.cause }) : error;
  }
}

/** The database that a URI names, else ours. */
export function databaseOf(uri: string): string {
  const named = /^mongodb(?:\+srv)?:\/\/[^/?]+\/([^?]+)/.exec(uri)?.[1];
  return named === undefined ? 'referral-desk' : decodeURIComponent(named);
}

function notConnected(): never {
  throw new mongoose.MongooseError('not connected');
}
