import { ExpressReceiver, SocketModeReceiver } from '@slack/bolt';
import type { WebClient } from '@slack/web-api';
import { Router } from 'express';
import type { Message } from '../application/messages.js';
import type { Directory, Messenger } from '../application/ports.js';
import type { Logger } from '../logger.js';
import { AcknowledgingApp } from './acknowledging-app.js';
import type { SlackDesk } from './desk.js';
import { createSlackDirectory } from './directory.js';
import type { SlackIdentity } from './identity.js';
import { libraryLogger } from './library-logger.js';
import { registerListeners } from './listeners.js';
import { createSlackMessenger } from './messenger.js';
import { renderMessage } from './render-message.js';
import { type ClientSettings, webClientOptions } from './web-client.js';

export interface SlackSettings {
  readonly botToken: string;
  readonly mode:
    | { readonly kind: 'http'; readonly signingSecret: string }
    | { readonly kind: 'socket'; readonly appToken: string };
  /** Null: Slack itself. */
  readonly apiUrl: string | null;
}

/** What the rest of the desk gives; Slack's own parts come from here. */
export type SlackWiring = Omit<SlackDesk, 'messenger' | 'directory' | 'botUserId' | 'logger'>;

export interface SlackConnection {
  readonly messenger: Messenger;
  readonly directory: Directory;
  /** To be mounted at Slack's address. Null in Socket Mode. */
  readonly router: Router | null;
  /** Opens the socket, in Socket Mode. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** Everything of Slack's, wired: Bolt with its listeners, the messenger, the directory. */
export function connectSlack(options: {
  readonly settings: SlackSettings;
  readonly identity: SlackIdentity;
  readonly client: WebClient;
  /** Of that client, for those that Bolt makes. */
  readonly clientSettings: ClientSettings;
  readonly desk: SlackWiring;
  /** For clients that know no date markup. */
  readonly timeZone: string;
  readonly logger: Logger;
}): SlackConnection {
  const { settings, identity, client, clientSettings, desk, timeZone, logger } = options;
  const { team, url, botUserId, botId } = identity;
  const clientOptions = webClientOptions(clientSettings);
  const directory = createSlackDirectory({ client, team, clock: desk.clock, logger });
  const render = (message: Message) => renderMessage(message, timeZone);
  const messenger = createSlackMessenger({ client, team, url, botUserId, render });

  const router = settings.mode.kind === 'http' ? Router() : null;
  const receiver =
    settings.mode.kind === 'http' && router
      ? new ExpressReceiver({
          signingSecret: settings.mode.signingSecret,
          // It is mounted at its address already.
          endpoints: '/',
          router,
          logger: libraryLogger(logger, 'bolt'),
          // Bolt answers for a listener that doesn't: only after the time that the desk takes for its own answer.
          unhandledRequestTimeoutMillis: desk.answerWithinMs + 1_000,
        })
      : new SocketModeReceiver({
          appToken: settings.mode.kind === 'socket' ? settings.mode.appToken : '',
          installerOptions: { clientOptions },
          logger: libraryLogger(logger, 'bolt'),
        });
  const app = new AcknowledgingApp({
    receiver,
    clientOptions,
    logger: libraryLogger(logger, 'bolt'),
    // One workspace: whoever else sends something signed is checked by the directory.
    authorize: async () => ({
      botToken: settings.botToken,
      botUserId,
      teamId: team,
      ...(botId === null ? {} : { botId }),
    }),
  });
  registerListeners(app, { ...desk, messenger, directory, botUserId, logger });
  return {
    messenger,
    directory,
    router,
    async start() {
      if (!router) await app.start();
    },
    async stop() {
      if (!router) await app.stop();
    },
  };
}
