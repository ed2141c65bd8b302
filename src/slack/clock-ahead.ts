import type { WebClient } from '@slack/web-api';
import type { Clock } from '../application/ports.js';

/**
 * How many milliseconds our clock is ahead of Slack's (negative: behind), by the `Date` header of an answer, which
 * counts whole seconds. Null when nobody answered or the header is missing.
 */
export async function measureClockAhead(client: WebClient, clock: Clock): Promise<number | null> {
  const before = clock.now().getTime();
  try {
    // By hand, because the web client doesn't pass this header on.
    const answer = await fetch(`${client.slackApiUrl}auth.test`, {
      method: 'POST',
      headers: { authorization: `Bearer ${client.token}` },
      signal: AbortSignal.timeout(5_000),
    });
    const after = clock.now().getTime();
    await answer.body?.cancel();
    const theirs = Date.parse(answer.headers.get('date') ?? '');
    if (Number.isNaN(theirs)) return null;
    // On average half a second has passed since the header's second began.
    return Math.round((before + after) / 2 - (theirs + 500));
  } catch {
    // Whether Slack can be reached is another check's business.
    return null;
  }
}
