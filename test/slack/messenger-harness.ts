import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebClient } from '@slack/web-api';
import { pino } from 'pino';
import type { Message } from '../../src/application/messages.js';
import { createSlackMessenger, type SlackMessage } from '../../src/slack/messenger.js';
import { webClientOptions } from '../../src/slack/web-client.js';
import { FakeChannels, us } from './fake-channels.js';
import { type Fault, startFakeWebApi } from './fake-web-api.js';

export const silent = pino({ level: 'silent' });

const faults: Record<'limit' | 'break-before' | 'break-after', Fault> = {
  limit: { status: 429, retryAfter: '7' },
  'break-before': 'hang-up',
  'break-after': 'lose-answer',
};

/** Slack's messenger with the real web client, against a Web API over real HTTP. */
export async function startSlackHarness(render: (message: Message) => SlackMessage = sectionWithText) {
  const channels = new FakeChannels();
  const api = await startFakeWebApi(channels.handlers);
  const nobodyThere = await closedPort();
  let unreachable = 0;
  const client = new WebClient('xoxb-test', {
    ...webClientOptions({ slackApiUrl: api.url, logger: silent }),
    fetch: (url, init) => fetch(unreachable-- > 0 ? nobodyThere : url, init).catch(asOurs),
  });
  return {
    api,
    channels,
    messenger: createSlackMessenger({ client, team: 'T1', botUserId: us, render }),
    channel: { platform: 'slack', kind: 'channel', id: 'C1' } as const,
    person: { platform: 'slack', kind: 'person', id: 'U1' } as const,
    closedChannel: { platform: 'slack', kind: 'channel', id: 'COUTSIDE' } as const,
    message: (text: string): Message => ({
      kind: 'line',
      language: 'en',
      text: { key: 'card.title', values: { customer: text } },
    }),
    now: () => channels.now(),
    shown: (at: { channel: string; id: string }) => channels.find(at.channel, at.id)?.text ?? null,
    texts: (to: { id: string }) => channels.messages.get(to.id)?.map(({ text }) => text) ?? [],
    deletedByHand: (at: { channel: string; id: string }) => channels.take(at.channel, at.id),
    befall(step: 'post' | 'update', what: 'limit' | 'break-before' | 'break-after' | 'no-connection') {
      if (what === 'no-connection') unreachable = 1;
      else api.fail(step === 'post' ? 'chat.postMessage' : 'chat.update', faults[what]);
    },
    stop: () => api.stop(),
  };
}

function sectionWithText(message: Message): SlackMessage {
  const text = message.kind === 'card' ? message.view.code : String(message.text.values?.customer);
  return { text, blocks: [{ type: 'section', text: { type: 'plain_text', text } }] };
}

/** Jest's realm has an `Error` of its own, which the one that `fetch` throws isn't; the web client asks for it. */
function asOurs(error: unknown): never {
  const { name, message, cause } = error as Error;
  throw Object.assign(new Error(message, { cause }), { name });
}

/** An address where connections are refused. */
async function closedPort(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return `http://127.0.0.1:${port}/`;
}
