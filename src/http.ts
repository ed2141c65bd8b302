import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express, { type RequestHandler } from 'express';
import { sendProblem } from './intake/problem.js';
import { deskTexts } from './locales/operator.js';

/**
 * How long a connection stays open for the next request, in milliseconds: longer than proxies and load balancers keep
 * theirs (a minute in most). Who sends over one that is being closed loses the request, and Slack sends a press once.
 */
const keepAliveMs = 75_000;

export interface HttpSide {
  /** `http://host:port` as this machine reaches it. */
  readonly url: string;
  /** Takes no more connections; those that are idle end now. */
  close(): void;
  /** Ends what is still open. */
  end(): void;
}

/** Listens, and hands each request to the parts in their order; what none of them takes is a 404 problem. */
export async function listen(
  { host, port }: { readonly host: string; readonly port: number },
  parts: readonly (readonly [path: string, handler: RequestHandler])[],
): Promise<HttpSide> {
  const app = express();
  app.disable('x-powered-by');
  for (const [path, handler] of parts) app.use(path, handler);
  app.use((_request, response) => sendProblem(response, { status: 404, detail: deskTexts.notFound }));
  const server = createServer({ keepAliveTimeout: keepAliveMs }, app);
  server.listen(port, host);
  await once(server, 'listening').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EADDRINUSE') throw new Error(deskTexts.portTaken(port), { cause: error });
    throw error;
  });
  const { port: actual } = server.address() as AddressInfo;
  const anywhere = host === '0.0.0.0' || host === '::';
  return {
    url: `http://${anywhere ? '127.0.0.1' : host}:${actual}`,
    close() {
      server.close();
      server.closeIdleConnections();
    },
    end: () => server.closeAllConnections(),
  };
}
