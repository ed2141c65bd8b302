import { resolve } from 'node:path';
import { Command } from 'commander';
import { loadClientConfig } from './config.js';
import { backUp } from './storage/backup.js';
import { migrate, type Progress } from './storage/migrate.js';
import { restore } from './storage/restore.js';

// `npm run desk -- backup FILE | restore FILE | migrate --to URI`: what is done with a desk's data now and then.

const print = (line: string) => process.stdout.write(`${line}\n`);

const program = new Command('npm run desk --')
  .description("Looks after the data of a desk's embedded store.")
  .option('--data <folder>', 'where the data lies (default: DATA_DIR, else ./data)');

program
  .command('backup')
  .description('copies the data into a new file, whether the desk runs or not')
  .argument('<file>')
  .action((file: string) =>
    withEmbedded(async (dataDir) => {
      const { documents, bytes } = await backUp(dataDir, resolve(file));
      print(`${file}: ${documents} documents, ${bytes} bytes, read back and sound`);
    }),
  );

program
  .command('restore')
  .description('puts a backup in the place of the data, whether the desk runs or not')
  .argument('<file>')
  .action((file: string) =>
    withEmbedded(async (dataDir) => {
      print(`Checking ${file} …`);
      const { documents, keptAt } = await restore(dataDir, resolve(file));
      print(`${dataDir} holds the ${documents} documents of ${file}.`);
      if (keptAt) print(`The data as they were: ${keptAt}`);
    }),
  );

program
  .command('migrate')
  .description(
    'copies the data into a MongoDB database; the desk has to be stopped. Interrupted, it goes on when run again',
  )
  .requiredOption('--to <uri>', 'an empty database, as mongodb://… or mongodb+srv://…')
  .action(({ to }: { to: string }) =>
    withData(async (dataDir) => {
      process.once('SIGINT', () => {
        process.stderr.write('Interrupted. Run it again, and it goes on.\n');
        process.exit(130);
      });
      const { documents, collections, alreadyThere } = await migrate({
        dataDir,
        uri: to,
        now: new Date(),
        onProgress: progressPrinter(),
      });
      if (alreadyThere > 0) print(`There already: ${counted(alreadyThere, 'document')}.`);
      const all = `${counted(documents, 'document')} of ${counted(collections, 'collection')}`;
      print(`In MongoDB, compared one by one: ${all}.`);
      print('Set MONGODB_URI to that address and start the desk. The data folder is as it was.');
    }),
  );

await program.parseAsync();

/** Does something that only the embedded store needs: MongoDB has tools of its own. */
async function withEmbedded(run: (dataDir: string) => Promise<void>): Promise<void> {
  const config = loadClientConfig({ env: process.env, cwd: process.cwd() });
  if (config.ok && config.mongodb && program.opts<{ data?: string }>().data === undefined) {
    process.stderr.write(
      'MONGODB_URI is set, so the data lie in MongoDB: use mongodump and mongorestore. ' +
        'For the data of an embedded store, name its folder with --data.\n',
    );
    process.exitCode = 78;
    return;
  }
  await withData(run);
}

async function withData(run: (dataDir: string) => Promise<void>): Promise<void> {
  const config = loadClientConfig({ env: process.env, cwd: process.cwd() });
  const given = program.opts<{ data?: string }>().data;
  if (!config.ok && given === undefined) {
    for (const { name, expected } of config.problems) process.stderr.write(`${name}: expected ${expected}\n`);
    process.exitCode = 78;
    return;
  }
  try {
    await run(given ? resolve(given) : config.ok ? config.dataDir : '');
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}

const counted = (count: number, what: string) => `${count} ${what}${count === 1 ? '' : 's'}`;

/** Prints each collection's beginning of a tenth. */
function progressPrinter(): (progress: Progress) => void {
  let last = '';
  return ({ step, collection, done, of }) => {
    const percent = Math.floor((done * 10) / of) * 10;
    const line = `${step} ${collection}: ${percent} %`;
    if (line !== last) print(line);
    last = line;
  };
}
