import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import type { Router } from 'express';
import type { ReceiveReferral } from './application/receive-referral.js';
import type { Config, DeskConfig, IntakeConfig, SlackConfig, TeamsConfig } from './config.js';
import { parseRfi } from './intake/parse-rfi.js';
import { playgroundToken } from './intake/playground-token.js';
import { recentSamples } from './intake/sample-dates.js';
import type { Logger } from './logger.js';
import { webPaths } from './playground/message-links.js';
import { playgroundRouter } from './playground/playground-router.js';
import { eventsPath } from './slack/manifest.js';
import type { TeamsCloud } from './teams/connect-teams.js';
import { loopbackEndpoints, loopbackSettings } from './teams/loopback-endpoints.js';
import { messagesPath } from './teams/settings.js';
import { playgroundDesk, playgroundSlack, playgroundTeams, readSamples } from './try-out.js';

/** What the playground stands in for. */
export interface Playground {
  readonly slack: SlackConfig;
  readonly teams: { readonly settings: TeamsConfig; readonly cloud: TeamsCloud };
  readonly desk: DeskConfig;
  readonly intake: IntakeConfig;
  readonly router: Router;
  /** The desk listens: the stand-ins may call it, the app comes into its team, and the samples come in. */
  opened(desk: { readonly url: string; readonly receive: ReceiveReferral; readonly ready: Promise<void> }): void;
  /** Leaves off with what `opened` began, and resolves when nothing of it is under way. */
  leaveOff(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts the stand-ins (design, "The playground"). Everything goes through the real adapters, with real tokens. */
export async function startPlayground({
  config,
  mailFolder,
  logger,
}: {
  readonly config: Config;
  /** Where e-mails are written; null where they are sent. */
  readonly mailFolder: string | null;
  readonly logger: Logger;
}): Promise<Playground> {
  const desk = playgroundDesk(config.desk);
  const parts = { dataDir: config.dataDir, profiles: desk.profiles, logger };
  const slack = playgroundSlack({ ...parts, signingSecret: randomBytes(16).toString('hex') });
  const teams = playgroundTeams(parts);
  await Promise.all([slack.start(), teams.start()]);
  const leaving = new AbortController();
  /** What `opened` set off, of which nothing may be left when the parts that it uses stop. */
  const underWay: Promise<void>[] = [];
  return {
    slack: {
      botToken: slack.botToken,
      mode: { kind: 'http', signingSecret: slack.signingSecret },
      apiUrl: slack.apiUrl,
    },
    teams: {
      settings: loopbackSettings(teams),
      cloud: loopbackEndpoints(teams),
    },
    desk,
    intake: { token: playgroundToken(config.dataDir, randomBytes), signingSecret: null },
    router: playgroundRouter({
      slack,
      teams,
      ...(mailFolder === null ? {} : { mailFolder }),
      pageFolder: fileURLToPath(new URL('./playground/page/', import.meta.url)),
      logger,
    }),
    opened({ url, receive, ready }) {
      slack.requestUrl = `${url}${eventsPath}`;
      teams.requestUrl = `${url}${messagesPath}`;
      slack.webUrl = `${url}${webPaths.slack}`;
      teams.webUrl = `${url}${webPaths.teams}`;
      const installed = teams.talk.installEverywhere({ user: 'dana' });
      underWay.push(installed);
      Promise.all([ready, installed])
        .then(() => {
          const received = receiveSamples(receive, livesFast(config.desk), leaving.signal);
          underWay.push(received);
          return received;
        })
        .catch((error) => logger.error({ err: error }, 'the samples could not be taken in'));
    },
    async leaveOff() {
      leaving.abort();
      // What failed was said where it was begun.
      await Promise.allSettled(underWay);
    },
    async stop() {
      await Promise.all([slack.stop(), teams.stop()]);
    },
  };
}

/** Whether requests live for minutes, as with `samples/desk.fast.yaml`. */
function livesFast({ profiles }: DeskConfig): boolean {
  return profiles.some(({ expiresAfter }) => expiresAfter < 3_600_000);
}

/** Samples of a fast desk: a normal and an urgent one, since many that remind at once would wait for the rate limit. */
const fastSamples = 2;

/**
 * Takes the samples in, as if their customers had written just now. Known ones are known by their ids; those of a fast
 * desk are new at each start, since the others have expired long ago.
 */
async function receiveSamples(receive: ReceiveReferral, fast: boolean, leaving: AbortSignal): Promise<void> {
  const folder = fileURLToPath(new URL('../samples/', import.meta.url));
  const samples = await readSamples(folder);
  const recent = recentSamples(
    samples.map(({ json }) => json),
    new Date(),
  );
  const parsed = recent.map((sample, index) => parseRfi(sample, samples[index]?.file ?? ''));
  const incoming = parsed.flatMap((rfi) => (rfi.ok ? [rfi.incoming] : []));
  if (fast) {
    const start = Date.now();
    for (const one of incoming.slice(0, fastSamples)) {
      if (leaving.aborted) return;
      const externalId = `${one.source.externalId}-${start}`;
      await receive({ ...one, dates: {}, source: { ...one.source, externalId } });
    }
    return;
  }
  // The newest last, so that it stands where a chat is read first.
  incoming.sort((a, b) => (a.dates.createdAt?.getTime() ?? 0) - (b.dates.createdAt?.getTime() ?? 0));
  for (const one of incoming) {
    if (leaving.aborted) return;
    await receive(one);
  }
}
