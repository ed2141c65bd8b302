import type { UserKind } from '../page-api.js';
import type { Json } from '../shared/json.js';

export type { Json };

/** A block as stored: validated, and with its ids filled in. */
export type StoredBlock = Json & { type: string; block_id: string };

export interface SlackUser {
  id: string;
  /** The handle, without `@`. */
  name: string;
  realName: string;
  kind: UserKind;
  /** Another team's for `external`. */
  teamId: string;
  locale: string;
  tz: string;
  email: string;
  isAdmin: boolean;
  /** A guest who may be in one channel only. */
  isUltraRestricted: boolean;
  deleted: boolean;
}

export interface Metadata {
  event_type: string;
  event_payload: Json;
}

export interface StoredMessage {
  ts: string;
  user: string;
  /** Set on an app's messages. */
  botId?: string;
  text: string;
  blocks: StoredBlock[];
  threadTs?: string;
  /** A reply that is shown in the channel too. */
  broadcast?: boolean;
  metadata?: Metadata;
  edited?: { user: string; ts: string };
  /** A deleted first message of a thread that still has replies. */
  tombstone?: boolean;
}

export interface Ephemeral {
  id: string;
  ts: string;
  channel: string;
  /** Who sees it. */
  viewer: string;
  text: string;
  blocks: StoredBlock[];
  threadTs?: string;
}

export interface Channel {
  id: string;
  name: string;
  kind: 'public' | 'private' | 'im';
  members: string[];
  /** Unix seconds. */
  created: number;
  isArchived: boolean;
  /** Oldest first, replies included. */
  messages: StoredMessage[];
}

export interface Team {
  id: string;
  name: string;
  domain: string;
}

/** The app under test, as it is installed. */
export interface Installation {
  appId: string;
  botId: string;
  botUserId: string;
  appName: string;
}
