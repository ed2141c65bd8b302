import type { ConnectorClient } from 'botframework-connector';
import { ExpiringCache } from '../application/expiring-cache.js';
import type { Choice } from '../application/forms/field.js';
import type { Clock, ConversationStore, Directory, KnownConversation, Member, Standing } from '../application/ports.js';
import type { ReaderStore } from '../application/reader-ports.js';
import { addressOf } from '../domain/links.js';
import type { Language } from '../domain/profile.js';
import type { Logger } from '../logger.js';
import { answerOf, TeamsUnavailable } from './errors.js';

const standingMs = 5 * 60_000;
/** Somebody new may be known in a moment. */
const unknownMs = 30_000;
const membersMs = 60_000;
/** How long an answer is waited for; but never shorter than Teams waits for the desk. */
const leastCallTimeoutMs = 4_000;
const pageSize = 500;

/** What the connector says about a member (Teams: `TeamsChannelAccount`), as far as it is used. */
interface Account {
  readonly id?: string;
  readonly aadObjectId?: string;
  readonly name?: string;
  readonly givenName?: string;
  readonly surname?: string;
  readonly email?: string;
  readonly userPrincipalName?: string;
  readonly tenantId?: string;
  readonly userRole?: string;
}

export interface TeamsDirectory extends Directory {
  /** Where somebody was met, so that they can be looked up there; how they read, which only their messages tell. */
  met(userId: string, where: Meeting): void;
  /** The members of channels that may be chosen in a form, by name. */
  peopleOf(channels: readonly string[]): Promise<readonly Choice[]>;
  /** Somebody joined or left: the members of a channel are asked for anew. */
  forget(channel: string): void;
}

interface Meeting {
  readonly conversation: string;
  readonly serviceUrl: string;
  readonly language: Language;
  readonly timeZone: string;
}

/** How many people's last meetings are remembered. */
const mostMeetings = 10_000;

/**
 * Who Teams' users are and where they belong, by their object ids in Microsoft Entra, remembered for some minutes.
 *
 * @param options.tenant whose full members act and read
 * @param options.answerWithinMs how long Teams waits for an answer of the desk, in milliseconds
 * @throws TeamsUnavailable (every method) when Teams can't be asked: nobody is let in on a guess
 */
export function createTeamsDirectory(options: {
  readonly connector: (serviceUrl: string) => Promise<ConnectorClient>;
  readonly conversations: ConversationStore;
  readonly readers: ReaderStore;
  readonly tenant: () => string;
  readonly answerWithinMs: number;
  readonly clock: Clock;
  readonly logger: Logger;
}): TeamsDirectory {
  const { connector, conversations, readers, tenant, clock, logger } = options;
  const callTimeoutMs = Math.max(leastCallTimeoutMs, options.answerWithinMs);
  const meetings = new Map<string, Meeting>();
  const standings = new ExpiringCache<Standing>(clock, ({ kind }) => (kind === 'unknown' ? unknownMs : standingMs));
  const rosters = new ExpiringCache<ReadonlyMap<string, Account>>(clock, () => membersMs, 1_000);

  async function askStanding(userId: string): Promise<Standing> {
    const met = meetings.get(userId);
    const language = met?.language ?? 'en';
    const timeZone = met?.timeZone ?? 'UTC';
    if (met) {
      const member = await memberAt(met.serviceUrl, met.conversation, userId);
      if (member) return standingOf(member, { tenant: tenant(), language, timeZone });
    }
    for (const roster of await Promise.all((await teams()).map(rosterOf))) {
      const member = roster.get(userId);
      if (member) return standingOf(member, { tenant: tenant(), language, timeZone });
    }
    return { kind: 'unknown', language };
  }

  async function memberAt(serviceUrl: string, conversation: string, userId: string): Promise<Account | null> {
    try {
      const client = await connector(serviceUrl);
      return (await client.conversations.getConversationMember(conversation, userId, {
        timeout: callTimeoutMs,
      })) as Account;
    } catch (error) {
      if (isNobody(error)) return null;
      throw unavailable(error);
    }
  }

  /** One known channel of each team: its members are the team's. */
  async function teams(): Promise<KnownConversation[]> {
    const channels = (await conversations.open()).filter(({ kind }) => kind === 'channel');
    return [...new Map(channels.map((channel) => [channel.team ?? channel.id, channel])).values()];
  }

  /** By channel: a private one has fewer members than its team. */
  const rosterOf = (channel: KnownConversation) => rosters.get(channel.id, () => askRoster(channel));

  async function askRoster({ serviceUrl, conversation, id }: KnownConversation): Promise<ReadonlyMap<string, Account>> {
    const found = new Map<string, Account>();
    let continuationToken: string | undefined;
    try {
      const client = await connector(serviceUrl);
      do {
        const page = await client.conversations.getConversationPagedMembers(conversation, {
          pageSize,
          timeout: callTimeoutMs,
          ...(continuationToken ? { continuationToken } : {}),
        } as never);
        for (const member of (page.members ?? []) as Account[]) {
          if (member.aadObjectId) found.set(member.aadObjectId, member);
        }
        continuationToken = page.continuationToken || undefined;
      } while (continuationToken);
      return found;
    } catch (error) {
      if (isNobody(error)) {
        logger.warn({ channel: id, code: answerOf(error).code }, 'the members of a channel cannot be seen');
        return new Map();
      }
      throw unavailable(error);
    }
  }

  /** Nobody waits for it: what is lost is told again by what they write next to another process. */
  function noteLanguage(id: string, language: Language): void {
    readers
      .reads({ platform: 'teams', id }, language)
      .catch((error) => logger.warn({ err: error }, 'how somebody reads could not be noted'));
  }

  return {
    async standing(userId) {
      const standing = await standings.get(userId, () => askStanding(userId));
      const met = meetings.get(userId);
      // How somebody reads may have changed since they were looked up.
      if (!met) return standing;
      if (standing.kind !== 'member') return { ...standing, language: met.language };
      return { ...standing, language: met.language, timeZone: met.timeZone };
    },

    async memberWith(email) {
      const found = new Map<string, Member>();
      for (const roster of await Promise.all((await teams()).map(rosterOf))) {
        for (const account of roster.values()) {
          const standing = standingOf(account, { tenant: tenant(), language: 'en', timeZone: 'UTC' });
          if (standing.kind === 'member' && addressOf(standing.email) === addressOf(email)) {
            found.set(standing.person.id, standing);
          }
        }
      }
      const [only, another] = [...found.values()];
      return only && !another ? only : null;
    },

    // Only what people write tells it; to this process, or to one before it.
    languageOf: async (userId) =>
      meetings.get(userId)?.language ?? (await readers.languageOf({ platform: 'teams', id: userId })),

    async memberOf(userId, channels) {
      const belongs = await Promise.all(
        channels.map(async (id) => {
          const channel = await conversations.byId(id);
          return channel !== null && channel.closedAt === null && (await rosterOf(channel)).has(userId);
        }),
      );
      return new Set(channels.filter((_channel, index) => belongs[index]));
    },

    met(userId, where) {
      const before = meetings.get(userId);
      meetings.delete(userId);
      meetings.set(userId, where);
      if (before?.language !== where.language) noteLanguage(userId, where.language);
      // Unknown elsewhere, they may be known here; whoever is known needn't be asked for wherever they go.
      const { kind } = standings.remembered(userId) ?? { kind: 'unknown' };
      if (kind === 'unknown' && before?.conversation !== where.conversation) standings.forget(userId);
      for (const oldest of meetings.keys()) {
        if (meetings.size <= mostMeetings) break;
        meetings.delete(oldest);
      }
    },

    async peopleOf(channels) {
      const known = await Promise.all(channels.map((id) => conversations.byId(id)));
      const open = known.flatMap((channel) => (channel && channel.closedAt === null ? [channel] : []));
      const people = new Map<string, string>();
      for (const roster of await Promise.all(open.map(rosterOf))) {
        for (const [id, member] of roster) {
          const standing = standingOf(member, { tenant: tenant(), language: 'en', timeZone: 'UTC' });
          if (standing.kind === 'member') people.set(id, standing.person.name);
        }
      }
      return [...people]
        .map(([value, text]) => ({ value, text }))
        .sort((a, b) => a.text.localeCompare(b.text) || (a.value < b.value ? -1 : 1));
    },

    forget: (channel) => rosters.forget(channel),
  };
}

/** The answer for somebody who isn't there, or a place that the bot doesn't belong to. */
function isNobody(error: unknown): boolean {
  const { status } = answerOf(error);
  return status === 404 || status === 403 || status === 400;
}

const unavailable = (error: unknown) => new TeamsUnavailable(`members: ${answerOf(error).code}`, { cause: error });

function standingOf(
  member: Account,
  { tenant, language, timeZone }: { readonly tenant: string; readonly language: Language; readonly timeZone: string },
): Standing {
  if (member.id?.startsWith('28:')) return { kind: 'bot', language };
  const id = member.aadObjectId;
  // Who has no object id in Entra is anonymous: a meeting's passer-by.
  if (!id) return { kind: 'unknown', language };
  if (member.tenantId && member.tenantId !== tenant) return { kind: 'external', language };
  // A guest's principal name carries their home address and this mark, whatever role the team gave them.
  if (member.userRole === 'guest' || member.userPrincipalName?.includes('#EXT#')) return { kind: 'guest', language };
  const name = member.name || [member.givenName, member.surname].filter(Boolean).join(' ') || member.email || id;
  const email = member.email || member.userPrincipalName || null;
  return { kind: 'member', person: { platform: 'teams', tenant, id, name }, email, language, timeZone };
}
