import { Calls } from '../shared/calls.js';
import { Faults } from '../shared/faults.js';
import type { Json } from '../shared/json.js';
import { StateFile } from '../shared/state-file.js';
import { Waiting } from '../shared/waiting.js';
import { Activities } from './activities.js';
import { OPENID_PATH } from './connector/identity.js';
import { ConnectorServer } from './connector/server.js';
import {
  defaultBot,
  defaultConversations,
  defaultTeam,
  defaultTenant,
  defaultUsers,
  userOf,
} from './default-organisation.js';
import { type Delivered, Delivery, type Overrides } from './delivery.js';
import { Dialogs } from './dialogs.js';
import type { Conversation, StoredMessage, TeamsUser } from './model.js';
import { Organisation } from './organisation.js';
import { type Client, People } from './people/people.js';
import { Talk } from './people/talk.js';
import { RateLimits } from './rate-limits.js';
import type { TeamsStandInOptions } from './stand-in-options.js';
import { isConnectorToken } from './tokens.js';

export type { TeamsStandInOptions } from './stand-in-options.js';

/**
 * Stands in for Teams: the Bot Framework's connector, its way of calling the app, its sign-in, and the people in front
 * of it. What Teams refuses it refuses, with the connector's codes.
 */
export class TeamsStandIn {
  requestUrl: string | undefined;

  readonly organisation: Organisation;
  readonly dialogs = new Dialogs();
  /** Mishaps to come, by the operations' names in the SDK, `token` and `openid`. */
  readonly faults = new Faults();
  /** What the app has asked for, and what was wrong with it. */
  readonly calls = new Calls();
  /** Clicks and dialogs. */
  readonly people: People;
  /** Messages of people, joining and leaving. */
  readonly talk: Talk;

  readonly #options: TeamsStandInOptions;
  readonly #waiting = new Waiting();
  readonly #server: ConnectorServer;
  readonly #delivery: Delivery;
  readonly #stateFile: StateFile | undefined;
  readonly #notices = new Set<(user: string, text: string) => void>();
  #port = 0;

  constructor(options: TeamsStandInOptions = {}) {
    this.#options = options;
    this.requestUrl = options.requestUrl;
    this.organisation = createOrganisation(options);
    const { bot, tenantId } = this.organisation;
    const tokens = options.authentication === 'tokens';
    const changed = this.#waiting.changed;
    const onError = (error: unknown) => options.logger?.error({ err: error }, 'the stand-in for Teams failed');
    this.#server = new ConnectorServer(
      {
        organisation: this.organisation,
        serviceUrl: () => this.origin,
        accepts: tokens ? (token) => isConnectorToken(token, Date.now()) : undefined,
        rateLimits: options.rateLimits ? new RateLimits(this.organisation.now) : undefined,
        faults: this.faults,
        calls: this.calls,
        done: changed,
      },
      { tenantId, appId: bot.appId, password: bot.password },
      onError,
    );
    this.#delivery = new Delivery({
      requestUrl: () => this.requestUrl,
      serviceUrl: () => this.origin,
      appId: bot.appId,
      tokens,
    });
    this.people = new People(
      this.organisation,
      this.dialogs,
      new Activities(this.organisation, () => this.origin),
      this.calls,
      (activity, overrides) => this.deliver(activity, overrides),
      (user, text) => {
        for (const listener of this.#notices) listener(user, text);
      },
    );
    this.talk = new Talk(this.people);
    this.#stateFile = options.stateFile ? new StateFile(options.stateFile, this.organisation, onError) : undefined;
    for (const event of ['message', 'view', 'conversation', 'typing'] as const) {
      this.organisation.events.on(event, changed);
    }
    this.dialogs.events.on('changed', changed);
  }

  /** `http://127.0.0.1:PORT`, once started; what activities carry as `serviceUrl`. */
  get origin(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** Where the app learns the keys by which activities are signed. */
  get openIdMetadataUrl(): string {
    return `${this.origin}${OPENID_PATH}`;
  }

  /** Where the app gets its tokens for the connector, by client credentials. */
  get tokenUrl(): string {
    return `${this.origin}/${this.organisation.tenantId}/oauth2/v2.0/token`;
  }

  async start(): Promise<void> {
    await this.#stateFile?.load();
    this.#port = await this.#server.listen(this.#options.port ?? 0);
  }

  async stop(): Promise<void> {
    this.faults.clear();
    this.#delivery.close();
    await this.#server.close();
    await this.#stateFile?.close();
  }

  /** Sends an activity to the app, as it is or with something wrong about it. */
  async deliver(activity: Json, overrides: Overrides = {}): Promise<Delivered> {
    const delivered = await this.#delivery.deliver(activity, overrides);
    this.#waiting.changed();
    return delivered;
  }

  /** Waits until `look` finds something; it is asked anew after every call and every change. */
  until<T>(look: () => T | undefined | false | null, options?: { timeoutMs?: number; what?: string }): Promise<T> {
    return this.#waiting.until(look, options);
  }

  /** Listens to what a person would be told by Teams' client, such as that the app did not answer. */
  onNotice(listener: (user: string, text: string) => void): () => void {
    this.#notices.add(listener);
    return () => this.#notices.delete(listener);
  }

  /** A conversation by id or name. */
  conversation(reference: string): Conversation {
    const conversation = this.organisation.findConversation(reference);
    if (!conversation) throw new Error(`there is no conversation ${reference}`);
    return conversation;
  }

  /** A conversation's messages, oldest first, replies included. */
  messages(reference: string): readonly StoredMessage[] {
    return this.conversation(reference).messages;
  }

  /** What the bot wrote to a person in private, and what they wrote to it. */
  directMessages(user: string): readonly StoredMessage[] {
    return this.organisation.personalChat(this.people.user(user)).messages;
  }

  /** Adds a full member of team and tenant unless it says otherwise. */
  addUser(person: Parameters<typeof userOf>[0]): TeamsUser {
    const user = userOf(person);
    this.organisation.users.set(user.id, user);
    this.organisation.team.members.push(user.id);
    return user;
  }

  /** From now on this person uses a client that can do less. */
  setClient(user: string, client: Partial<Client>): void {
    this.people.clients.set(this.people.user(user).id, { execute: true, dialogs: true, ...client });
  }

  /** Throws with everything that the app did and Teams would not have taken. */
  assertStrict(): void {
    if (this.calls.violations.length > 0) {
      throw new Error(`the app broke Teams' rules: ${JSON.stringify(this.calls.violations, null, 2)}`);
    }
  }
}

function createOrganisation(options: TeamsStandInOptions): Organisation {
  const users = options.users ?? defaultUsers();
  const team = structuredClone(options.team ?? defaultTeam(users));
  const conversations = options.conversations ?? defaultConversations(team, users);
  const bot = { ...defaultBot, ...options.bot };
  if (options.bot?.appId !== undefined) bot.id = `28:${bot.appId}`;
  return new Organisation(options.tenantId ?? defaultTenant, team, bot, users, conversations, options.now ?? Date.now);
}
