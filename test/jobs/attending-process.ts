import { once } from 'node:events';
import { pino } from 'pino';
import { attendDeadlines, type DeadlinePorts } from '../../src/application/attend-deadlines.js';
import { createDispatcher } from '../../src/application/dispatch-deliveries.js';
import type { Messenger } from '../../src/application/ports.js';
import { connectStorage } from '../../src/storage/connect-storage.js';
import { texts } from '../application/desk.js';
import { noLinks } from '../fakes/links.js';
import { profileStore } from '../fakes/profiles.js';
import { type FromProcess, remindingProfile } from './attending.js';

// A process that attends to deadlines and delivers what they owe, on a machine whose clock is wrong.

const [uri, database, ahead] = process.argv.slice(2) as [string, string, string];
const tell = (message: FromProcess) => process.send?.(message);
const told = async () => (await once(process, 'message'))[0] as unknown;

const right = Date.now;
Date.now = () => right() + Number(ahead);

/** A platform that takes everything at once, and of which the parent hears what it was told. */
const messenger: Messenger = {
  render: (message) => ({ hash: 'as ever', payload: 'text' in message ? message.text.values?.customer : message.kind }),
  async post(to, { payload }, nonce) {
    tell({ said: String(payload) });
    return { channel: to.id, id: nonce };
  },
  async update() {},
  async remove() {},
  find: async () => [],
  link: async () => null,
  lanes: () => [],
};

const logger = pino({ level: 'error' });
const storage = await connectStorage({ uri, database, logger });
const profiles = profileStore(remindingProfile());
const directories = {};
const dispatcher = createDispatcher({
  ...storage,
  profiles,
  messengers: { slack: messenger },
  directories,
  texts,
  logger,
});
const ports: DeadlinePorts = { ...storage, profiles, links: noLinks, logger, afterCommit: dispatcher.poke };

tell('ready');
await told();
dispatcher.start();
await attendDeadlines(ports);
tell('attended');
await told();
await attendDeadlines(ports);
await dispatcher.idle();
await dispatcher.stop();
await storage.close();
process.disconnect();
