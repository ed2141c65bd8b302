import type { AddressInfo } from 'node:net';
import { App, HTTPReceiver, LogLevel, SocketModeReceiver } from '@slack/bolt';
import { WebClient } from '@slack/web-api';
import { SlackStandIn, type StandInOptions } from '../../../src/playground/slack/stand-in.js';
import { cleanUp, cleanups } from '../serving.js';

export { cleanUp, cleanups };

export async function startSlack(options: StandInOptions = {}): Promise<SlackStandIn> {
  const slack = new SlackStandIn(options);
  await slack.start();
  cleanups.push(() => slack.stop());
  return slack;
}

/** The real client, which neither retries nor logs. */
export function clientOf(slack: SlackStandIn, token = slack.botToken): WebClient {
  return new WebClient(token, {
    slackApiUrl: slack.apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logLevel: LogLevel.ERROR,
    logger: silent,
  });
}

/** The `data` of the refusal that a call gets. */
export async function refusal(call: Promise<unknown>): Promise<Record<string, unknown>> {
  try {
    await call;
  } catch (error) {
    return (error as { data?: Record<string, unknown> }).data ?? { thrown: error };
  }
  throw new Error('the call was not refused');
}

const silent = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  setLevel() {},
  setName() {},
  getLevel: () => LogLevel.ERROR,
};

/** A Bolt app on the stand-in, in the stand-in's mode. */
export async function startApp(slack: SlackStandIn, listen: (app: App) => void): Promise<App> {
  const clientOptions = { slackApiUrl: slack.apiUrl, retryConfig: { retries: 0 }, logger: silent };
  const http = new HTTPReceiver({
    signingSecret: slack.signingSecret,
    endpoints: '/slack/events',
    logger: silent,
    port: 0,
    unhandledRequestTimeoutMillis: 200,
  });
  const receiver = slack.socket
    ? new SocketModeReceiver({ appToken: slack.appToken, logger: silent, installerOptions: { clientOptions } })
    : http;
  const app = new App({ token: slack.botToken, receiver, clientOptions, logger: silent, ignoreSelf: false });
  listen(app);
  const server = await app.start();
  cleanups.push(async () => app.stop());
  if (!slack.socket) {
    const { port } = (server as unknown as { address(): AddressInfo }).address();
    slack.requestUrl = `http://127.0.0.1:${port}/slack/events`;
  }
  return app;
}

export const button = (actionId: string, value: string) => ({
  type: 'button' as const,
  action_id: actionId,
  value,
  text: { type: 'plain_text' as const, text: 'Press' },
});

export const actions = (...elements: ReturnType<typeof button>[]) => ({ type: 'actions' as const, elements });

export const input = (blockId: string, element: Record<string, unknown>, optional = false) => ({
  type: 'input',
  block_id: blockId,
  label: { type: 'plain_text', text: 'Label' },
  element,
  optional,
});

export const modal = (...blocks: unknown[]) => ({
  type: 'modal' as const,
  callback_id: 'form',
  title: { type: 'plain_text' as const, text: 'A form' },
  submit: { type: 'plain_text' as const, text: 'Send' },
  blocks: blocks as never[],
});
