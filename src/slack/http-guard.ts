import type { RequestHandler } from 'express';
import type { Clock } from '../application/ports.js';

/** More than any interaction of Slack's holds: a view of 250 KB, its state, and form encoding. */
const largestBody = 1_500_000;
/** Slack's own tolerance, which Bolt checks towards the past only. */
const toleranceSeconds = 300;
const contentTypes = ['application/x-www-form-urlencoded', 'application/json'];

export interface RefusedRequest {
  readonly status: 401 | 405 | 413 | 415;
  readonly detail: string;
}

/**
 * What Bolt's receiver lets pass or answers unclearly is refused before it gets there: other methods and content types,
 * too large a body, a timestamp from the future. The body is read once, and handed on as it came, since the signature
 * is over its bytes.
 *
 * @param refuse writes the answer
 */
export function slackHttpGuard(
  clock: Clock,
  refuse: (response: Parameters<RequestHandler>[1], refused: RefusedRequest) => void,
): RequestHandler {
  return (request, response, next) => {
    if (request.method !== 'POST') {
      response.setHeader('allow', 'POST');
      return refuse(response, { status: 405, detail: 'POST' });
    }
    const type = (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
    if (!contentTypes.includes(type)) return refuse(response, { status: 415, detail: contentTypes.join(', ') });
    const timestamp = Number(request.headers['x-slack-request-timestamp']);
    if (timestamp > clock.now().getTime() / 1000 + toleranceSeconds) {
      return refuse(response, { status: 401, detail: 'x-slack-request-timestamp' });
    }
    const chunks: Buffer[] = [];
    let length = 0;
    let refused = false;
    request.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length <= largestBody) chunks.push(chunk);
      else if (!refused) {
        refused = true;
        response.setHeader('connection', 'close');
        refuse(response, { status: 413, detail: String(largestBody) });
      }
    });
    request.on('end', () => {
      if (refused) return;
      // Where Bolt looks for a body that was read before.
      Object.assign(request, { rawBody: Buffer.concat(chunks) });
      next();
    });
  };
}
