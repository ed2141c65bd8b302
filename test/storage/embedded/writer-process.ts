import { MongoClient, MongoError } from 'mongodb';
import { startEmbeddedStore } from '../../../src/storage/embedded/start.js';

// A process to be killed: writers change documents without end and print what they try, and what was acknowledged.
// Arguments: the data folder, how many writers, the size from which the journal is compacted.

interface State {
  readonly _id: number;
  readonly n: number;
  readonly copy: number;
  readonly code: string;
  readonly filler: string;
}

interface Entry {
  readonly _id: string;
  readonly writer: number;
  readonly n: number;
}

const [dataDir = '', writers = '4', smallJournal = '50000'] = process.argv.slice(2);
const store = await startEmbeddedStore({ dataDir, smallJournal: Number(smallJournal) });
const client = await MongoClient.connect(store.uri);
const states = client.db().collection<State>('states');
const log = client.db().collection<Entry>('log');
const say = (...words: readonly unknown[]) => process.stdout.write(`${words.join(' ')}\n`);

await states.createIndex({ code: 1 }, { unique: true });
await log.createIndex({ writer: 1, n: 1 });
say('ready');
await Promise.all(Array.from({ length: Number(writers) }, (_, writer) => write(writer)));

async function write(writer: number): Promise<never> {
  let n = (await states.findOne({ _id: writer }))?.n ?? 0;
  for (;;) {
    try {
      await change(writer, ++n);
    } catch (error) {
      // A backup has taken the place of the data: it goes on with those.
      if (!(error instanceof MongoError) || (error.code !== 91 && error.name !== 'MongoPoolClearedError')) throw error;
    }
  }
}

async function change(writer: number, n: number): Promise<void> {
  const code = `${writer}-${n}`;
  say('try', writer, n);
  const set = { n, copy: n, code, filler: 'x'.repeat(300) };
  await states.findOneAndUpdate({ _id: writer }, { $set: set }, { upsert: true });
  say('state', writer, n);
  await log.insertMany(['a', 'b', 'c'].map((part) => ({ _id: `${code}-${part}`, writer, n })));
  say('added', writer, n);
  await log.deleteMany({ writer, n: n - 3 });
  say('removed', writer, n - 3);
  const refused = await states.insertOne({ _id: -n, n, copy: n, code, filler: '' }).catch((error) => error.code);
  if (refused !== 11000) say('twice', writer, n);
}
