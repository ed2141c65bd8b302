import mongoose from 'mongoose';
import { StoreUnavailable } from '../application/ports.js';

const { MongoError, MongoInvalidArgumentError, MongoNotConnectedError, MongoServerError, MongoServerSelectionError } =
  mongoose.mongo;

/** Two documents claim the same unique key. Which one it was is found out by looking, not by reading the message. */
export function isDuplicateKey(error: unknown): boolean {
  return error instanceof MongoServerError && error.code === 11000;
}

/** True when nothing can have reached the store, so that nothing can have been changed. */
export function wasNeverSent(error: StoreUnavailable): boolean {
  const { cause } = error;
  const neverSent = [MongoServerSelectionError, MongoNotConnectedError, mongoose.MongooseError];
  return neverSent.some((kind) => cause instanceof kind);
}

/**
 * Runs one operation of the store. Whatever the driver reports, be it an absent server, a broken connection, a closed
 * pool or a write that the server could not make durable, becomes `StoreUnavailable` with its cause. A duplicate key
 * and a mistake of our own (an argument the driver refuses) pass as they are.
 */
export async function guarded<T>(operation: () => PromiseLike<T>): Promise<T> {
  try {
    return await operation();
  } catch (error) {
    if (isDuplicateKey(error) || !isFault(error)) throw error;
    throw new StoreUnavailable('the store did not answer as it should', { cause: error });
  }
}

function isFault(error: unknown): boolean {
  if (error instanceof MongoInvalidArgumentError) return false;
  if (error instanceof MongoError) return true;
  // Mongoose reports a connection that is not there in words of its own; its other errors are ours (a wrong schema).
  return (
    error instanceof mongoose.MongooseError && ['MongooseError', 'MongooseServerSelectionError'].includes(error.name)
  );
}
