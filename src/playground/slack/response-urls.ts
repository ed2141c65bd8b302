import { randomBytes } from 'node:crypto';
import type { Clock } from '../shared/clock.js';
import { messageContent, messageMetadata } from './content.js';
import { refusalOf, SlackRefusal } from './errors.js';
import type { Channel, Ephemeral, Json } from './model.js';
import type { Workspace } from './workspace.js';

const LIFETIME_MS = 30 * 60_000;
const MAX_USES = 5;

/** What a response is about: where the person was, and the message that was acted upon, if any. */
export interface ResponseTarget {
  channel: Channel;
  user: string;
  message?: { ts: string } | { ephemeral: Ephemeral };
}

const known = new Set([
  'text',
  'blocks',
  'attachments',
  'response_type',
  'replace_original',
  'delete_original',
  'thread_ts',
  'metadata',
  'mrkdwn',
  'unfurl_links',
  'unfurl_media',
]);

/** The addresses at which an app answers an interaction later on: five times, within half an hour. */
export class ResponseUrls {
  readonly #issued = new Map<string, { target: ResponseTarget; expiresAt: number; uses: number }>();

  constructor(
    readonly workspace: Workspace,
    readonly now: Clock,
  ) {}

  /** @returns the path, such as `/actions/T0DESK/…` */
  issue(kind: 'actions' | 'commands', target: ResponseTarget): string {
    this.#forgetOld();
    const path = `/${kind}/${this.workspace.team.id}/${randomBytes(12).toString('hex')}`;
    this.#issued.set(path, { target, expiresAt: this.now() + LIFETIME_MS, uses: 0 });
    return path;
  }

  has(path: string): boolean {
    return this.#issued.has(path);
  }

  /** @throws SlackRefusal `expired_url`, `used_url`, and whatever a wrong message gets */
  respond(path: string, body: unknown): void {
    const issued = this.#issued.get(path);
    if (!issued || this.now() >= issued.expiresAt) throw new SlackRefusal('expired_url');
    if (issued.uses >= MAX_USES) throw new SlackRefusal('used_url');
    issued.uses += 1;
    applyResponse(this.workspace, issued.target, body);
  }

  #forgetOld(): void {
    // A map keeps the order of insertion, so the oldest come first; an expired one is remembered as long as it lived.
    for (const [path, { expiresAt }] of this.#issued) {
      if (expiresAt + LIFETIME_MS > this.now()) return;
      this.#issued.delete(path);
    }
  }
}

/** Does what a response says: of a response_url, or in the acknowledgement of a slash command. */
export function applyResponse(workspace: Workspace, target: ResponseTarget, body: unknown): void {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw new SlackRefusal('invalid_payload');
  const response = body as Json;
  const unknown = Object.keys(response).filter((key) => !known.has(key));
  if (unknown.length > 0)
    throw refusalOf(
      'invalid_arguments',
      unknown.map((key) => `invalid additional property: ${key}`),
    );
  if (response.delete_original === true) {
    removeOriginal(workspace, target);
    return;
  }
  const content = messageContent(response);
  if (response.replace_original === true && target.message) {
    replaceOriginal(workspace, target, content);
    return;
  }
  const threadTs = typeof response.thread_ts === 'string' ? { threadTs: response.thread_ts } : {};
  if (response.response_type === 'in_channel') {
    const metadata = messageMetadata(response.metadata);
    const { botUserId: user, botId } = workspace.installation;
    workspace.post(target.channel, { user, botId, ...content, ...threadTs, ...(metadata ? { metadata } : {}) });
  } else if (response.response_type === undefined || response.response_type === 'ephemeral') {
    workspace.whisper({ channel: target.channel.id, viewer: target.user, ...content, ...threadTs });
  } else {
    throw refusalOf('invalid_arguments', ['must be one of: ephemeral, in_channel [json-pointer:/response_type]']);
  }
}

function replaceOriginal(
  workspace: Workspace,
  { channel, message }: ResponseTarget,
  content: Pick<Ephemeral, 'text' | 'blocks'>,
): void {
  if (message && 'ephemeral' in message) {
    if (workspace.ephemerals.has(message.ephemeral.id)) workspace.editEphemeral(message.ephemeral, content);
    return;
  }
  const original = message && workspace.findMessage(channel, message.ts);
  if (!original || original.tombstone) throw new SlackRefusal('message_not_found');
  workspace.edit(channel, original, content, workspace.installation.botUserId);
}

function removeOriginal(workspace: Workspace, { channel, message }: ResponseTarget): void {
  if (message && 'ephemeral' in message) {
    if (workspace.ephemerals.has(message.ephemeral.id)) workspace.removeEphemeral(message.ephemeral);
    return;
  }
  const original = message && workspace.findMessage(channel, message.ts);
  if (!original || original.tombstone) throw new SlackRefusal('message_not_found');
  workspace.remove(channel, original);
}
