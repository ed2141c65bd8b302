import { setTimeout as wait } from 'node:timers/promises';
import type mongoose from 'mongoose';
import type { Logger } from '../logger.js';

/** A heartbeat counts as stuck after so many times the driver's own limit for its answer. */
const factor = 1.5;

/** Between attempts to connect anew, in milliseconds. */
const pause = 1_000;

/**
 * Connects a client anew when the driver waits for a heartbeat that can't end any more.
 *
 * The driver asks each server for a sign of life, and while it waits for one it asks nothing else; so its time limit for
 * the answer is what brings a lost server back. But when all connections are closed at once, an operation that fails
 * makes it ask over a connection whose socket is destroyed and has not said so yet. It then waits for that socket to
 * drain, which has neither an end nor a limit (7.8, `Connection.writeCommand`), and every operation is refused from then
 * on though the server is there.
 *
 * @returns a function that ends the watch
 */
export function watchHeartbeats(client: mongoose.mongo.MongoClient, logger: Pick<Logger, 'warn'>): () => void {
  const waiting = new Map<string, NodeJS.Timeout>();
  let over = false;
  let reconnecting = false;

  const forget = (address: string) => {
    clearTimeout(waiting.get(address));
    waiting.delete(address);
  };

  const reconnect = async () => {
    if (over || reconnecting) return;
    reconnecting = true;
    logger.warn('the store connection is stuck; connecting anew');
    for (let connected = false; !connected && !over; ) {
      try {
        await client.close();
        await client.connect();
        connected = true;
      } catch (err) {
        logger.warn({ err }, 'could not connect to the store anew; trying again');
        await wait(pause, undefined, { ref: false });
      }
    }
    reconnecting = false;
    if (over) await client.close();
  };

  client.on('serverHeartbeatStarted', ({ connectionId, awaited }) => {
    forget(connectionId);
    const { connectTimeoutMS, heartbeatFrequencyMS } = client.options;
    // A server that is asked to answer when something changes may take as long as it was told to.
    const limit = factor * (connectTimeoutMS + (awaited ? heartbeatFrequencyMS : 0));
    const timer = setTimeout(() => {
      // An answer that came while this process was busy is read before this.
      setImmediate(() => {
        if (waiting.get(connectionId) === timer) void reconnect();
      });
    }, limit).unref();
    waiting.set(connectionId, timer);
  });
  client.on('serverHeartbeatSucceeded', ({ connectionId }) => forget(connectionId));
  client.on('serverHeartbeatFailed', ({ connectionId }) => forget(connectionId));
  client.on('serverClosed', ({ address }) => forget(address));

  return () => {
    over = true;
    for (const address of waiting.keys()) forget(address);
  };
}
