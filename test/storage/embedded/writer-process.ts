import { MongoClient } from 'mongodb';
import { startEmbeddedStore } from '../../../src/storage/embedded/start.js';

// A process to be killed: it writes without end and prints the number of each write once it was acknowledged.
// Arguments: the data folder, the number to begin with.

const [dataDir = '', first = '0'] = process.argv.slice(2);
const store = await startEmbeddedStore({ dataDir });
const client = await MongoClient.connect(store.uri);
const collection = client.db().collection<{ _id: number; doubled?: number }>('writes');

async function write(n: number): Promise<void> {
  await collection.insertOne({ _id: n });
  await collection.updateOne({ _id: n }, { $set: { doubled: 2 * n } });
  process.stdout.write(`${n}\n`);
}

process.stdout.write('ready\n');
for (let n = Number(first); ; n += 4) await Promise.all([n, n + 1, n + 2, n + 3].map(write));
