import type { UserKind } from '../page-api.js';
import type { Json } from '../shared/json.js';

export interface TeamsUser {
  /** `29:…` as the bot knows the person; `28:…` for a bot. */
  id: string;
  /** Of the directory; empty for bots, which have none. */
  aadObjectId: string;
  /** A short name by which tests and the page may call the person. */
  handle: string;
  givenName: string;
  surname: string;
  name: string;
  email: string;
  kind: UserKind;
  /** Another organisation's for `external`. */
  tenantId: string;
  locale: string;
  tz: string;
}

export interface Attachment extends Json {
  contentType: string;
  content?: unknown;
}

export interface StoredMessage {
  /** Milliseconds since the epoch, as text; unique and rising. */
  id: string;
  /** A user's id, or the bot's. */
  from: string;
  text: string;
  textFormat: string;
  /** What a notification shows. */
  summary?: string;
  attachments: Attachment[];
  entities: Json[];
  /** The id of the thread's first message, on replies in channels. */
  threadId?: string;
  edited: boolean;
  deleted: boolean;
  reactions: { type: string; user: string }[];
}

export interface Conversation {
  id: string;
  kind: 'channel' | 'group' | 'personal';
  name: string;
  /** The team's id, of a channel. */
  team?: string;
  /** Users' ids; a channel's members are its team's. */
  members: string[];
  /** Whether the app is installed here; a channel's is its team's. */
  hasBot: boolean;
  /** Oldest first, replies included. */
  messages: StoredMessage[];
}

export interface Team {
  /** The same as its General channel's. */
  id: string;
  aadGroupId: string;
  name: string;
  members: string[];
  hasBot: boolean;
}

/** The app under test, as it is registered. */
export interface BotRegistration {
  appId: string;
  /** `28:` and the app's id. */
  id: string;
  name: string;
  password: string;
}

export type { Json };
