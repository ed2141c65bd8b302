import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Desk, type DeskOptions, startDesk } from '../../src/app.js';
import { parseDesk } from '../../src/config/desk-file.js';
import type { Config } from '../../src/config.js';
import type { Referral } from '../../src/domain/referral.js';
import { createLogger, type Logger } from '../../src/logger.js';
import type { StoredMessage } from '../../src/playground/slack/model.js';
import type { SlackStandIn, StandInOptions } from '../../src/playground/slack/stand-in.js';
import type { SteppedClock } from '../fakes/clock.js';
import type { Typed } from './cases.js';
import { dana, inbox } from './cast.js';
import { type Entered, enteredIn, type InSlack, inSlack, isTyped, standInFor } from './in-slack.js';
import { intakeToken, takenIn } from './post-rfi.js';
import { emptyDatabase, freshDatabase } from './shared-store.js';

const defaultYaml = `profiles:
  - id: default
    channels: { slack: [${inbox}] }
    managers: [${dana}]
`;

export interface SlackDesk extends InSlack {
  readonly slack: SlackStandIn;
  readonly desk: Desk;
  readonly url: string;
  /** Posts an RFI in our own form, and resolves with the answer once its card stands. */
  rfi(overrides?: Record<string, unknown>): Promise<{ id: string; code: string; card: StoredMessage }>;
  stored(referralId: string): Promise<Referral>;
  /** Opens a form and submits it; resolves when all that followed has been delivered. */
  act(user: string, referralId: string, action: string, values?: Entered | Typed): Promise<void>;
  /** Everything that is due has been tried. */
  settled(): Promise<void>;
  /** So much time passes at once, for the desk and for Slack, and what it brings about is done. Needs a clock. */
  passes(ms: number): Promise<void>;
  /** All is forgotten that happened in Slack and that the store holds: the next test finds a desk as good as new. */
  turnOver(): Promise<void>;
  stop(): Promise<void>;
}

export interface SlackDeskOptions {
  readonly mode?: 'http' | 'socket';
  readonly yaml?: string;
  readonly standIn?: StandInOptions;
  /** With an embedded store of its own there. */
  readonly dataDir?: string;
  /** A store that the test has started; without it, and without a folder, a new database on the store of the run. */
  readonly mongodbUri?: string;
  readonly logger?: Logger;
  readonly pace?: DeskOptions['pace'];
  /** How long the desk may take for an answer: where so many ask at once that none would come in time. */
  readonly answerWithinMs?: number;
  /** The time of the desk and of Slack. */
  readonly clock?: SteppedClock;
  /** Where e-mails go; without it into the data folder. */
  readonly smtpUrl?: string;
}

/** The whole desk, as it is shipped, in front of the stand-in for Slack. */
export async function startSlackDesk(options: SlackDeskOptions = {}): Promise<SlackDesk> {
  const mode = options.mode ?? 'http';
  const { clock } = options;
  const slack = standInFor(mode, { ...(clock ? { now: () => clock.now().getTime() } : {}), ...options.standIn });
  await slack.start();
  const parsed = parseDesk(options.yaml ?? defaultYaml, 'desk.yaml');
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), 'desk-')));
  const config: Config = {
    playground: false,
    host: '127.0.0.1',
    port: 0,
    publicUrl: null,
    mongodbUri: options.mongodbUri ?? (options.dataDir ? null : freshDatabase()),
    dataDir,
    logLevel: 'silent',
    slack: {
      botToken: slack.botToken,
      mode:
        mode === 'http'
          ? { kind: 'http', signingSecret: slack.signingSecret }
          : { kind: 'socket', appToken: slack.appToken },
      apiUrl: slack.apiUrl,
    },
    teams: null,
    intake: { token: intakeToken, signingSecret: null },
    mail: { smtpUrl: options.smtpUrl ?? null, from: { name: 'Contoso Partners', address: 'partners@contoso.example' } },
    desk: parsed.desk,
  };
  const desk = await startDesk(config, {
    logger: options.logger ?? createLogger('silent'),
    ...(options.pace ? { pace: options.pace } : {}),
    ...(options.answerWithinMs ? { answerWithinMs: options.answerWithinMs } : {}),
    ...(clock ? { clock } : {}),
  });
  slack.requestUrl = `${desk.url}/slack/events`;
  await desk.slackReady;

  const people = inSlack(slack);
  return {
    ...people,
    slack,
    desk,
    url: desk.url,
    async stored(referralId) {
      const referral = await desk.storage.referrals.byId(referralId);
      if (!referral) throw new Error(`${referralId} is not stored`);
      return referral;
    },
    async rfi(overrides = {}) {
      const { id, code } = await takenIn(desk.url, overrides);
      return { id, code, card: await slack.until(() => people.card(id), { what: `the card of ${code}` }) };
    },
    async act(user, referralId, action, values) {
      const form = await people.open(user, referralId, action);
      const outcome = await people.submit(user, isTyped(values) ? enteredIn(form, values) : values);
      if (outcome.kind !== 'closed') throw new Error(`${action}: ${JSON.stringify(outcome)}`);
      await desk.dispatcher.idle();
    },
    settled: () => desk.dispatcher.idle(),
    async passes(ms) {
      clock?.step(ms);
      await desk.runJob('deadlines');
      await desk.dispatcher.idle();
    },
    async turnOver() {
      await desk.dispatcher.idle();
      slack.assertStrict();
      await emptyDatabase(desk.storage.database);
      const { channels, ephemerals, users } = slack.workspace;
      for (const channel of channels.values()) {
        if (channel.kind === 'im') channels.delete(channel.id);
        else channel.messages.length = 0;
      }
      ephemerals.clear();
      for (const user of users.keys()) slack.views.clear(user);
      slack.faults.clear();
      slack.calls.clear();
    },
    async stop() {
      await desk.stop();
      await slack.stop();
      if (!options.dataDir) await rm(dataDir, { recursive: true, force: true });
    },
  };
}
