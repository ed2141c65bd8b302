import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import type { Router } from 'express';
import type { ReceiveReferral } from './application/receive-referral.js';
import type { Config, DeskConfig, IntakeConfig, SlackConfig } from './config.js';
import { parseRfi } from './intake/parse-rfi.js';
import { playgroundToken } from './intake/playground-token.js';
import { recentSamples } from './intake/sample-dates.js';
import type { Logger } from './logger.js';
import { playgroundRouter } from './playground/playground-router.js';
import { eventsPath } from './slack/manifest.js';
import { playgroundDesk, playgroundSlack, readSamples } from './try-out.js';

/** What the playground stands in for. */
export interface Playground {
  readonly slack: SlackConfig;
  readonly desk: DeskConfig;
  readonly intake: IntakeConfig;
  readonly router: Router;
  /** The desk listens: Slack's stand-in may call it, and the samples come in. */
  opened(desk: { readonly url: string; readonly receive: ReceiveReferral; readonly ready: Promise<void> }): void;
  stop(): Promise<void>;
}

/** Starts the stand-ins (design, "The playground"). Everything goes through the real adapters. */
export async function startPlayground({ config, logger }: { config: Config; logger: Logger }): Promise<Playground> {
  const standIn = playgroundSlack({ dataDir: config.dataDir, signingSecret: randomBytes(16).toString('hex') });
  await standIn.start();
  return {
    slack: {
      botToken: standIn.botToken,
      mode: { kind: 'http', signingSecret: standIn.signingSecret },
      apiUrl: standIn.apiUrl,
    },
    desk: playgroundDesk(config.desk),
    intake: { token: playgroundToken(config.dataDir, randomBytes), signingSecret: null },
    router: playgroundRouter({
      slack: standIn,
      pageFolder: fileURLToPath(new URL('./playground/page/', import.meta.url)),
      logger,
    }),
    opened({ url, receive, ready }) {
      standIn.requestUrl = `${url}${eventsPath}`;
      ready
        .then(() => receiveSamples(receive, livesFast(config.desk)))
        .catch((error) => logger.error({ err: error }, 'the samples could not be taken in'));
    },
    stop: () => standIn.stop(),
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
async function receiveSamples(receive: ReceiveReferral, fast: boolean): Promise<void> {
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
      const externalId = `${one.source.externalId}-${start}`;
      await receive({ ...one, dates: {}, source: { ...one.source, externalId } });
    }
    return;
  }
  // The newest last, so that it stands where a chat is read first.
  incoming.sort((a, b) => (a.dates.createdAt?.getTime() ?? 0) - (b.dates.createdAt?.getTime() ?? 0));
  for (const one of incoming) await receive(one);
}
