import express, { type Response, Router } from 'express';
import type { z } from 'zod';
import { sendProblem } from '../loopback-only.js';

const HEARTBEAT_MS = 20_000;

/** A router for JSON that nobody keeps. */
export function jsonRouter(): Router {
  const router = Router();
  router.use((_request, response, next) => {
    response.set('cache-control', 'no-store');
    next();
  });
  router.use(express.json({ limit: '256kb', strict: true }));
  return router;
}

/** Answers a POST whose body the schema takes; any other gets 415 or 400. */
export function onPost<Schema extends z.ZodType>(
  router: Router,
  path: string,
  schema: Schema,
  act: (body: z.infer<Schema>) => Promise<object>,
): void {
  router.post(path, async (request, response) => {
    if (!request.is('application/json')) {
      sendProblem(response, 415, 'Send application/json');
      return;
    }
    const parsed = schema.safeParse(request.body);
    if (parsed.success) response.json(await act(parsed.data));
    else sendProblem(response, 400, 'The request could not be read', describe(parsed.error));
  });
}

/** Keeps the answer open for Server-Sent Events until the page goes away. */
export function streamEvents(
  response: Response,
  follow: (send: (name: string, data: unknown) => void) => () => void,
): void {
  response.set({ 'content-type': 'text/event-stream', 'x-accel-buffering': 'no' });
  response.flushHeaders();
  const stop = follow((name, data) => {
    response.write(`event: ${name}\ndata: ${JSON.stringify(data)}\n\n`);
  });
  // Proxies and browsers give up on a stream that is silent for long.
  const heartbeat = setInterval(() => response.write(':\n\n'), HEARTBEAT_MS);
  response.on('close', () => {
    clearInterval(heartbeat);
    stop();
  });
}

function describe(error: z.ZodError): string {
  return error.issues.map((issue) => `${issue.path.join('.') || 'body'}: ${issue.message}`).join('; ');
}
