import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Desk, type DeskOptions, startDesk } from '../../src/app.js';
import { parseDesk } from '../../src/config/desk-file.js';
import type { Config } from '../../src/config.js';
import type { Referral } from '../../src/domain/referral.js';
import { createLogger, type Logger } from '../../src/logger.js';
import type { InputValues } from '../../src/playground/page-api.js';
import type { Channel, Ephemeral, StoredMessage } from '../../src/playground/slack/model.js';
import type { Place } from '../../src/playground/slack/people/people.js';
import { SlackStandIn, type StandInOptions } from '../../src/playground/slack/stand-in.js';
import type { StoredView } from '../../src/playground/slack/views.js';
import { botScopes, slashCommands, subscribedEvents } from '../../src/slack/manifest.js';

export const inbox = 'C0RFIINBOX';
export const anna = 'U0ANNA0001';
export const bruno = 'U0BRUNO001';
export const chloe = 'U0CHLOE001';
export const dana = 'U0DANA0001';
export const guest = 'U0GUEST001';
export const singleChannelGuest = 'U0SINGLE01';
export const bot = 'U0HERALD01';
export const external = 'U0EXTERN01';
export const intakeToken = 'e2e-intake-token-0123456789';

const defaultYaml = `profiles:
  - id: default
    channels: { slack: [${inbox}] }
    managers: [${dana}]
`;

/** What somebody enters, by field name. */
export type Entered = Record<string, InputValues[string][string]>;

export interface SlackDesk {
  readonly slack: SlackStandIn;
  readonly desk: Desk;
  readonly url: string;
  /** Posts an RFI in our own form, and resolves with the answer once its card stands. */
  rfi(overrides?: Record<string, unknown>): Promise<{ id: string; code: string; card: StoredMessage }>;
  /** All cards of a referral, wherever they stand. */
  cards(referralId: string): readonly StoredMessage[];
  card(referralId: string): StoredMessage | undefined;
  /** Resolves once the card says so. */
  cardSays(referralId: string, text: string): Promise<StoredMessage>;
  /** The lines in the threads of a referral's cards. */
  thread(referralId: string): readonly string[];
  stored(referralId: string): Promise<Referral>;
  /** The form that a user has open. */
  form(user: string): StoredView | undefined;
  /** Presses a button, or chooses an entry of the menu, of a card, and resolves with the form that it opened. */
  open(user: string, referralId: string, action: string, on?: Place): Promise<StoredView>;
  /** Presses a button, or chooses an entry of the menu, of a card. */
  press(user: string, referralId: string, action: string, on?: Place): ReturnType<SlackStandIn['people']['click']>;
  submit(user: string, values?: Entered): ReturnType<SlackStandIn['people']['submitView']>;
  /** Opens a form and submits it; resolves when all that followed has been delivered. */
  act(user: string, referralId: string, action: string, values?: Entered): Promise<void>;
  command(user: string, text: string, options?: { command?: string; channel?: string }): Promise<Ephemeral | undefined>;
  /** Resolves with the newest private message to a user once there are so many. */
  told(user: string, count?: number): Promise<Ephemeral>;
  /** Everything that is due has been tried. */
  settled(): Promise<void>;
  stop(): Promise<void>;
}

export interface SlackDeskOptions {
  readonly mode?: 'http' | 'socket';
  readonly yaml?: string;
  readonly standIn?: StandInOptions;
  readonly dataDir?: string;
  /** A store of its own instead of the embedded one. */
  readonly mongodbUri?: string;
  readonly logger?: Logger;
  readonly pace?: DeskOptions['pace'];
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
    mongodbUri: options.mongodbUri ?? null,
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
  const desk = await startDesk(config, {
    logger: options.logger ?? createLogger('silent'),
    ...(options.pace ? { pace: options.pace } : {}),
  });
  slack.requestUrl = `${desk.url}/slack/events`;
  await desk.slackReady;

  const everywhere = () =>
    [...slack.workspace.channels.values()].flatMap(({ id, messages }) =>
      messages.map((message) => ({ channel: id, message })),
    );
  const cardPlaces = (referralId: string) =>
    everywhere().filter(({ message }) => !isReply(message) && says(message, referralId));
  const card = (referralId: string) => cardPlaces(referralId)[0]?.message;
  const form = (user: string) => slack.views.top(user);
  const placeOf = (referralId: string): Place => {
    const [found] = cardPlaces(referralId);
    if (!found) throw new Error(`no card of ${referralId}`);
    return { channel: found.channel, ts: found.message.ts };
  };
  const blocksAt = (place: Place) =>
    'ephemeral' in place
      ? slack.workspace.ephemerals.get(place.ephemeral)?.blocks
      : 'ts' in place && slack.workspace.findMessage(slack.channel(place.channel), place.ts)?.blocks;

  const self: SlackDesk = {
    slack,
    desk,
    url: desk.url,
    card,
    form,
    cards: (referralId) => cardPlaces(referralId).map(({ message }) => message),
    cardSays: (referralId, text) =>
      slack.until(
        () => {
          const message = card(referralId);
          return message && says(message, text) && message;
        },
        { what: `a card that says “${text}”` },
      ),
    thread(referralId) {
      const parents = new Set(cardPlaces(referralId).map(({ message }) => message.ts));
      return everywhere()
        .filter(({ message }) => isReply(message) && parents.has(message.threadTs ?? ''))
        .map(({ message }) => message.text);
    },
    async stored(referralId) {
      const referral = await desk.storage.referrals.byId(referralId);
      if (!referral) throw new Error(`${referralId} is not stored`);
      return referral;
    },
    async rfi(overrides = {}) {
      const { id, code } = await takenIn(desk.url, overrides);
      return { id, code, card: await slack.until(() => card(id), { what: `the card of ${code}` }) };
    },
    press(user, referralId, action, on = placeOf(referralId)) {
      return JSON.stringify(blocksAt(on)).includes(`"deal:${action}"`)
        ? slack.people.click({ ...on, user, actionId: `deal:${action}` })
        : slack.people.selectOverflow({ ...on, user, actionId: 'deal:more', option: `${action}:${referralId}` });
    },
    async open(user, referralId, action, on) {
      const before = form(user)?.id;
      await self.press(user, referralId, action, on);
      return slack.until(
        () => {
          const view = form(user);
          return view && view.id !== before && view.definition.callback_id !== 'loading' ? view : undefined;
        },
        { what: `a form for ${action}` },
      );
    },
    submit(user, values = {}) {
      const view = form(user);
      if (!view) throw new Error(`${user} has no form open`);
      return slack.people.submitView({ user, viewId: view.id, values: inFields(values) });
    },
    async act(user, referralId, action, values) {
      await self.open(user, referralId, action);
      const outcome = await self.submit(user, values);
      if (outcome.kind !== 'closed') throw new Error(`${action}: ${JSON.stringify(outcome)}`);
      await desk.dispatcher.idle();
    },
    async command(user, text, { command = '/deals', channel = inbox } = {}) {
      await slack.people.slashCommand({ user, channel, command, text });
      // What the acknowledgement says appears at once.
      return slack.ephemerals(user).at(-1);
    },
    told: (user, count = 1) =>
      slack.until(
        () => {
          const found = slack.ephemerals(user);
          return found.length >= count && found.at(-1);
        },
        { what: `${count} private messages to ${user}` },
      ),
    settled: () => desk.dispatcher.idle(),
    async stop() {
      await desk.stop();
      await slack.stop();
      if (!options.dataDir) await rm(dataDir, { recursive: true, force: true });
    },
  };
  return self;
}

/** A form's state: each field is a block whose one element is called `value`. */
export const inFields = (values: Entered): InputValues =>
  Object.fromEntries(Object.entries(values).map(([block, value]) => [block, { value }]));

/** Whether a message's text or blocks contain it. */
export const says = (message: { text: string; blocks: unknown } | undefined, text: string) =>
  message !== undefined && JSON.stringify([message.text, message.blocks]).includes(JSON.stringify(text).slice(1, -1));

export const isReply = (message: StoredMessage) => message.threadTs !== undefined && message.threadTs !== message.ts;

/** A public channel that the bot is in. */
export const channelOf = (id: string, name: string, members: readonly string[]): Channel => ({
  id,
  name,
  kind: 'public',
  members: [...members, 'U0DESKBOT1'],
  created: 1_700_000_000,
  isArchived: false,
  messages: [],
});

let sent = 0;

/** Posts an RFI in our own form, another one each time. */
export async function takenIn(url: string, overrides: Record<string, unknown> = {}) {
  const answer = await postRfi(url, {
    customer: { name: 'Contoso Ltd' },
    notes: 'We need help.',
    externalId: `rfi-${++sent}`,
    ...overrides,
  });
  if (answer.status !== 202) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`);
  return answer.body as { id: string; code: string; duplicate: boolean };
}

export async function postRfi(url: string, body: unknown): Promise<{ status: number; body: unknown }> {
  const response = await fetch(`${url}/intake/referrals`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${intakeToken}` },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: await response.json() };
}
