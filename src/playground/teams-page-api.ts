/**
 * The contract for the page's Teams column: types only, everything JSON. Users are named by id, object id, short name
 * or e-mail address.
 *
 * | request                                         | body                  | answer                              |
 * |-------------------------------------------------|-----------------------|-------------------------------------|
 * | `GET /playground/api/teams/state?user=…`         |                       | `TeamsState`                        |
 * | `GET /playground/api/teams/events?user=…`        |                       | Server-Sent Events: `TeamsEvents`   |
 * | `POST /playground/api/teams/action`              | `TeamsActionRequest`  | `TeamsAnswer`                       |
 * | `POST /playground/api/teams/dialog-submit`       | `TeamsDialogRequest`  | `TeamsAnswer`                       |
 * | `POST /playground/api/teams/dialog-close`        | `TeamsDialogClosing`  | `TeamsAnswer`                       |
 * | `POST /playground/api/teams/message`             | `TeamsMessageRequest` | `TeamsAnswer`                       |
 */
import type { UserInfo } from './page-api.js';

export interface TeamsPerson extends UserInfo {
  /** Of the directory; what people pickers give. */
  aadObjectId: string;
}

export interface TeamsMessage {
  /** Milliseconds since the epoch, as text; unique and rising. */
  id: string;
  /** The author's id; look it up in `TeamsState.users`. */
  from: string;
  text: string;
  /** Whether the text is Markdown; people's own words are not. */
  markdown: boolean;
  /** What a notification shows; for cards, whose text is elsewhere. */
  summary?: string;
  /** The Adaptive Card as this user sees it. */
  card?: object;
  /** The id of the thread's first message, on replies in channels. */
  threadId?: string;
  edited: boolean;
  deleted: boolean;
}

export interface TeamsConversation {
  id: string;
  kind: 'channel' | 'group' | 'personal';
  name: string;
  memberIds: string[];
  /** Whether the app is installed here. */
  hasBot: boolean;
  /** Oldest first, replies included. */
  messages: TeamsMessage[];
}

export interface TeamsDialog {
  /** Changes with every new content. */
  id: string;
  title: string;
  width: 'small' | 'medium' | 'large' | number;
  height: 'small' | 'medium' | 'large' | number;
  card: object;
}

/** What one user sees of Teams. */
export interface TeamsState {
  team: { name: string };
  /** The id of the user whose view this is. */
  me: string;
  bot: { id: string; name: string };
  users: TeamsPerson[];
  conversations: TeamsConversation[];
  dialog: TeamsDialog | null;
}

/** Server-Sent Events: the key is the event's name, the value its data. */
export interface TeamsEvents {
  /** On connecting, and whenever so much changed that single events won't do. */
  state: TeamsState;
  /** A message that is new or has changed. */
  message: { conversation: string; message: TeamsMessage };
  /** A conversation that is new to this user or has changed; its messages included. */
  conversation: { conversation: TeamsConversation };
  dialog: { dialog: TeamsDialog | null };
  /** Something to tell the person. */
  notice: { text: string };
}

export interface TeamsActionRequest {
  user: string;
  conversation: string;
  message: string;
  /** Where the action stands in the card: a JSON pointer, such as `/actions/0`. */
  action: string;
  /** What the inputs hold, by id; an empty text is an empty input. */
  inputs: Record<string, string>;
}

export interface TeamsDialogRequest {
  user: string;
  dialog: string;
  action: string;
  inputs: Record<string, string>;
}

export interface TeamsDialogClosing {
  user: string;
}

export interface TeamsMessageRequest {
  user: string;
  conversation: string;
  /** `@Name` mentions a member or the bot. */
  text: string;
  threadId?: string;
}

/** `ms`: how long the app took to answer. `error`: a sentence for the person. */
export type TeamsAnswer = { ok: true; ms: number } | { ok: false; error: string };
