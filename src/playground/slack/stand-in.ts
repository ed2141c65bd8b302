import { Calls } from '../shared/calls.js';
import type { Clock } from '../shared/clock.js';
import { Faults } from '../shared/faults.js';
import { StateFile } from '../shared/state-file.js';
import { Waiting } from '../shared/waiting.js';
import type { Environment } from './api/method.js';
import { ApiServer } from './api/server.js';
import { defaultChannels, defaultInstallation, defaultTeam, defaultUsers, userOf } from './default-workspace.js';
import type { Delivered, Overrides, Payload, Transport } from './delivery.js';
import { HttpTransport } from './http-transport.js';
import type { Channel, Ephemeral, SlackUser, StoredMessage } from './model.js';
import { Payloads } from './payloads.js';
import { Conversation } from './people/conversation.js';
import { People } from './people/people.js';
import { RateLimits } from './rate-limits.js';
import { ResponseUrls } from './response-urls.js';
import { SocketTransport } from './socket-transport.js';
import { defaultEvents, defaultScopes, type StandInOptions } from './stand-in-options.js';
import { Triggers } from './triggers.js';
import { Views } from './views.js';
import { Workspace } from './workspace.js';

export type { StandInOptions } from './stand-in-options.js';

/**
 * Stands in for Slack: its Web API, its way of calling the app (signed HTTP or Socket Mode), and the people in front of
 * it. What Slack refuses it refuses, with Slack's codes.
 */
export class SlackStandIn {
  readonly botToken: string;
  readonly appToken: string;
  readonly signingSecret: string;
  requestUrl: string | undefined;

  readonly workspace: Workspace;
  readonly views: Views;
  /** Mishaps to come. */
  readonly faults = new Faults();
  /** What the app has asked for, and what was wrong with it. */
  readonly calls = new Calls();
  /** Clicks, forms, commands. */
  readonly people: People;
  /** Messages of people, joining and leaving. */
  readonly conversation: Conversation;
  /** Connections of Socket Mode; undefined in HTTP mode. */
  readonly socket: SocketTransport | undefined;
  readonly commands: readonly string[];

  readonly #options: StandInOptions;
  readonly #waiting = new Waiting();
  readonly #server: ApiServer;
  readonly #transport: Transport;
  readonly #stateFile: StateFile | undefined;
  readonly #notices = new Set<(user: string, text: string) => void>();
  #port = 0;

  constructor(options: StandInOptions = {}) {
    this.#options = options;
    this.botToken = options.botToken ?? 'xoxb-stand-in-bot-token';
    this.appToken = options.appToken ?? 'xapp-stand-in-app-token';
    this.signingSecret = options.signingSecret ?? 'stand-in-signing-secret';
    this.requestUrl = options.requestUrl;
    this.commands = options.commands ?? ['/deals', '/rfi'];

    const now = options.now ?? Date.now;
    this.workspace = createWorkspace(options, now);
    this.views = new Views(this.workspace);
    const triggers = new Triggers(now);
    const responseUrls = new ResponseUrls(this.workspace, now);
    const environment: Environment = {
      workspace: this.workspace,
      views: this.views,
      triggers,
      rateLimits: new RateLimits(now),
      scopes: new Set(options.scopes ?? defaultScopes),
      socketUrl: () => this.#socketUrl(),
    };
    const changed = this.#waiting.changed;
    const onError = (error: unknown) => options.logger?.error({ err: error }, 'the stand-in for Slack failed');
    this.#server = new ApiServer(
      {
        environment,
        tokens: { bot: this.botToken, app: this.appToken },
        enforceRateLimits: options.rateLimits ?? false,
        faults: this.faults,
        calls: this.calls,
        done: changed,
      },
      responseUrls,
      onError,
    );
    this.socket =
      options.mode === 'socket'
        ? new SocketTransport(this.#server.server, this.workspace.installation, this.calls, changed)
        : undefined;
    this.#transport = this.socket ?? new HttpTransport(() => this.requestUrl, this.signingSecret);
    const payloads = new Payloads(this.workspace, this.views, triggers, responseUrls, () => this.origin);
    this.people = new People(
      this.workspace,
      this.views,
      payloads,
      this.calls,
      (payload, overrides) => this.deliver(payload, overrides),
      new Set(this.commands),
      (user, text) => {
        for (const listener of this.#notices) listener(user, text);
      },
    );
    this.conversation = new Conversation(this.people, new Set(options.events ?? defaultEvents));
    this.#stateFile = options.stateFile ? new StateFile(options.stateFile, this.workspace, onError) : undefined;
    for (const event of ['message', 'removed', 'ephemeral', 'ephemeral-removed', 'channel'] as const) {
      this.workspace.events.on(event, changed);
    }
    this.views.events.on('changed', changed);
  }

  /** `http://127.0.0.1:PORT`, once started. */
  get origin(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** What the app's Web API client is to be given. */
  get apiUrl(): string {
    return `${this.origin}/api/`;
  }

  async start(): Promise<void> {
    await this.#stateFile?.load();
    this.#port = await this.#server.listen(this.#options.port ?? 0);
  }

  async stop(): Promise<void> {
    this.faults.clear();
    await this.#transport.close();
    await this.#server.close();
    await this.#stateFile?.close();
  }

  /** Sends a payload to the app, as it is or with something wrong about it. */
  async deliver(payload: Payload, overrides: Overrides = {}): Promise<Delivered> {
    const delivered = await this.#transport.deliver(payload, overrides);
    this.#waiting.changed();
    return delivered;
  }

  /** Waits until `look` finds something; it is asked anew after every call and every change in the workspace. */
  until<T>(look: () => T | undefined | false | null, options?: { timeoutMs?: number; what?: string }): Promise<T> {
    return this.#waiting.until(look, options);
  }

  /** Listens to what a person would be told by Slack's client, such as that the app did not answer. */
  onNotice(listener: (user: string, text: string) => void): () => void {
    this.#notices.add(listener);
    return () => this.#notices.delete(listener);
  }

  /** A channel by id or name. */
  channel(reference: string): Channel {
    const channel = this.workspace.findChannel(reference);
    if (!channel) throw new Error(`there is no channel ${reference}`);
    return channel;
  }

  /** A channel's messages, oldest first, replies included. */
  messages(reference: string): readonly StoredMessage[] {
    return this.channel(reference).messages;
  }

  /** What only this user sees, oldest first. */
  ephemerals(user: string): Ephemeral[] {
    return [...this.workspace.ephemerals.values()].filter((message) => message.viewer === user);
  }

  /** Adds a full member unless it says otherwise, to these channels. */
  addUser(person: Parameters<typeof userOf>[1], channels: readonly string[] = ['rfi-inbox']): SlackUser {
    const user = userOf(this.workspace.team, person);
    this.workspace.users.set(user.id, user);
    for (const reference of channels) this.workspace.join(this.channel(reference), user.id);
    return user;
  }

  /** Throws with everything that the app did and Slack would not have taken. */
  assertStrict(): void {
    if (this.calls.violations.length > 0) {
      throw new Error(`the app broke Slack's rules: ${JSON.stringify(this.calls.violations, null, 2)}`);
    }
  }

  #socketUrl(): string {
    // Slack hands out addresses only to apps with Socket Mode switched on.
    const ticket = this.socket?.issueTicket() ?? '';
    return `ws://127.0.0.1:${this.#port}/link/?ticket=${ticket}&app_id=${this.workspace.installation.appId}`;
  }
}

function createWorkspace(options: StandInOptions, now: Clock): Workspace {
  const team = { ...defaultTeam, ...options.team };
  const installation = { ...defaultInstallation, ...options.installation };
  const users = options.users ?? defaultUsers(team, installation);
  const channels = options.channels ?? defaultChannels(installation, Math.floor(now() / 1000));
  return new Workspace(team, installation, users, channels, now);
}
