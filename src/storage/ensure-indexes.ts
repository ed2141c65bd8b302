import type { Model } from 'mongoose';
import { guarded, isDuplicateKey } from './store-faults.js';

/** The database holds an index, or data, that contradicts an index we declare. The message says what to do. */
export class IndexMismatch extends Error {
  override readonly name = 'IndexMismatch';
}

/**
 * Creates the indexes that a model declares and compares those that are there already, so that a changed declaration
 * is met at the start and not as a slow or doubled record later on. Indexes that we don't declare are left alone.
 */
export async function ensureIndexes<T>(model: Model<T>): Promise<void> {
  const { collection } = model;
  await guarded(() => model.createCollection());
  const present = await guarded(() => collection.listIndexes().toArray());
  for (const [key, declared] of model.schema.indexes()) {
    const { name = '', partialFilterExpression, expireAfterSeconds } = declared;
    const unique = declared.unique === true;
    const found = present.find((index) => index.name === name);
    if (found) {
      const {
        unique: foundUnique = false,
        partialFilterExpression: foundFilter,
        expireAfterSeconds: foundExpiry,
      } = found;
      const asFound = [Object.entries(found.key), foundUnique, foundFilter, foundExpiry];
      const asDeclared = [Object.entries(key), unique, partialFilterExpression, expireAfterSeconds];
      if (JSON.stringify(asFound) === JSON.stringify(asDeclared)) continue;
      throw new IndexMismatch(
        `index "${name}" of collection "${collection.collectionName}" differs from what this version declares: ` +
          `drop it (db.${collection.collectionName}.dropIndex('${name}')) and start again`,
      );
    }
    const options = {
      ...(partialFilterExpression && { partialFilterExpression }),
      ...(expireAfterSeconds !== undefined && { expireAfterSeconds }),
    };
    try {
      await guarded(() => collection.createIndex(key as Record<string, 1 | -1>, { name, unique, ...options }));
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
      throw new IndexMismatch(
        `collection "${collection.collectionName}" holds records that share what index "${name}" keeps unique`,
        { cause: error },
      );
    }
  }
}
