import { startDesk } from '../../src/app.js';
import { loadConfig } from '../../src/config.js';
import { createLogger } from '../../src/logger.js';
import { hurry } from './hurry.js';

// `main.js` for tests that kill it: configured in the same way, but in a hurry, and it prints where it listens.

const answer = loadConfig({ env: process.env, flags: { playground: false }, cwd: process.cwd() });
if (!answer.ok) throw new Error(JSON.stringify(answer.problems));
const { LEASE_MS } = process.env;
const pace = LEASE_MS ? { ...hurry, leaseMs: Number(LEASE_MS) } : hurry;
const desk = await startDesk(answer.config, { logger: createLogger(answer.config.logLevel), pace });
process.stdout.write(`${desk.url}\n`);
