import { Command, InvalidArgumentError } from 'commander';
import { createLogger } from '../logger.js';
import { startEmbeddedStore } from './embedded/start.js';

// Runs the embedded store alone: for looking into it with mongosh, and for tests.

function parsePort(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) throw new InvalidArgumentError('a port is a number from 0 to 65535');
  return port;
}

const program = new Command('store')
  .description('Runs the embedded store alone and prints its URI.')
  .requiredOption('--data <folder>', 'where the data lies')
  .option('--port <number>', 'listen on this port of the loopback interface (0: any free one)', parsePort)
  .parse();
const { data, port } = program.opts<{ data: string; port?: number }>();

try {
  const store = await startEmbeddedStore({
    dataDir: data,
    ...(port === undefined ? {} : { port }),
    logger: createLogger('warn'),
    onFailure: (error) => {
      process.stderr.write(`The store failed: ${error.message}\n`);
      process.exit(1);
    },
  });
  process.stdout.write(`${store.uri}\n`);
  const stop = () => void store.close().then(() => process.exit(0));
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
