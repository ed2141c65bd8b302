import { setImmediate as turn } from 'node:timers/promises';

// A desk that works for a while, on both platforms, and is stopped. It says what it leaves behind, and calls no exit.

// As it is shipped, with the samples beside it.
const dist = new URL('../../../dist/', import.meta.url);
const { startDesk }: typeof import('../../src/app.js') = await import(new URL('app.js', dist).href);
const { loadConfig }: typeof import('../../src/config.js') = await import(new URL('config.js', dist).href);
const { createLogger }: typeof import('../../src/logger.js') = await import(new URL('logger.js', dist).href);

// Its own output may be a pipe, which stays open.
process.stdout.write('');
const before = await resources();
const answer = loadConfig({ env: process.env, flags: { playground: true }, cwd: process.cwd() });
if (!answer.ok) throw new Error(JSON.stringify(answer.problems));
const desk = await startDesk(answer.config, { logger: createLogger(answer.config.logLevel) });
await desk.slackReady;
// A job of each kind runs at its own time, and what the samples owe goes out.
const jobs = desk.storage.database.collection('jobs');
while ((await jobs.countDocuments({ lastFinishedAt: null })) > 0) await turn();
await desk.dispatcher.idle();
const busy = process.getActiveResourcesInfo();
await desk.stop();
process.stdout.write(JSON.stringify({ before, busy, left: await resources() }));

/** What keeps the process alive, once requests have ended, as they do by themselves. */
async function resources(): Promise<string[]> {
  await turn();
  const names = process.getActiveResourcesInfo();
  return names.some((name) => name.includes('Req')) ? resources() : names;
}
