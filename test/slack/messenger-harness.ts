import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebClient } from '@slack/web-api';
import { pino } from 'pino';
import type { Message } from '../../src/application/messages.js';
import type { Address, Destination } from '../../src/application/ports.js';
import { SlackStandIn } from '../../src/playground/slack/stand-in.js';
import { createSlackMessenger, type SlackMessage } from '../../src/slack/messenger.js';
import { webClientOptions } from '../../src/slack/web-client.js';

export const silent = pino({ level: 'silent' });

const methods = { post: 'chat.postMessage', update: 'chat.update' } as const;

/** Slack's messenger with the real web client, against the stand-in. */
export async function startSlackHarness(
  render: (message: Message) => SlackMessage = sectionWithText,
  now: () => number = () => Date.parse('2026-03-02T09:00:00Z'),
) {
  const slack = new SlackStandIn({ now });
  await slack.start();
  const nobodyThere = await closedPort();
  let unreachable = 0;
  const client = new WebClient(slack.botToken, {
    ...webClientOptions({ slackApiUrl: slack.apiUrl, logger: silent }),
    fetch: (url, init) => fetch(unreachable-- > 0 ? nobodyThere : url, init).catch(asOurs),
  });
  const { team, installation } = slack.workspace;
  const at = ({ channel, id }: Address) => slack.workspace.findMessage(slack.channel(channel), id);
  return {
    slack,
    client,
    messenger: createSlackMessenger({
      client,
      team: team.id,
      url: slack.webUrl,
      botUserId: installation.botUserId,
      render,
    }),
    channel: { platform: 'slack', kind: 'channel', id: 'C0RFIINBOX' } as const,
    person: { platform: 'slack', kind: 'person', id: 'U0ANNA0001' } as const,
    closedChannel: { platform: 'slack', kind: 'channel', id: 'C0GENERAL1' } as const,
    message: (text: string): Message => ({
      kind: 'line',
      language: 'en',
      text: { key: 'card.title', values: { customer: text } },
    }),
    now: () => new Date(now()),
    shown: (address: Address) => at(address)?.text ?? null,
    opened(link: string) {
      const [, channel = '', seconds, rest] =
        /^https:\/\/northwind-partners\.slack\.com\/archives\/(\w+)\/p(\d{10})(\d{6})$/.exec(link) ?? [];
      return at({ channel, id: `${seconds}.${rest}` })?.text ?? null;
    },
    /** What stands there, oldest first; `thread` is the id of the message that a reply stands under. */
    standing: (to: Destination) =>
      slack.messages(to.id).map(({ ts, text, threadTs }) => ({ id: ts, text, thread: threadTs })),
    /** So many of the next calls find nobody there. */
    disconnect(times: number) {
      unreachable = times;
    },
    texts: (to: Destination) => slack.messages(to.id).map(({ text }) => text),
    deletedByHand(address: Address) {
      const message = at(address);
      if (message) slack.workspace.remove(slack.channel(address.channel), message);
    },
    befall(step: 'post' | 'update', what: 'limit' | 'break-before' | 'break-after' | 'no-connection') {
      if (what === 'no-connection') unreachable = 1;
      else if (what === 'limit') slack.faults.rateLimit(methods[step], { retryAfter: 7 });
      else if (what === 'break-before') slack.faults.hangUp(methods[step]);
      else slack.faults.dropAnswer(methods[step]);
    },
    async stop() {
      await slack.stop();
      slack.assertStrict();
    },
  };
}

function sectionWithText(message: Message): SlackMessage {
  const phrase = message.kind === 'notice' ? message.lines[0] : message.kind === 'card' ? undefined : message.text;
  const text = message.kind === 'card' ? message.view.code : String(phrase?.values?.customer);
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
