import type { Json } from '../shared/json.js';
import { StandIn } from '../shared/stand-in.js';
import type { Keepable } from '../shared/state-file.js';
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
export class TeamsStandIn extends StandIn {
  override webUrl = 'https://teams.microsoft.com/';
  readonly organisation: Organisation;
  readonly dialogs = new Dialogs();
  /** Clicks and dialogs. */
  readonly people: People;
  /** Messages of people, joining and leaving. */
  readonly talk: Talk;

  protected readonly server: ConnectorServer;
  readonly #delivery: Delivery;
  protected readonly kept: Keepable;

  constructor(options: TeamsStandInOptions = {}) {
    super('Teams', options);
    this.organisation = createOrganisation(options);
    const { bot, tenantId } = this.organisation;
    const tokens = options.authentication === 'tokens';
    const { changed } = this;
    this.server = new ConnectorServer(
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
      this.failed,
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
      this.tell,
    );
    this.talk = new Talk(this.people);
    this.kept = this.organisation;
    for (const event of ['message', 'view', 'conversation', 'typing'] as const) {
      this.organisation.events.on(event, changed);
    }
    this.dialogs.events.on('changed', changed);
  }

  /** Where the app learns the keys by which activities are signed. */
  get openIdMetadataUrl(): string {
    return `${this.origin}${OPENID_PATH}`;
  }

  /** Where the app gets its tokens for the connector, by client credentials. */
  get tokenUrl(): string {
    return `${this.origin}/${this.organisation.tenantId}/oauth2/v2.0/token`;
  }

  /** Sends an activity to the app, as it is or with something wrong about it. */
  async deliver(activity: Json, overrides: Overrides = {}): Promise<Delivered> {
    const delivered = await this.#delivery.deliver(activity, overrides);
    this.changed();
    return delivered;
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

  protected override hangUp(): void {
    this.#delivery.close();
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
