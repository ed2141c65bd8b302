import { once } from 'node:events';
import { EJSON } from 'bson';
import { Command, InvalidArgumentError } from 'commander';
import { createLogger } from '../logger.js';
import { lockDataDir } from './embedded/data-lock.js';
import { journalPath } from './embedded/open.js';
import { startEmbeddedStore } from './embedded/start.js';
import { assertJournal, type DumpedRecord, dumpStore, repairStore, verifyStore } from './embedded/tools.js';
import { describeVerification } from './store-report.js';

// Runs the embedded store alone, for looking into it with mongosh and for tests; and looks after its file.

const print = (line: string) => process.stdout.write(`${line}\n`);
// Whoever reads on has seen enough, as in `dump | head`.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));

function parsePort(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) throw new InvalidArgumentError('a port is a number from 0 to 65535');
  return port;
}

function parseOffset(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new InvalidArgumentError('an offset is a number of bytes');
  return Number(text);
}

const program = new Command('npm run store --')
  .description('Runs the embedded store alone and prints its URI.')
  .requiredOption('--data <folder>', 'where the data lies')
  .option('--port <number>', 'listen on this port of the loopback interface (0: any free one)', parsePort)
  .action(serve);

program
  .command('verify')
  .description('reads the whole journal and tells whether it is sound; changes nothing')
  .action(() =>
    atRest(async (dataDir) => {
      const found = await verifyStore(dataDir);
      for (const line of describeVerification(found)) print(line);
      if (found.replayError !== undefined || found.gaps.some(({ end }) => end !== undefined)) process.exitCode = 1;
    }),
  );

program
  .command('repair')
  .description('keeps what the journal holds before an offset and drops the rest; the old journal is kept beside it')
  .requiredOption('--upto <offset>', 'where to cut, in bytes, as "verify" tells it', parseOffset)
  .action(({ upto }: { upto: number }) =>
    atRest(async (dataDir) => {
      const { keptAt } = await repairStore(dataDir, upto);
      print(`Cut at byte ${upto}. The journal as it was: ${keptAt}`);
    }),
  );

program
  .command('dump')
  .description('prints every change of the journal as a line of JSON, those behind damage too')
  .action(() =>
    atRest((dataDir) =>
      dumpStore(dataDir, async (record) => {
        if (!print(lineOf(record))) await once(process.stdout, 'drain');
      }),
    ),
  );

await program.parseAsync();

async function serve(): Promise<void> {
  const { data, port } = program.opts<{ data: string; port?: number }>();
  await reporting(async () => {
    const store = await startEmbeddedStore({
      dataDir: data,
      ...(port === undefined ? {} : { port }),
      logger: createLogger('warn'),
      onFailure: (error) => {
        process.stderr.write(`The store failed: ${error.message}\n`);
        process.exit(1);
      },
    });
    print(store.uri);
    const stop = () => void store.close().then(() => process.exit(0));
    process.once('SIGINT', stop);
    process.once('SIGTERM', stop);
  });
}

/** Does something with a data folder that nobody else uses meanwhile. */
async function atRest(run: (dataDir: string) => Promise<void>): Promise<void> {
  const { data } = program.opts<{ data: string }>();
  await reporting(async () => {
    await assertJournal(journalPath(data));
    const lock = await lockDataDir(data);
    try {
      await run(data);
    } finally {
      lock.release();
    }
  });
}

async function reporting(run: () => Promise<void>): Promise<void> {
  try {
    await run();
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}

function lineOf(record: DumpedRecord): string {
  if (record.kind === 'gap') return JSON.stringify(record);
  return EJSON.stringify({ offset: record.offset, ...record.change }, { relaxed: false });
}
