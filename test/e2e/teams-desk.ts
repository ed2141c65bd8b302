import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Desk, startDesk } from '../../src/app.js';
import type { Pace } from '../../src/application/pace.js';
import { parseDesk } from '../../src/config/desk-file.js';
import type { Config } from '../../src/config.js';
import type { Referral } from '../../src/domain/referral.js';
import { createLogger, type Logger } from '../../src/logger.js';
import type { SlackStandIn } from '../../src/playground/slack/stand-in.js';
import { defaultTenant, groupChat, inboxChannel } from '../../src/playground/teams/default-organisation.js';
import type { StoredMessage } from '../../src/playground/teams/model.js';
import { TeamsStandIn, type TeamsStandInOptions } from '../../src/playground/teams/stand-in.js';
import { SteppedClock } from '../fakes/clock.js';
import { inbox } from './cast.js';
import { type InSlack, inSlack, standInFor } from './in-slack.js';
import { type InTeams, inTeams } from './in-teams.js';
import { intakeToken, postRfi, takenIn } from './post-rfi.js';
import { freshDatabase } from './shared-store.js';

export { groupChat, inboxChannel, postRfi };

export interface TeamsDesk extends InTeams {
  readonly teams: TeamsStandIn;
  readonly desk: Desk;
  readonly url: string;
  /** Posts an RFI in our own form, another one each time, and resolves with the answer once its card stands in Teams. */
  rfi(overrides?: Record<string, unknown>): Promise<{ id: string; code: string; card: StoredMessage }>;
  stored(referralId: string): Promise<Referral>;
  /** So much time passes that Teams' rates are as if nothing had been posted yet. */
  rest(): void;
  /** Everything that is due has been tried. */
  settled(): Promise<void>;
  stop(): Promise<void>;
}

/** With Slack's stand-in beside it, and the profile's cards in both. */
export interface MirroredDesk extends TeamsDesk {
  readonly slack: SlackStandIn;
  readonly inSlack: InSlack;
}

export interface TeamsDeskOptions {
  readonly standIn?: TeamsStandInOptions;
  /** More lines of the profile, e.g. `managers: [...]`, or more profiles. */
  readonly profile?: string;
  readonly language?: 'en' | 'fr';
  /** Leaves the app out of the team. */
  readonly notInstalled?: boolean;
  /** A store of its own, instead of a database on the one of the run. */
  readonly mongodbUri?: string;
  /** Silent unless said otherwise. */
  readonly logger?: Logger;
  readonly pace?: Pace;
  /** How long the desk may take for an answer: where so many ask at once that none would come in time. */
  readonly answerWithinMs?: number;
  /** The time of the desk. */
  readonly clock?: SteppedClock;
}

/** So long Teams' rates for a channel take to be as if nothing had been posted, in milliseconds. */
const restMs = 15_000;

/** The whole desk, as it is shipped, in front of the stand-in for Teams. */
export const startTeamsDesk = (options: TeamsDeskOptions = {}): Promise<TeamsDesk> => start(options, null);

export async function startMirroredDesk(options: TeamsDeskOptions = {}): Promise<MirroredDesk> {
  const slack = standInFor('http');
  await slack.start();
  const desk = await start(options, slack);
  return { ...desk, slack, inSlack: inSlack(slack) };
}

async function start(options: TeamsDeskOptions, slack: SlackStandIn | null): Promise<TeamsDesk> {
  const teams = new TeamsStandIn(options.standIn);
  await teams.start();
  const clock = options.clock ?? new SteppedClock();
  const channels = slack ? `slack: [${inbox}], teams: ["${inboxChannel}"]` : `teams: ["${inboxChannel}"]`;
  const yaml = `profiles:
  - id: default
    language: ${options.language ?? 'en'}
    channels: { ${channels} }
${options.profile ?? ''}`;
  const parsed = parseDesk(yaml, 'desk.yaml');
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  const dataDir = await mkdtemp(join(tmpdir(), 'desk-'));
  const config: Config = {
    playground: false,
    host: '127.0.0.1',
    port: 0,
    publicUrl: null,
    mongodbUri: options.mongodbUri ?? freshDatabase(),
    dataDir,
    logLevel: 'silent',
    slack: slack && {
      botToken: slack.botToken,
      mode: { kind: 'http', signingSecret: slack.signingSecret },
      apiUrl: slack.apiUrl,
    },
    teams: { kind: 'emulator', tenantId: defaultTenant },
    intake: { token: intakeToken, signingSecret: null },
    mail: { smtpUrl: null, from: { name: '', address: 'partners@contoso.example' } },
    desk: parsed.desk,
  };
  const desk = await startDesk(config, {
    logger: options.logger ?? createLogger(process.env.DESK_TEST_LOG ?? 'silent'),
    ...(options.pace ? { pace: options.pace } : {}),
    ...(options.answerWithinMs ? { answerWithinMs: options.answerWithinMs } : {}),
    clock,
  });
  teams.requestUrl = `${desk.url}/api/messages`;
  if (slack) slack.requestUrl = `${desk.url}/slack/events`;
  await desk.slackReady;
  if (!options.notInstalled) await teams.talk.install({ user: 'anna', conversation: inboxChannel });

  const people = inTeams(teams);
  return {
    ...people,
    teams,
    desk,
    url: desk.url,
    rest: () => clock.step(restMs),
    async rfi(overrides = {}) {
      clock.step(restMs);
      const { id, code } = await takenIn(desk.url, overrides);
      return { id, code, card: await teams.until(() => people.card(id), { what: `the card of ${code}` }) };
    },
    async stored(referralId) {
      const referral = await desk.storage.referrals.byId(referralId);
      if (!referral) throw new Error(`${referralId} is not stored`);
      return referral;
    },
    settled: () => desk.dispatcher.idle(),
    async stop() {
      await desk.stop();
      await teams.stop();
      await slack?.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
