import { type RequestHandler, Router } from 'express';
import type { Message } from '../application/messages.js';
import type { Messenger } from '../application/ports.js';
import type { Logger } from '../logger.js';
import { tenantOf } from './activity.js';
import { DeskAdapter, type TeamsEndpoints } from './adapter.js';
import type { TeamsDesk } from './desk.js';
import { createTeamsDirectory, type TeamsDirectory } from './directory.js';
import { messagesEndpoint, type ReportProblem } from './http.js';
import { createApplication } from './listeners.js';
import { createTeamsMessenger } from './messenger.js';
import { renderMessage } from './render-message.js';
import type { TeamsSettings } from './settings.js';

/** What the rest of the desk gives; Teams' own parts come from here. */
export type TeamsWiring = Omit<TeamsDesk, 'messenger' | 'directory' | 'logger'>;

/** Another cloud than Microsoft's worldwide one: whom to believe, and where its connectors and its client are. */
export type TeamsCloud = TeamsEndpoints & {
  readonly isServiceAddress: (address: string) => boolean;
  readonly webUrl: () => string;
};

const worldwideUrl = 'https://teams.microsoft.com/';

export interface TeamsConnection {
  readonly messenger: Messenger;
  readonly directory: TeamsDirectory;
  /** To be mounted at `messagesPath`. */
  readonly handler: RequestHandler;
}

/** Everything of Teams', wired: botbuilder with its listeners, the messenger, the directory. */
export function connectTeams(options: {
  readonly settings: TeamsSettings;
  readonly endpoints?: TeamsCloud;
  readonly desk: TeamsWiring;
  /** For texts that clients can't bring into each reader's own zone. */
  readonly timeZone: string;
  readonly problem: ReportProblem;
  readonly logger: Logger;
}): TeamsConnection {
  const { settings, endpoints, desk, timeZone, logger } = options;
  const adapter = new DeskAdapter(settings, endpoints);
  // An emulator names its tenant itself.
  let emulated = 'emulator';
  const tenant = () => settings.tenantId ?? emulated;
  const connector = (serviceUrl: string) => adapter.connector(serviceUrl);
  const { conversations, readers, answerWithinMs, clock } = desk;
  const directory = createTeamsDirectory({ connector, conversations, readers, tenant, answerWithinMs, clock, logger });
  const webUrl = endpoints?.webUrl ?? (() => worldwideUrl);
  const render = (message: Message) => renderMessage(message, timeZone);
  const messenger = createTeamsMessenger({ connector, conversations, tenant, webUrl, render });
  const app = createApplication(adapter, { ...desk, messenger, directory, logger });

  const handler = Router();
  handler.use(
    ...messagesEndpoint({
      adapter,
      settings,
      ...(endpoints ? { isServiceAddress: endpoints.isServiceAddress } : {}),
      run: async (context) => {
        await app.run(context);
      },
      authentic: (activity) => {
        emulated = tenantOf(activity) ?? emulated;
      },
      problem: options.problem,
      logger,
    }),
  );
  return { messenger, directory, handler };
}
