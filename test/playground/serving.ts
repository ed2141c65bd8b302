import type { RequestHandler } from 'express';
import { listen } from '../../src/http.js';

/** Stops what a test has started, last first. */
export const cleanups: (() => Promise<unknown>)[] = [];

export async function cleanUp(): Promise<void> {
  for (const clean of cleanups.splice(0).reverse()) await clean();
}

/** Serves until the test is over. @returns `http://127.0.0.1:port` */
export async function serve(handler: RequestHandler): Promise<string> {
  const side = await listen({ host: '127.0.0.1', port: 0 }, [['/', handler]]);
  cleanups.push(async () => {
    side.close();
    side.end();
  });
  return side.url;
}
