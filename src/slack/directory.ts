import type { WebClient } from '@slack/web-api';
import { ExpiringCache } from '../application/expiring-cache.js';
import type { Clock, Directory, Member, Standing } from '../application/ports.js';
import type { Language } from '../domain/profile.js';
import type { Logger } from '../logger.js';
import { SlackUnavailable, slackCode } from './errors.js';

const standingMs = 5 * 60_000;
/** Somebody new may be known in a moment. */
const unknownMs = 30_000;
const membersMs = 60_000;

/** Slack's answer to users.info, as far as the installed types know it. */
type User = NonNullable<Awaited<ReturnType<WebClient['users']['info']>>['user']>;

export interface SlackDirectory extends Directory {
  /** Somebody joined or left the channel: its members are asked for anew. */
  forget(channel: string): void;
}

/**
 * Who Slack's users are and where they belong, remembered for some minutes.
 *
 * @param options.team id of the workspace whose full members act and read
 * @throws SlackUnavailable (every method) when Slack can't be asked: nobody is let in on a guess
 */
export function createSlackDirectory(options: {
  readonly client: WebClient;
  readonly team: string;
  readonly clock: Clock;
  readonly logger: Logger;
}): SlackDirectory {
  const { client, team, clock, logger } = options;
  const standings = new ExpiringCache<Standing>(clock, ({ kind }) => (kind === 'unknown' ? unknownMs : standingMs));
  const byAddress = new ExpiringCache<Member | null>(clock, (member) => (member ? standingMs : unknownMs));
  const members = new ExpiringCache<ReadonlySet<string>>(clock, () => membersMs, 1_000);

  async function askStanding(userId: string): Promise<Standing> {
    try {
      const { user } = await client.users.info({ user: userId, include_locale: true });
      return user ? standingOf(user, team) : unknown;
    } catch (error) {
      const code = slackCode(error);
      if (code === 'user_not_found' || code === 'user_not_visible') return unknown;
      throw new SlackUnavailable(`users.info: ${code ?? 'no answer'}`, { cause: error });
    }
  }

  async function askMember(email: string): Promise<Member | null> {
    try {
      const { user } = await client.users.lookupByEmail({ email });
      // It doesn't tell whether somebody is of another organisation, nor how they read.
      const standing = user?.id ? await self.standing(user.id) : unknown;
      return standing.kind === 'member' ? standing : null;
    } catch (error) {
      if (error instanceof SlackUnavailable) throw error;
      const code = slackCode(error);
      if (code === 'users_not_found') return null;
      throw new SlackUnavailable(`users.lookupByEmail: ${code ?? 'no answer'}`, { cause: error });
    }
  }

  async function askMembers(channel: string): Promise<ReadonlySet<string>> {
    const found = new Set<string>();
    let cursor: string | undefined;
    try {
      do {
        const page = await client.conversations.members({ channel, limit: 1000, ...(cursor ? { cursor } : {}) });
        for (const id of page.members ?? []) found.add(id);
        cursor = page.response_metadata?.next_cursor;
      } while (cursor);
      return found;
    } catch (error) {
      const code = slackCode(error);
      if (code === 'channel_not_found') {
        // A private channel that we aren't in looks like this too. Nobody counts as its member; the others still work.
        logger.warn({ channel, code }, 'the members of a channel cannot be seen');
        return new Set();
      }
      throw new SlackUnavailable(`conversations.members: ${code ?? 'no answer'}`, { cause: error });
    }
  }

  const self: SlackDirectory = {
    standing: (userId) => standings.get(userId, () => askStanding(userId)),

    memberWith: (email) => byAddress.get(email, () => askMember(email)),
    async languageOf(userId) {
      const { kind, language } = await standings.get(userId, () => askStanding(userId));
      return kind === 'unknown' ? null : language;
    },

    async memberOf(userId, channels) {
      const inIt = await Promise.all(
        channels.map(async (channel) => (await members.get(channel, () => askMembers(channel))).has(userId)),
      );
      return new Set(channels.filter((_channel, index) => inIt[index]));
    },

    forget: (channel) => members.forget(channel),
  };
  return self;
}

const unknown: Standing = { kind: 'unknown', language: 'en' };

function standingOf(user: User, team: string): Standing {
  const language: Language = user.locale?.startsWith('fr') ? 'fr' : 'en';
  if (!user.id || user.deleted) return { kind: 'unknown', language };
  // Slackbot is the one bot that isn't marked as one.
  if (user.is_bot || user.id === 'USLACKBOT') return { kind: 'bot', language };
  if (user.is_stranger || !belongsTo(user, team)) return { kind: 'external', language };
  if (user.is_restricted || user.is_ultra_restricted) return { kind: 'guest', language };
  const name = user.real_name || user.profile?.real_name || user.profile?.display_name || user.name || user.id;
  return {
    kind: 'member',
    person: { platform: 'slack', tenant: team, id: user.id, name },
    // An address that its owner hasn't confirmed could be anybody's.
    email: (user.is_email_confirmed !== false && user.profile?.email) || null,
    language,
    timeZone: user.tz || 'UTC',
  };
}

/** In an Enterprise Grid a user has a home workspace and may be a member of others. */
function belongsTo(user: User, team: string): boolean {
  return user.team_id === team || (user.enterprise_user?.teams?.includes(team) ?? false);
}
