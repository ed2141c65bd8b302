import type { RequestHandler } from 'express';
import type { ConversationStore, Directory, Messenger, ProfileStore } from './application/ports.js';
import type { TeamsConfig } from './config.js';
import type { HealthCheck } from './health.js';
import { sendProblem } from './intake/problem.js';
import { teamsTexts } from './locales/operator.js';
import type { Logger } from './logger.js';
import { aboutRouter } from './teams/about.js';
import { connectTeams, type TeamsCloud, type TeamsWiring } from './teams/connect-teams.js';
import { createTeamsCheck } from './teams/self-check.js';

export interface TeamsSide {
  readonly check: HealthCheck;
  /** What Teams posts to us. */
  readonly handler: RequestHandler;
  /** The pages that the app's package names. */
  readonly about: RequestHandler;
  /** At hand at once: Teams needs no connection. */
  readonly messenger: Messenger;
  readonly directory: Directory;
}

export function teamsSide(options: {
  readonly settings: TeamsConfig;
  /** Null: Microsoft's own. */
  readonly cloud: TeamsCloud | null;
  /** Where Teams reaches this desk. */
  readonly publicUrl: string | null;
  readonly profiles: ProfileStore;
  readonly conversations: ConversationStore;
  readonly desk: TeamsWiring;
  readonly timeZone: string;
  readonly logger: Logger;
}): TeamsSide {
  const { settings, cloud, publicUrl, profiles, conversations, desk, timeZone, logger } = options;
  const { messenger, directory, handler } = connectTeams({
    settings,
    ...(cloud ? { endpoints: cloud } : {}),
    desk,
    timeZone,
    problem: (response, status, fault, errors) =>
      sendProblem(response, {
        status,
        detail: teamsTexts.request[fault],
        ...(errors ? { errors } : {}),
        ...(status === 503 ? { retryAfterMs: 1_000 } : {}),
      }),
    logger,
  });
  const check = createTeamsCheck({
    settings,
    cloud,
    publicUrl,
    profiles,
    conversations,
    // Tokens are checked against this process's clock, not the store's.
    clock: { now: () => new Date() },
  });
  return { handler, about: aboutRouter(), messenger, directory, check };
}
