import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Desk, startDesk } from '../../src/app.js';
import type { Pace } from '../../src/application/pace.js';
import { parseDesk } from '../../src/config/desk-file.js';
import type { Config } from '../../src/config.js';
import { createLogger, type Logger } from '../../src/logger.js';
import { SlackStandIn } from '../../src/playground/slack/stand-in.js';
import { defaultTenant, groupChat, inboxChannel } from '../../src/playground/teams/default-organisation.js';
import type { Dialog } from '../../src/playground/teams/dialogs.js';
import type { StoredMessage } from '../../src/playground/teams/model.js';
import type { ActionOutcome, Submission } from '../../src/playground/teams/people/people.js';
import { TeamsStandIn, type TeamsStandInOptions } from '../../src/playground/teams/stand-in.js';
import { botScopes, slashCommands, subscribedEvents } from '../../src/slack/manifest.js';
import { intakeToken, postRfi } from './post-rfi.js';
import { freshDatabase } from './shared-store.js';

export { groupChat, inboxChannel, postRfi };

export const slackInbox = 'C0RFIINBOX';

export interface TeamsDesk {
  readonly teams: TeamsStandIn;
  /** Null unless asked for. */
  readonly slack: SlackStandIn | null;
  readonly desk: Desk;
  readonly url: string;
  /** Posts an RFI in our own form, and resolves with the answer once its card stands in Teams. */
  rfi(overrides?: Record<string, unknown>): Promise<{ id: string; code: string; card: StoredMessage }>;
  card(referralId: string): StoredMessage | undefined;
  /** What the card shows, as JSON. */
  shows(referralId: string): string;
  /** The texts of the replies under a card. */
  thread(referralId: string): string[];
  /** Presses a button of a referral's card. */
  press(user: string, referralId: string, action: string): Promise<ActionOutcome>;
  /** Presses a button that opens a dialog, which it resolves with. */
  open(user: string, referralId: string, action: string): Promise<Dialog>;
  submit(user: string, inputs?: Submission['inputs'], action?: string): Promise<ActionOutcome>;
  stop(): Promise<void>;
}

export interface TeamsDeskOptions {
  readonly standIn?: TeamsStandInOptions;
  /** With Slack's stand-in beside it, and the profile's cards in both. */
  readonly mirrored?: boolean;
  /** More lines of the profile, e.g. `managers: [...]`. */
  readonly profile?: string;
  readonly language?: 'en' | 'fr';
  /** Leaves the app out of the team. */
  readonly notInstalled?: boolean;
  readonly pace?: Pace;
  /** Silent unless said otherwise. */
  readonly logger?: Logger;
}

/** The whole desk, as it is shipped, in front of the stand-in for Teams. */
export async function startTeamsDesk(options: TeamsDeskOptions = {}): Promise<TeamsDesk> {
  const teams = new TeamsStandIn(options.standIn);
  await teams.start();
  const slack = options.mirrored
    ? new SlackStandIn({
        signingSecret: '0123456789abcdef0123456789abcdef',
        scopes: Object.keys(botScopes),
        commands: slashCommands.map(({ command }) => command),
        events: subscribedEvents,
      })
    : null;
  await slack?.start();
  const channels = slack ? `slack: [${slackInbox}], teams: ["${inboxChannel}"]` : `teams: ["${inboxChannel}"]`;
  const yaml = `profiles:
  - id: default
    language: ${options.language ?? 'en'}
    channels: { ${channels} }
${options.profile ?? ''}`;
  const parsed = parseDesk(yaml, 'desk.yaml');
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  const dataDir = await mkdtemp(join(tmpdir(), 'desk-'));
  const database = await freshDatabase();
  const config: Config = {
    playground: false,
    host: '127.0.0.1',
    port: 0,
    publicUrl: null,
    mongodbUri: database.uri,
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
  });
  teams.requestUrl = `${desk.url}/api/messages`;
  if (slack) slack.requestUrl = `${desk.url}/slack/events`;
  await desk.slackReady;
  if (!options.notInstalled) await teams.talk.install({ user: 'anna', conversation: inboxChannel });

  const card = (referralId: string) =>
    teams
      .messages(inboxChannel)
      .find(
        (message) =>
          message.threadId === undefined &&
          !message.deleted &&
          JSON.stringify(message.attachments).includes(referralId),
      );
  const press = (user: string, referralId: string, action: string) => {
    const message = card(referralId);
    if (!message) throw new Error(`no card of ${referralId}`);
    return teams.people.click({ user, conversation: inboxChannel, message: message.id, action });
  };
  return {
    teams,
    slack,
    desk,
    url: desk.url,
    card,
    press,
    shows: (referralId) => JSON.stringify(card(referralId)?.attachments ?? ''),
    thread: (referralId) =>
      teams
        .messages(inboxChannel)
        .filter((message) => message.threadId !== undefined && message.threadId === card(referralId)?.id)
        .map((message) => message.summary ?? ''),
    async rfi(overrides = {}) {
      const answer = await postRfi(desk.url, {
        customer: { name: 'Contoso Ltd' },
        notes: 'We need help.',
        ...overrides,
      });
      if (answer.status !== 202) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`);
      const { id, code } = answer.body as { id: string; code: string };
      return { id, code, card: await teams.until(() => card(id), { what: `the card of ${code}` }) };
    },
    async open(user, referralId, action) {
      const outcome = await press(user, referralId, action);
      if (outcome.kind !== 'dialog') throw new Error(`no dialog but ${JSON.stringify(outcome)}`);
      return outcome.dialog;
    },
    submit: (user, inputs = {}, action) =>
      teams.people.submitDialog({ user, inputs, ...(action === undefined ? {} : { action }) }),
    async stop() {
      await desk.stop();
      await database.release();
      await teams.stop();
      await slack?.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
