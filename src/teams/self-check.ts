import type { ConversationStore, ProfileStore } from '../application/ports.js';
import { slackProblems, teamsTexts } from '../locales/operator.js';

/** Something that keeps the desk from working in Teams. */
export interface Problem {
  readonly code: string;
  readonly severity: 'error' | 'warning';
  /** For whoever runs the desk: what is wrong and what to do. May name channels and profiles. */
  readonly text: string;
}

/** Channels that should show cards, and where the bot isn't. */
export async function channelProblems(ports: {
  readonly profiles: ProfileStore;
  readonly conversations: ConversationStore;
}): Promise<readonly Problem[]> {
  const profiles = await ports.profiles.all();
  const channels = [...new Set(profiles.flatMap((profile) => profile.teamsChannels))];
  const found = await Promise.all(
    channels.map(async (channel): Promise<Problem | null> => {
      const known = await ports.conversations.byId(channel);
      if (known && known.closedAt === null) return null;
      const of = profiles.filter((profile) => profile.teamsChannels.includes(channel));
      const names = slackProblems.profileNames(of.map(({ name }) => name));
      return known
        ? { code: 'teams-bot-removed', severity: 'error', text: teamsTexts.removed(channel, names) }
        : { code: 'teams-bot-not-added', severity: 'error', text: teamsTexts.notAdded(channel, names) };
    }),
  );
  return found.filter((problem) => problem !== null);
}
