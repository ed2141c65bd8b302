#!/usr/bin/env node
import { parseArgs } from 'node:util';
import { loadConfig } from './config.js';
import { deskTexts } from './locales/operator.js';
import { createLogger } from './logger.js';

/** EX_CONFIG of sysexits.h: something in the configuration is wrong, and trying again won't help. */
const configurationError = 78;

const values = flags();
const answer = loadConfig({ env: process.env, flags: values, cwd: process.cwd() });
if (!answer.ok) {
  const lines = answer.problems.map(({ name, expected, got }) => deskTexts.configProblem(name, expected, got));
  process.stderr.write(`${deskTexts.configWrong(lines.length)}\n${lines.join('\n')}\n`);
  process.exit(configurationError);
}

const logger = createLogger(answer.config.logLevel);
try {
  // Loaded now that there is something to start: who mistyped a setting hears of it at once.
  const { startDesk } = await import('./app.js');
  const desk = await startDesk(answer.config, { logger });
  for (const line of desk.greeting) process.stdout.write(`${line}\n`);
  if (values.playground && !answer.config.playground) process.stdout.write(`${deskTexts.playgroundGivesWay}\n`);
  let stopping = false;
  const stop = (signal: NodeJS.Signals) => {
    if (stopping) process.exit(1);
    stopping = true;
    logger.info({ signal }, 'stopping');
    desk.stop().then(
      () => process.exit(0),
      (error) => {
        logger.error({ err: error }, 'did not stop cleanly');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
} catch (error) {
  logger.fatal({ err: error }, 'the desk could not start');
  process.stderr.write(`${deskTexts.startFailed(error instanceof Error ? error.message : String(error))}\n`);
  process.exit(1);
}

function flags(): { readonly playground: boolean } {
  try {
    return parseArgs({ options: { playground: { type: 'boolean', default: false } } }).values;
  } catch (error) {
    process.stderr.write(`${deskTexts.unknownFlag(error instanceof Error ? error.message : String(error))}\n`);
    process.exit(configurationError);
  }
}
