import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { pino } from 'pino';
import { receiveReferral } from '../../src/application/receive-referral.js';
import { intakeRouter } from '../../src/intake/http.js';
import type { Rate } from '../../src/intake/token-bucket.js';
import { aProfile, profileStore } from './profiles.js';
import { MemoryReferralStore } from './referral-store.js';
import { memorySeenWebhooks } from './seen-webhooks.js';

export const token = 'an-intake-token-for-tests';
export const signingSecret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;

/** The real intake over HTTP on a free port, with its stores in memory, its log lines in `lines`, and a clock to set. */
export async function startIntake(
  options: { rate?: Rate; secrets?: { token: string | null; signingSecret: string | null } } = {},
) {
  const referrals = new MemoryReferralStore();
  const seenWebhooks = memorySeenWebhooks();
  const clock = { time: new Date('2026-03-10T12:00:00Z'), now: () => clock.time };
  const lines: string[] = [];
  const logger = pino({ level: 'trace' }, { write: (line: string) => lines.push(line) });
  const router = intakeRouter({
    secrets: options.secrets ?? { token, signingSecret },
    receive: receiveReferral({
      referrals,
      profiles: profileStore(aProfile()),
      defaultProfileId: 'default',
      clock,
      randomBytes,
      afterCommit: () => {},
    }),
    seenWebhooks,
    clock,
    logger,
    ...(options.rate && { rate: options.rate }),
  });
  const server = express().disable('x-powered-by').use('/intake', router).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    url,
    referrals,
    seenWebhooks,
    clock,
    lines,
    /** Posts with the bearer token, unless told otherwise. A body that is no text or bytes is sent as JSON. */
    async post(body: unknown, headers: Record<string, string> = {}) {
      const raw = typeof body === 'string' || body instanceof Uint8Array;
      return answerOf(
        await fetch(`${url}/intake/referrals`, {
          method: 'POST',
          headers: {
            'Content-Type': 'application/json',
            ...('webhook-id' in headers ? {} : { Authorization: `Bearer ${token}` }),
            ...headers,
          },
          body: raw ? (body as string) : JSON.stringify(body),
        }),
      );
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

export async function answerOf(response: Response) {
  const text = await response.text();
  return {
    status: response.status,
    type: response.headers.get('content-type') ?? '',
    headers: response.headers,
    text,
    json: text ? JSON.parse(text) : null,
  };
}
