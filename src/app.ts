import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { RequestHandler } from 'express';
import type { Directories } from './application/acquaintances.js';
import { type ActRequest, actOnReferral } from './application/act-on-referral.js';
import { createDeadlineWatch } from './application/deadline-watch.js';
import { cardMessage, lineMessage } from './application/desk-messages.js';
import { digestMessage } from './application/digests.js';
import { createDispatcher, type Dispatcher } from './application/dispatch-deliveries.js';
import { linkedPeople } from './application/linked-people.js';
import type { Pace } from './application/pace.js';
import type { Clock, Destination, Messenger } from './application/ports.js';
import { receiveReferral } from './application/receive-referral.js';
import type { ViewContext } from './application/referral-view.js';
import { tellOfLoss } from './application/tell-of-loss.js';
import { toldOnce } from './application/told-once.js';
import { acknowledgeWithinMs } from './application/within.js';
import { workOutDeadlines } from './application/work-out-deadlines.js';
import { fileProfiles } from './config/file-profiles.js';
import type { Config } from './config.js';
import type { Profile } from './domain/profile.js';
import type { ReferralId } from './domain/referral.js';
import { type HealthCheck, healthRouter, logProblems, storageCheck } from './health.js';
import { listen } from './http.js';
import { intakeRouter } from './intake/http.js';
import { deadlineRulesJob } from './jobs/deadline-rules-job.js';
import { deadlinesJob } from './jobs/deadlines-job.js';
import { digestJob } from './jobs/digest-job.js';
import { reconcileJob } from './jobs/reconcile-job.js';
import { startJobs } from './jobs/run-jobs.js';
import { deskTexts, teamsTexts } from './locales/operator.js';
import type { Logger } from './logger.js';
import { folderMailer } from './notices/folder-mailer.js';
import { smtpMailer } from './notices/smtp-mailer.js';
import { eventsPath } from './slack/manifest.js';
import { slackSide } from './slack-side.js';
import { connectStorage, type Storage } from './storage/connect-storage.js';
import { startEmbeddedStore } from './storage/embedded/start.js';
import { messagesPath } from './teams/settings.js';

export interface Desk {
  /** `http://host:port` as this machine reaches it. */
  readonly url: string;
  /** What to tell whoever started it. */
  readonly greeting: readonly string[];
  readonly dispatcher: Dispatcher;
  readonly storage: Storage;
  /** Resolves when Slack is connected. */
  readonly slackReady: Promise<void>;
  /** Does now what a job does at its times. */
  runJob(name: JobName): Promise<void>;
  stop(): Promise<void>;
}

export interface DeskOptions {
  readonly logger: Logger;
  /** Called when the embedded store has died; nothing can be saved any more. */
  readonly onStoreFailure?: (error: Error) => void;
  /** Tests that kill the desk don't wait for minutes. */
  readonly pace?: Pace;
  /** How long a platform waits for an answer, where it isn't the real one that waits, in milliseconds. */
  readonly answerWithinMs?: number;
  /** What the use cases take for the time instead of the store's clock: tests let days pass at once. */
  readonly clock?: Clock;
}

type JobName = 'deadlines' | 'digest' | 'reconcile';

/**
 * One function, however long: the order in which the parts start and stop is read here and nowhere else.
 *
 * Wires everything and starts it. The HTTP side answers before Slack does, so that no request is missed meanwhile.
 */
export async function startDesk(config: Config, options: DeskOptions): Promise<Desk> {
  const { logger, onStoreFailure, pace } = options;
  // Only where it is wanted, and while the store starts: botbuilder takes its time and its memory.
  const teamsCode = config.teams || config.playground ? import('./teams-side.js') : null;
  const teamsLoaded = teamsCode?.catch(() => {
    // Said where the code is awaited.
  });

  // 1. The store.
  const onFailure = (error: Error) => {
    logger.fatal({ err: error }, 'the embedded store has stopped');
    onStoreFailure?.(error);
  };
  const embedded = config.mongodbUri ? null : await startEmbeddedStore({ dataDir: config.dataDir, logger, onFailure });
  // Loading holds this thread up: on a slow machine so long that a connection made meanwhile would count as timed out.
  await teamsLoaded;
  const storage = await connectStorage({ uri: config.mongodbUri ?? embedded?.uri ?? '', logger }).catch(
    async (error: unknown) => {
      await embedded?.close();
      throw error;
    },
  );

  // 2. The playground, which stands in for what isn't configured.
  const mailFolder = join(config.dataDir, 'mail');
  const { smtpUrl, from } = config.mail;
  const writtenTo = smtpUrl ? null : mailFolder;
  // Loaded only where it is used: a fifth of what a start loads.
  const playground = config.playground
    ? await (await import('./playground-side.js')).startPlayground({ config, mailFolder: writtenTo, logger })
    : null;
  const deskConfig = playground?.desk ?? config.desk;
  const slackSettings = config.slack ?? playground?.slack;
  const teamsSettings = config.teams ?? playground?.teams.settings;
  const secrets = config.intake ?? playground?.intake;

  // 3. The use cases.
  const profiles = fileProfiles(deskConfig);
  const { referrals, cards, seenWebhooks } = storage;
  const { clock = storage.clock } = options;
  const viewContext = (profile: Profile): ViewContext => ({
    profile,
    now: clock.now(),
    partnerCenterLink: deskConfig.partnerCenter.referralLink,
  });
  const messengers: { -readonly [Platform in Destination['platform']]?: Messenger } = {};
  const directories: { -readonly [Platform in keyof Directories]: Directories[Platform] } = {};
  const links = linkedPeople({ directories, logger });
  const mailer = smtpUrl ? smtpMailer(smtpUrl, from) : folderMailer(mailFolder, from);
  const dispatcher = createDispatcher({
    ...storage,
    clock,
    messengers,
    configured: [...(slackSettings ? (['slack'] as const) : []), ...(teamsSettings ? (['teams'] as const) : [])],
    directories,
    mailer,
    profiles,
    logger,
    ...(pace ? { pace } : {}),
    texts: {
      card: (referral, profile) => cardMessage(referral, viewContext(profile)),
      line: lineMessage,
    },
    digest: (delivery, linkTo) => digestMessage({ referrals, profiles, clock }, delivery, linkTo),
  });
  const deadlinePorts = {
    deadlines: storage.deadlines,
    referrals,
    profiles,
    notifyWays: storage.notifyWays,
    clock,
    links,
    logger,
    afterCommit: dispatcher.poke,
  };
  const watch = createDeadlineWatch(deadlinePorts);
  const afterCommit = (id: ReferralId, heldUntil?: Date) => {
    dispatcher.poke(id, heldUntil);
    watch.poke(id);
  };
  const { defaultProfileId } = deskConfig;
  const receive = receiveReferral({ referrals, profiles, defaultProfileId, clock, randomBytes, afterCommit });
  /** What could not be delivered there may be possible now; what still isn't is buried again. */
  const revive = async (which: (destination: Destination) => boolean) => {
    for (const { destination } of await storage.deliveries.buried()) {
      if (which(destination)) await storage.deliveries.revive(destination, clock.now());
    }
    dispatcher.poke();
  };
  const joined = (platform: Destination['platform'], channels: readonly string[]) => {
    revive((to) => to.platform === platform && channels.includes(to.id)).catch((error) =>
      logger.warn({ err: error, channels }, 'deliveries were not revived'),
    );
  };

  // 4. The platforms, and HTTP.
  const checks = new Set<HealthCheck>([storageCheck(storage)]);
  const chat = {
    act: (request: ActRequest) => actOnReferral({ referrals, profiles, clock, links, afterCommit }, request),
    receive,
    referrals,
    cards,
    profiles,
    links,
    notifyWays: storage.notifyWays,
    clock,
    told: toldOnce(),
    answerWithinMs: options.answerWithinMs ?? acknowledgeWithinMs,
    viewContext,
    redraw: dispatcher.redraw,
  };
  const slack =
    slackSettings &&
    slackSide({
      settings: slackSettings,
      profiles,
      timeZone: deskConfig.profiles[0]?.timeZone ?? 'UTC',
      logger,
      desk: {
        ...chat,
        channelJoined: (channel) => joined('slack', [channel]),
      },
    });
  const teams =
    teamsSettings &&
    (await teamsCode)?.teamsSide({
      settings: teamsSettings,
      cloud: playground?.teams.cloud ?? null,
      publicUrl: config.publicUrl,
      profiles,
      conversations: storage.conversations,
      timeZone: deskConfig.profiles[0]?.timeZone ?? 'UTC',
      logger,
      desk: {
        ...chat,
        conversations: storage.conversations,
        readers: storage.readers,
        channelsJoined: (channels) => joined('teams', channels),
        channelsLost: (channels, concerned) => {
          tellOfLoss({ messengers, directories, logger }, new Set(channels), concerned).catch((error) =>
            logger.warn({ err: error, channels }, 'nobody was told that channels were lost'),
          );
        },
      },
    });
  if (slack) checks.add(slack.check);
  if (teams) checks.add(teams.check);
  const parts: (readonly [string, RequestHandler])[] = [['/', healthRouter(checks)]];
  if (slackSettings?.mode.kind === 'http' && slack) parts.push([eventsPath, slack.handler]);
  if (teams) parts.push([messagesPath, teams.handler]);
  if (secrets) parts.push(['/intake', intakeRouter({ secrets, receive, seenWebhooks, clock, logger })]);
  // Behind the address that an app's package names.
  if (teams && !playground) parts.push(['/', teams.about]);
  if (playground) parts.push(['/', playground.router]);
  const http = await listen(config, parts);

  // 5. What time brings about.
  const rulesPorts = { deadlines: storage.deadlines, profiles, clock, logger };
  await workOutDeadlines(rulesPorts);
  const jobs = await startJobs({
    database: storage.database,
    jobs: [
      deadlinesJob(deadlinePorts),
      deadlineRulesJob(rulesPorts),
      digestJob({ referrals, profiles, clock, deliveries: storage.deliveries }, dispatcher.poke),
      reconcileJob({
        ...{ referrals, profiles, cards, clock, messengers },
        deliveries: storage.deliveries,
        folds: storage.folds,
        card: (referral, profile) => cardMessage(referral, viewContext(profile)),
        poke: dispatcher.poke,
      }),
    ],
    // Agenda counts by the machine's clock.
    clock: storage.clock,
    logger,
  });

  // 6. Teams is at hand at once; Slack may take its time, and what is for it waits until then.
  if (teams) {
    messengers.teams = teams.messenger;
    directories.teams = teams.directory;
    // The playground's own team is still empty at this moment.
    if (!playground) {
      logProblems(teams.check, logger).catch((error) => logger.warn({ err: error }, 'Teams could not be checked'));
    }
    await revive(({ platform }) => platform === 'teams');
  }
  dispatcher.start();
  const slackReady = (async () => {
    if (!slack) return;
    ({ messenger: messengers.slack, directory: directories.slack } = await slack.connect());
    await revive(({ platform }) => platform === 'slack');
  })();
  slackReady.catch((error) => logger.error({ err: error }, 'Slack was not connected'));
  playground?.opened({ url: http.url, receive, ready: slackReady });

  return {
    url: http.url,
    greeting: [
      playground ? deskTexts.playground(http.url) : deskTexts.listening(http.url),
      ...(config.slack?.mode.kind === 'http' ? [deskTexts.slackPosts(`${config.publicUrl ?? '…'}${eventsPath}`)] : []),
      ...(config.teams?.kind === 'cloud' ? [teamsTexts.posts(config.publicUrl ?? '…')] : []),
      ...(config.teams?.kind === 'emulator' ? [teamsTexts.emulator(http.url)] : []),
      ...(embedded ? [deskTexts.embedded(config.dataDir)] : []),
      ...(smtpUrl ? [] : [deskTexts.mailToFolder(mailFolder)]),
    ],
    dispatcher,
    storage,
    slackReady,
    runJob: (name) => jobs.run(name),
    async stop() {
      await playground?.leaveOff();
      http.close();
      await slack?.stop();
      await jobs.stop();
      await watch.idle();
      await dispatcher.stop();
      await playground?.stop();
      http.end();
      await storage.close();
      await embedded?.close();
    },
  };
}
