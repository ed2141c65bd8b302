import type { Clock } from '../shared/clock.js';
import { StandIn } from '../shared/stand-in.js';
import type { Keepable } from '../shared/state-file.js';
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
export class SlackStandIn extends StandIn {
  readonly botToken: string;
  readonly appToken: string;
  readonly signingSecret: string;
  override webUrl: string;

  readonly workspace: Workspace;
  readonly views: Views;
  /** Clicks, forms, commands. */
  readonly people: People;
  /** Messages of people, joining and leaving. */
  readonly conversation: Conversation;
  /** Connections of Socket Mode; undefined in HTTP mode. */
  readonly socket: SocketTransport | undefined;
  readonly commands: readonly string[];

  protected readonly server: ApiServer;
  readonly #transport: Transport;
  protected readonly kept: Keepable;

  constructor(options: StandInOptions = {}) {
    super('Slack', options);
    this.botToken = options.botToken ?? 'xoxb-stand-in-bot-token';
    this.appToken = options.appToken ?? 'xapp-stand-in-app-token';
    this.signingSecret = options.signingSecret ?? 'stand-in-signing-secret';
    this.commands = options.commands ?? ['/deals', '/rfi'];

    const now = options.now ?? Date.now;
    this.workspace = createWorkspace(options, now);
    this.webUrl = `https://${this.workspace.team.domain}.slack.com/`;
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
      webUrl: () => this.webUrl,
    };
    const { changed } = this;
    this.server = new ApiServer(
      {
        environment,
        tokens: { bot: this.botToken, app: this.appToken },
        enforceRateLimits: options.rateLimits ?? false,
        faults: this.faults,
        calls: this.calls,
        done: changed,
      },
      responseUrls,
      this.failed,
    );
    this.socket =
      options.mode === 'socket'
        ? new SocketTransport(this.server.server, this.workspace.installation, this.calls, changed)
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
      this.tell,
    );
    this.conversation = new Conversation(this.people, new Set(options.events ?? defaultEvents));
    this.kept = this.workspace;
    for (const event of ['message', 'removed', 'ephemeral', 'ephemeral-removed', 'channel'] as const) {
      this.workspace.events.on(event, changed);
    }
    this.views.events.on('changed', changed);
  }

  /** What the app's Web API client is to be given. */
  get apiUrl(): string {
    return `${this.origin}/api/`;
  }

  /** Sends a payload to the app, as it is or with something wrong about it. */
  async deliver(payload: Payload, overrides: Overrides = {}): Promise<Delivered> {
    const delivered = await this.#transport.deliver(payload, overrides);
    this.changed();
    return delivered;
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

  protected override hangUp(): Promise<void> {
    return this.#transport.close();
  }

  #socketUrl(): string {
    // Slack hands out addresses only to apps with Socket Mode switched on.
    const ticket = this.socket?.issueTicket() ?? '';
    return `${this.origin.replace('http', 'ws')}/link/?ticket=${ticket}&app_id=${this.workspace.installation.appId}`;
  }
}

function createWorkspace(options: StandInOptions, now: Clock): Workspace {
  const team = { ...defaultTeam, ...options.team };
  const installation = { ...defaultInstallation, ...options.installation };
  const users = options.users ?? defaultUsers(team, installation);
  const channels = options.channels ?? defaultChannels(installation, Math.floor(now() / 1000));
  return new Workspace(team, installation, users, channels, now);
}
