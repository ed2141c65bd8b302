/**
 * The contract between the playground's page and the process that serves it: types only, everything JSON.
 *
 * | request                                   | body              | answer                              |
 * |-------------------------------------------|-------------------|-------------------------------------|
 * | `GET /playground/api/state?user=U…`        |                   | `WorkspaceState`                    |
 * | `GET /playground/api/events?user=U…`       |                   | Server-Sent Events: `PageEvents`    |
 * | `POST /playground/api/action`              | `ActionRequest`   | `ActionAnswer`                      |
 * | `POST /playground/api/view-submit`         | `ViewSubmission`  | `ViewSubmissionAnswer`              |
 * | `POST /playground/api/view-close`          | `ViewClosing`     | `ActionAnswer`                      |
 * | `POST /playground/api/command`             | `CommandRequest`  | `ActionAnswer`                      |
 * | `POST /playground/api/message`             | `MessageRequest`  | `ActionAnswer`                      |
 * | `GET /playground/api/platforms`            |                   | `Platforms`                         |
 * | `GET /playground/api/mails`                |                   | `WrittenMail[]`, the newest first   |
 * | `GET /playground/api/mails/ID`             |                   | the mail as HTML                    |
 *
 * What lies below `/playground/api/teams` is in teams-page-api.ts.
 *
 * A request that can't be read gets `application/problem+json` with 400; one that is not from this machine gets 403.
 */
import type { KnownBlock, ModalView } from '@slack/types';

/** Which platforms are stood in for. */
export interface Platforms {
  slack: boolean;
  teams: boolean;
  /** Whether e-mails are written to files, which can be read here. */
  mails: boolean;
}

/** An e-mail that was written to a file instead of being sent. */
export interface WrittenMail {
  id: string;
  /** In milliseconds since the epoch. */
  writtenAt: number;
  /** The sender's name, or their address. */
  from: string;
  /** Addresses. */
  to: string;
  subject: string;
}

export type UserKind = 'member' | 'guest' | 'bot' | 'external';

export interface UserInfo {
  id: string;
  name: string;
  /** By which a person is the same on every platform; empty for bots. */
  email: string;
  /** One or two letters for an avatar. */
  initials: string;
  /** A CSS colour for the avatar, the same at every start. */
  colour: string;
  /** As Slack writes it: `en-US`, `fr-FR`. */
  locale: string;
  /** An IANA time zone. */
  tz: string;
  kind: UserKind;
}

export interface Message {
  /** Slack's message id, unique within a channel: seconds and microseconds, `1764000000.000100`. Sorts as text. */
  ts: string;
  /** The author's id; look it up in `WorkspaceState.users`. */
  user: string;
  /** Slack mrkdwn. With blocks present it is only the notification text. */
  text: string;
  blocks: KnownBlock[];
  /** The `ts` of the thread's first message, on replies and, once it has replies, on the first message itself. */
  threadTs?: string;
  replyCount: number;
  edited: boolean;
  /** Present when only the asking user sees it. Such messages are acted upon by this id, not by `ts`. */
  ephemeral?: { id: string };
  /** A deleted message that still has replies stays as a tombstone, without text or blocks. */
  deleted?: true;
}

export interface ChannelInfo {
  id: string;
  /** Without `#`. For an `im` the other person's name. */
  name: string;
  kind: 'channel' | 'im';
  memberIds: string[];
  /** Oldest first, replies in threads and this user's ephemeral messages included. */
  messages: Message[];
}

/** What one user sees of the workspace. */
export interface WorkspaceState {
  team: { name: string };
  /** The user whose view this is. */
  me: string;
  users: UserInfo[];
  channels: ChannelInfo[];
  /** Slash commands the app has registered, with their slash. */
  commands: string[];
  /** A modal that is open for this user. */
  view: OpenView | null;
}

/** A modal as it is shown; `blocks` all carry a `block_id`, and interactive elements an `action_id`. */
export type OpenView = ModalView & {
  id: string;
  /** Changes with every update: the same `id` and `hash` is the same content. */
  hash: string;
  /** How many views lie underneath; above 0 the page offers a way back, which is `view-close`. */
  depth: number;
};

/** Server-Sent Events: the key is the event's name, the value its data. */
export interface PageEvents {
  /** On connecting, and whenever so much changed that single events won't do. */
  state: WorkspaceState;
  /** A message that is new or has changed (`ts`, or `ephemeral.id`, tells which). */
  message: { channel: string; message: Message };
  /** `ephemeral` is present when it was an ephemeral message that went away. */
  'message-removed': { channel: string; ts: string; ephemeral?: string };
  /** The modal now on top for this user, or null when none is open. */
  view: { view: OpenView | null };
  /** A channel that is new to this user, or whose name or members changed; its messages included. */
  channel: { channel: ChannelInfo };
  /** Something to tell the person, such as that the app did not acknowledge in 3 s. English. */
  notice: { text: string };
}

export type ActionSource = { channel: string; ts: string } | { ephemeral: string } | { view: string };

/** What the person did to an element: exactly one of these, or none for a button. */
export interface ElementInput {
  /** Text inputs (plain text, number, e-mail, URL) whose block dispatches actions. */
  value?: string;
  /** Selects, radio buttons, overflow menus: the chosen option's `value`. */
  selectedOption?: string;
  /** Checkboxes and multi-selects: the values now chosen. */
  selectedOptions?: string[];
  selectedUser?: string;
  selectedUsers?: string[];
  selectedConversation?: string;
  /** `YYYY-MM-DD` */
  selectedDate?: string;
  /** `HH:mm` */
  selectedTime?: string;
  /** Unix seconds. */
  selectedDateTime?: number;
}

export interface ActionRequest extends ElementInput {
  user: string;
  source: ActionSource;
  blockId: string;
  actionId: string;
  /** For an action inside a modal: what its inputs hold now, as for a submission. */
  values?: InputValues;
}

/** What the inputs hold, by block id and action id. Inputs that are absent or `{}` are empty. */
export type InputValues = { [blockId: string]: { [actionId: string]: ElementInput } };

/** `ms`: how long the app took to acknowledge. `error`: a sentence for the person, English. */
export type ActionAnswer = { ok: true; ms: number } | { ok: false; error: string };

export interface ViewSubmission {
  user: string;
  viewId: string;
  values: InputValues;
}

/** `errors` is keyed by block id. The view's new content, if any, comes as a `view` event and here. */
export type ViewSubmissionAnswer =
  | { kind: 'closed'; ms: number }
  | { kind: 'updated' | 'pushed'; ms: number; view: OpenView }
  | { kind: 'errors'; ms: number; errors: { [blockId: string]: string } }
  | { kind: 'failed'; error: string };

export interface ViewClosing {
  user: string;
  viewId: string;
  /** The whole stack of modals goes (the × in the corner); else only the top one. */
  all?: boolean;
}

export interface CommandRequest {
  user: string;
  channel: string;
  /** With the command's own word: `/deals inbox`. */
  text: string;
}

export interface MessageRequest {
  user: string;
  channel: string;
  text: string;
  threadTs?: string;
}

/** The body of every refusal (`application/problem+json`). */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail?: string;
}
