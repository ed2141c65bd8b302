import type { WebClient } from '@slack/web-api';
import { clockAhead } from '../application/clock-ahead.js';
import type { Clock } from '../application/ports.js';

/**
 * How many milliseconds our clock is ahead of Slack's (negative: behind). Null when nobody answered with a `Date`
 * header.
 */
export async function measureClockAhead(client: WebClient, clock: Clock): Promise<number | null> {
  const asked = clock.now();
  try {
    // By hand, because the web client doesn't pass this header on.
    const answer = await fetch(`${client.slackApiUrl}auth.test`, {
      method: 'POST',
      headers: { authorization: `Bearer ${client.token}` },
      signal: AbortSignal.timeout(5_000),
    });
    const answered = clock.now();
    await answer.body?.cancel();
    return clockAhead(answer.headers.get('date'), asked, answered);
  } catch {
    // Whether Slack can be reached is another check's business.
    return null;
  }
}
