import { ObjectId } from 'bson';
import { StoreError } from '../errors.js';
import { clone, type Document, isDocument } from '../values/documents.js';
import { parsePath, placeAt } from './paths.js';
import { isReplacement, type Update } from './update.js';

/** The document that an upsert inserts: what the query fixes by equality, then the update. */
export function upsertedDocument(filter: Document, update: unknown, apply: Update): Document {
  const base: Document = {};
  const replacing = isDocument(update) && isReplacement(update);
  for (const [path, value] of equalities(filter)) {
    if (replacing && path !== '_id') continue;
    const place = placeAt(base, parsePath(path), true);
    if (place?.value !== undefined && path !== '_id') {
      throw new StoreError(54, `cannot infer query fields to set, path '${path}' is matched twice`);
    }
    place?.set(clone(value));
  }
  const { document } = apply(base, true);
  if (document._id !== undefined) return document;
  return { _id: new ObjectId(), ...document };
}

function equalities(filter: Document): [string, unknown][] {
  return Object.entries(filter).flatMap(([name, demand]): [string, unknown][] => {
    if (name === '$and' && Array.isArray(demand)) return demand.flatMap(equalities);
    if (name === '$or' && Array.isArray(demand) && demand.length === 1) return equalities(demand[0]);
    if (name.startsWith('$') || demand instanceof RegExp) return [];
    if (!isDocument(demand) || !Object.keys(demand)[0]?.startsWith('$')) return [[name, demand]];
    if ('$eq' in demand) return [[name, demand.$eq]];
    if (Array.isArray(demand.$in) && demand.$in.length === 1) return [[name, demand.$in[0]]];
    if (Array.isArray(demand.$all) && demand.$all.length === 1) return [[name, demand.$all[0]]];
    return [];
  });
}
