import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Desk, startDesk } from '../../src/app.js';
import { parseDesk } from '../../src/config/desk-file.js';
import type { Config } from '../../src/config.js';
import { createLogger } from '../../src/logger.js';
import type { InputValues } from '../../src/playground/page-api.js';
import type { StoredMessage } from '../../src/playground/slack/model.js';
import { SlackStandIn, type StandInOptions } from '../../src/playground/slack/stand-in.js';
import type { StoredView } from '../../src/playground/slack/views.js';
import { botScopes, slashCommands, subscribedEvents } from '../../src/slack/manifest.js';

export const inbox = 'C0RFIINBOX';
export const anna = 'U0ANNA0001';
export const bruno = 'U0BRUNO001';
export const chloe = 'U0CHLOE001';
export const dana = 'U0DANA0001';
export const guest = 'U0GUEST001';
export const external = 'U0EXTERN01';
export const intakeToken = 'e2e-intake-token-0123456789';

const defaultYaml = `profiles:
  - id: default
    channels: { slack: [${inbox}] }
    managers: [${dana}]
`;

export interface SlackDesk {
  readonly slack: SlackStandIn;
  readonly desk: Desk;
  readonly url: string;
  /** Posts an RFI in our own form, and resolves with the answer once its card stands. */
  rfi(overrides?: Record<string, unknown>): Promise<{ id: string; code: string; card: StoredMessage }>;
  card(referralId: string): StoredMessage | undefined;
  /** The form that a user has open. */
  form(user: string): StoredView | undefined;
  /** Presses a button on a card, or an entry of its menu, and resolves with the form that it opened. */
  open(user: string, referralId: string, action: string): Promise<StoredView>;
  submit(
    user: string,
    values: Record<string, InputValues[string][string]>,
  ): ReturnType<SlackStandIn['people']['submitView']>;
  /** Everything that is due has been tried. */
  settled(): Promise<void>;
  stop(): Promise<void>;
}

export interface SlackDeskOptions {
  readonly mode?: 'http' | 'socket';
  readonly yaml?: string;
  readonly standIn?: StandInOptions;
  readonly dataDir?: string;
}

/** The whole desk, as it is shipped, in front of the stand-in for Slack and on the embedded store. */
export async function startSlackDesk(options: SlackDeskOptions = {}): Promise<SlackDesk> {
  const mode = options.mode ?? 'http';
  const slack = new SlackStandIn({
    mode,
    signingSecret: '0123456789abcdef0123456789abcdef',
    scopes: Object.keys(botScopes),
    commands: slashCommands.map(({ command }) => command),
    events: subscribedEvents,
    ...options.standIn,
  });
  await slack.start();
  const parsed = parseDesk(options.yaml ?? defaultYaml, 'desk.yaml');
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), 'desk-')));
  const config: Config = {
    playground: false,
    host: '127.0.0.1',
    port: 0,
    publicUrl: null,
    mongodbUri: null,
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
    intake: { token: intakeToken, signingSecret: null },
    desk: parsed.desk,
  };
  const desk = await startDesk(config, { logger: createLogger('silent') });
  slack.requestUrl = `${desk.url}/slack/events`;
  await desk.slackReady;

  const card = (referralId: string) =>
    slack
      .messages('rfi-inbox')
      .find((message) => !isReply(message) && JSON.stringify(message.blocks).includes(referralId));
  const form = (user: string) => slack.views.top(user);
  return {
    slack,
    desk,
    url: desk.url,
    card,
    form,
    async rfi(overrides = {}) {
      const answer = await postRfi(desk.url, {
        customer: { name: 'Contoso Ltd' },
        notes: 'We need help.',
        ...overrides,
      });
      if (answer.status !== 202) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`);
      const { id, code } = answer.body as { id: string; code: string };
      return { id, code, card: await slack.until(() => card(id), { what: `the card of ${code}` }) };
    },
    async open(user, referralId, action) {
      const message = card(referralId);
      if (!message) throw new Error(`no card of ${referralId}`);
      const before = form(user)?.id;
      const place = { user, channel: inbox, ts: message.ts };
      const button = JSON.stringify(message.blocks).includes(`"deal:${action}"`);
      await (button
        ? slack.people.click({ ...place, actionId: `deal:${action}` })
        : slack.people.selectOverflow({ ...place, actionId: 'deal:more', option: `${action}:${referralId}` }));
      return slack.until(
        () => {
          const view = form(user);
          return view && view.id !== before && view.definition.callback_id !== 'loading' ? view : undefined;
        },
        { what: `a form for ${action}` },
      );
    },
    submit(user, values) {
      const view = form(user);
      if (!view) throw new Error(`${user} has no form open`);
      const named = Object.entries(values).map(([block, value]) => [block, { value }] as const);
      return slack.people.submitView({ user, viewId: view.id, values: Object.fromEntries(named) });
    },
    settled: () => desk.dispatcher.idle(),
    async stop() {
      await desk.stop();
      await slack.stop();
      if (!options.dataDir) await rm(dataDir, { recursive: true, force: true });
    },
  };
}

export const isReply = (message: StoredMessage) => message.threadTs !== undefined && message.threadTs !== message.ts;

export async function postRfi(url: string, body: unknown): Promise<{ status: number; body: unknown }> {
  const response = await fetch(`${url}/intake/referrals`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${intakeToken}` },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: await response.json() };
}
