import { randomBytes } from 'node:crypto';
import type { Profile } from '../domain/profile.js';
import type { Logger } from '../logger.js';
import { destinationsOf } from './destinations.js';
import type { Destination, Messenger } from './ports.js';
import { phrase } from './wording.js';

/**
 * Tells a profile's people that the bot was removed from channels which show its cards: in its other channels, and in
 * private those whom the profile names by their ids. At most once, since nothing depends on it: /readyz says it too.
 */
export async function tellOfLoss(
  ports: {
    readonly messengers: Readonly<Partial<Record<Destination['platform'], Messenger>>>;
    readonly logger: Logger;
  },
  lost: ReadonlySet<string>,
  profiles: readonly Profile[],
): Promise<void> {
  for (const profile of profiles) {
    const targets = [...destinationsOf(profile).filter(({ id }) => !lost.has(id)), ...namedPeople(profile)];
    const text = phrase('channel.lost', { profile: profile.name });
    for (const to of targets) {
      const messenger = ports.messengers[to.platform];
      if (!messenger) continue;
      try {
        const rendered = messenger.render({ kind: 'line', language: profile.language, text });
        await messenger.post(to, rendered, randomBytes(16).toString('base64url'));
      } catch (error) {
        ports.logger.warn({ err: error, to: to.id }, 'somebody could not be told that a channel was lost');
      }
    }
  }
}

/** Those that a profile names by the ids that platforms give: Slack's users, and objects of Microsoft Entra. */
function namedPeople({ people, managers }: Profile): Destination[] {
  return [...new Set([...people, ...managers])].flatMap((id): Destination[] => {
    if (/^[UW][A-Z0-9]{4,}$/.test(id)) return [{ platform: 'slack', kind: 'person', id }];
    return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id) ? [{ platform: 'teams', kind: 'person', id }] : [];
  });
}
