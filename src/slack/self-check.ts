import type { WebClient } from '@slack/web-api';
import { clockSeverity } from '../application/clock-ahead.js';
import { ExpiringCache } from '../application/expiring-cache.js';
import { type Clock, MessengerError, type ProfileStore } from '../application/ports.js';
import type { Profile } from '../domain/profile.js';
import { slackProblems as texts } from '../locales/operator.js';
import { measureClockAhead } from './clock-ahead.js';
import { messengerError } from './errors.js';
import { identify, type SlackIdentity } from './identity.js';
import { botScopes } from './manifest.js';

/** Something that keeps the desk from working in Slack (`error`), or may (`warning`). */
export interface Problem {
  readonly code: string;
  readonly severity: 'error' | 'warning';
  /** For whoever runs the desk: what is wrong and what to do. May name channels and profiles. */
  readonly text: string;
}

export interface SlackCheckOptions {
  /** With the bot token. */
  readonly client: WebClient;
  /** With the app-level token, in Socket Mode. */
  readonly appClient?: WebClient;
  /** In HTTP mode. */
  readonly signingSecret?: string;
  readonly profiles: readonly Profile[];
  /** This process's own clock, since signatures are checked against it. */
  readonly clock: Clock;
}

const fineMs = 60_000;
/** Who mends something looks again soon. */
const troubledMs = 10_000;

/** Everything that is wrong with how the desk stands in Slack. Asks Slack; never throws for what it answers. */
export async function checkSlack(options: SlackCheckOptions): Promise<readonly Problem[]> {
  let identity: SlackIdentity;
  try {
    identity = await identify(options.client);
  } catch (thrown) {
    return authProblems(thrown);
  }
  const found = await Promise.all([
    identity.botId === null ? error('not-a-bot-token', texts.notABotToken()) : null,
    scopesProblem(identity),
    clockProblem(options),
    options.signingSecret === undefined ? null : signingSecretProblem(options.signingSecret),
    options.appClient ? appTokenProblem(options.appClient) : null,
    ...channelsOf(options.profiles).map(([channel, profiles]) =>
      channelProblem(options.client, channel, profiles, identity.botName),
    ),
  ]);
  return found.filter((problem) => problem !== null);
}

/** `checkSlack` for an address that is asked every few seconds: remembered shortly, and never twice at once. */
export function createSlackCheck(
  options: Omit<SlackCheckOptions, 'profiles'> & { readonly profiles: ProfileStore },
): () => Promise<readonly Problem[]> {
  const answers = new ExpiringCache<readonly Problem[]>(options.clock, ({ length }) => (length ? troubledMs : fineMs));
  return () => answers.get('slack', async () => checkSlack({ ...options, profiles: await options.profiles.all() }));
}

const error = (code: string, text: string): Problem => ({ code: `slack-${code}`, severity: 'error', text });
const warning = (code: string, text: string): Problem => ({ code: `slack-${code}`, severity: 'warning', text });

function authProblems(thrown: unknown): Problem[] {
  if (!(thrown instanceof MessengerError)) throw thrown;
  const { problem } = thrown;
  if (problem.kind === 'impossible') return [error('token-refused', texts.tokenRefused(problem.reason))];
  // Slack is there and knows us, else it wouldn't count our calls.
  if (problem.kind === 'rate-limited') return [];
  return [error('unreachable', texts.unreachable('reason' in problem ? problem.reason : problem.kind))];
}

function scopesProblem({ scopes }: SlackIdentity): Problem | null {
  const missing = scopes === null ? [] : Object.keys(botScopes).filter((scope) => !scopes.includes(scope));
  return missing.length > 0 ? error('scopes-missing', texts.scopesMissing(missing)) : null;
}

function signingSecretProblem(secret: string): Problem | null {
  return /^[0-9a-f]{32}$/.test(secret) ? null : warning('signing-secret-odd', texts.signingSecretOdd());
}

async function clockProblem({ client, clock }: SlackCheckOptions): Promise<Problem | null> {
  const aheadMs = await measureClockAhead(client, clock);
  const severity = clockSeverity(aheadMs);
  if (aheadMs === null || severity === null) return null;
  return (severity === 'error' ? error : warning)('clock-off', texts.clockOff(Math.round(aheadMs / 1000)));
}

async function appTokenProblem(appClient: WebClient): Promise<Problem | null> {
  try {
    await appClient.apps.connections.open({});
    return null;
  } catch (thrown) {
    const { problem } = messengerError(thrown, 'repeatable');
    // This method is allowed about once a minute; being told so, the token works.
    if (problem.kind === 'rate-limited') return null;
    return error('app-token-refused', texts.appTokenRefused('reason' in problem ? problem.reason : problem.kind));
  }
}

async function channelProblem(
  client: WebClient,
  channel: string,
  profiles: string,
  bot: string,
): Promise<Problem | null> {
  try {
    const { channel: info } = await client.conversations.info({ channel });
    const name = info?.name ?? channel;
    if (info?.is_archived) return error('channel-archived', texts.channelArchived(name, profiles));
    if (!info?.is_member) return error('not-in-channel', texts.notInChannel(name, profiles, bot));
    if (info.is_ext_shared) return warning('channel-shared', texts.channelShared(name, profiles));
    return null;
  } catch (thrown) {
    const { problem } = messengerError(thrown, 'repeatable');
    if (problem.kind === 'rate-limited') return null;
    const reason = 'reason' in problem ? problem.reason : problem.kind;
    return reason === 'channel_not_found'
      ? error('channel-not-found', texts.channelNotFound(channel, profiles, bot))
      : warning('channel-unchecked', texts.channelUnchecked(channel, profiles, reason));
  }
}

/** Each channel once, with the names of the profiles that post there. */
function channelsOf(profiles: readonly Profile[]): [channel: string, profiles: string][] {
  const names = new Map<string, string[]>();
  for (const profile of profiles) {
    for (const channel of new Set(profile.slackChannels)) {
      names.set(channel, [...(names.get(channel) ?? []), profile.name]);
    }
  }
  return [...names].map(([channel, of]) => [channel, texts.profileNames(of)]);
}
