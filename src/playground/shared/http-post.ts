import { type Agent, request as httpRequest, type IncomingMessage } from 'node:http';
import { parseLoosely } from './json.js';

/** What became of a request to the app. */
export interface Outcome {
  /** Whether the app acknowledged in time and with a 2xx. */
  acknowledged: boolean;
  /** Real milliseconds until the acknowledgement, or until giving up. */
  ms: number;
  /** Of HTTP; 0 when there was none. */
  status: number;
  /** The acknowledgement's content: what its JSON says, its text, or undefined when empty. */
  content: unknown;
  /** Why it was not acknowledged. */
  error?: string;
}

/** POSTs to the app as a platform does: with patience for `withinMs` and no longer. Never rejects. */
export function post(
  url: string,
  request: { agent: Agent; headers: Record<string, string>; body: string; withinMs: number },
): Promise<Outcome> {
  const { agent, body, withinMs } = request;
  const headers = { ...request.headers, 'content-length': String(Buffer.byteLength(body)) };
  return new Promise((resolve) => {
    let started = performance.now();
    let timer: NodeJS.Timeout | undefined;
    const finish = (outcome: Omit<Outcome, 'ms'>) => {
      clearTimeout(timer);
      resolve({ ms: performance.now() - started, ...outcome });
    };
    const failed = (error: string) => finish({ acknowledged: false, status: 0, content: undefined, error });
    const sent = httpRequest(url, { method: 'POST', agent, headers }, (response) => {
      collect(response).then(
        (text) => finish(outcomeOf(response.statusCode ?? 0, text)),
        (error: Error) => failed(error.message),
      );
    });
    // The time in the queue for one of our own sockets is not the app's.
    sent.on('socket', () => {
      started = performance.now();
      timer = setTimeout(() => {
        failed(`no acknowledgement within ${withinMs} ms`);
        sent.destroy();
      }, withinMs);
    });
    sent.on('error', (error) => failed(error.message));
    sent.end(body);
  });
}

async function collect(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of response as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

function outcomeOf(status: number, text: string): Omit<Outcome, 'ms'> {
  const acknowledged = status >= 200 && status < 300;
  const outcome = { acknowledged, status, content: parseLoosely(text) };
  return acknowledged ? outcome : { ...outcome, error: `HTTP ${status}` };
}
