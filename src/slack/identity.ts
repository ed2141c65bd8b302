import type { WebClient } from '@slack/web-api';
import { MessengerError } from '../application/ports.js';
import { messengerError } from './errors.js';

/** Whom a bot token stands for. */
export interface SlackIdentity {
  /** Workspace id. */
  readonly team: string;
  /** Where people open the workspace, e.g. `https://contoso.slack.com/`; null when Slack doesn't say. */
  readonly url: string | null;
  readonly botUserId: string;
  /** Without the @. */
  readonly botName: string;
  /** Null for a person's token. */
  readonly botId: string | null;
  /** Null when Slack doesn't say, e.g. behind a proxy that drops its headers. */
  readonly scopes: readonly string[] | null;
}

/** @throws MessengerError — `impossible` with Slack's code for a token that Slack refuses */
export async function identify(client: WebClient): Promise<SlackIdentity> {
  const answer = await client.auth.test().catch((error: unknown) => {
    throw messengerError(error, 'repeatable');
  });
  if (!answer.team_id || !answer.user_id) throw new MessengerError({ kind: 'temporary', reason: 'no_identity' });
  return {
    team: answer.team_id,
    url: answer.url ?? null,
    botUserId: answer.user_id,
    botName: answer.user ?? answer.user_id,
    botId: answer.bot_id ?? null,
    scopes: answer.response_metadata?.scopes ?? null,
  };
}
