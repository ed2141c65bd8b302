import { isDeepStrictEqual } from 'node:util';
import { BSON, type Collection, type Document } from 'mongodb';
import {
  anyDocument,
  anyFilter,
  anyPipeline,
  anySort,
  anyUpdate,
  type Random,
  typedFields,
} from './random-commands.js';

type Doc = Document & { _id: number };
type Engines = readonly [ours: Collection<Doc>, theirs: Collection<Doc>];

const commands = 100;

/**
 * Runs random commands on two engines and compares each answer, and after each change the whole collection. Some
 * collections have indexes, which may change no answer.
 *
 * @returns how many were compared, and the first difference, at which the two collections part for good
 */
export async function compareEngines(
  engines: Engines,
  random: Random,
): Promise<{ readonly compared: number; readonly difference: unknown }> {
  const documents = Array.from({ length: 20 + Math.floor(random() * 20) }, (_, n) => ({
    _id: n,
    ...anyDocument(random),
  }));
  await both(engines, (collection) => collection.insertMany(documents as Doc[]));
  for (const field of typedFields) {
    if (random() > 0.3) continue;
    const direction = random() < 0.5 ? 1 : -1;
    await both(engines, (collection) => collection.createIndex({ [field]: direction }));
  }
  for (let n = 0; n < commands; n++) {
    const difference = await compareOne(engines, random);
    if (difference !== undefined) return { compared: n, difference };
  }
  return { compared: commands, difference: undefined };
}

async function compareOne(engines: Engines, random: Random): Promise<unknown> {
  const filter = anyFilter(random);
  switch (Math.floor(random() * 6)) {
    case 0: {
      const sort = { ...anySort(random), _id: 1 as const };
      const [skip, limit] = [Math.floor(random() * 4), Math.floor(random() * 12)];
      return same(engines, { find: filter, sort, skip, limit }, (collection) =>
        collection.find(filter as never, { sort, skip, limit }).toArray(),
      );
    }
    case 1:
      return same(engines, { count: filter }, (collection) => collection.countDocuments(filter as never));
    case 2: {
      const pipeline = anyPipeline(random, filter);
      return same(engines, { pipeline }, (collection) => collection.aggregate(pipeline).toArray());
    }
    case 3: {
      const update = anyUpdate(random);
      const upsert = random() < 0.15;
      const query = upsert ? { _id: -1 - Math.floor(random() * 5) } : filter;
      const change = update;
      const answers = await same(engines, { updateOne: query, change, upsert }, async (collection) => {
        const first = upsert ? query : await firstOf(collection, query);
        const { acknowledged: _, ...outcome } = await collection.updateOne(first as never, change, { upsert });
        return outcome;
      });
      return answers ?? sameContents(engines, { updateOne: query, change, upsert });
    }
    case 4: {
      const update = anyUpdate(random);
      let refused = false;
      const answers = await same(engines, { updateMany: filter, update }, async (collection) => {
        const outcome = await collection.updateMany(filter as never, update).catch((error) => {
          refused = true;
          throw error;
        });
        return { ...outcome, acknowledged: true };
      });
      // One document that refuses ends it: those before it are changed by then, in an order that is each engine's own.
      if (refused) await align(engines);
      return answers ?? sameContents(engines, { updateMany: filter, update });
    }
    default: {
      const sort = { ...anySort(random), _id: 1 as const };
      const update = anyUpdate(random);
      const answers = await same(engines, { findOneAndUpdate: filter, sort, update }, (collection) =>
        collection.findOneAndUpdate(filter as never, update, { sort, returnDocument: 'after' }),
      );
      return answers ?? sameContents(engines, { findOneAndUpdate: filter, sort, update });
    }
  }
}

/** Which of several matching documents an update takes is each engine's choice: the first by id is named. */
async function firstOf(collection: Collection<Doc>, filter: Document): Promise<Document> {
  const found = await collection.findOne(filter as never, { sort: { _id: 1 }, projection: { _id: 1 } });
  return { _id: found?._id ?? 'none' };
}

/** Makes their collection hold what ours holds. */
async function align([ours, theirs]: Engines): Promise<void> {
  const documents = await ours.find().toArray();
  await theirs.deleteMany({});
  await theirs.insertMany(documents);
}

const sameContents = (engines: Engines, after: Document) =>
  same(engines, { contents: true, after }, (collection) => collection.find().sort({ _id: 1 }).toArray());

/** Both answers, if they differ. A refusal is one whatever its words; codes have tests of their own. */
async function same(engines: Engines, command: Document, run: (collection: Collection<Doc>) => Promise<unknown>) {
  const [ours, theirs] = await both(engines, (collection) =>
    run(collection).then(
      (answer) => ({ answer }),
      (error) => ({ refused: error.code !== undefined }),
    ),
  );
  if (isDeepStrictEqual(ours, theirs)) return undefined;
  return BSON.EJSON.stringify({ command, ours, theirs });
}

const both = async <T>([ours, theirs]: Engines, run: (collection: Collection<Doc>) => Promise<T>) =>
  [await run(ours), await run(theirs)] as const;
