import type { Profile } from '../domain/profile.js';
import type { Destination } from './ports.js';

/**
 * A destination as one word, e.g. `slack-C123`: key of a referral's cards and part of an order key. Free of dots and
 * dollar signs, whatever a platform puts into its ids, so that it is safe inside a document's path.
 */
export function destinationKey({ platform, id }: Destination): string {
  return `${platform}-${encodeURIComponent(id).replaceAll('.', '%2E')}`;
}

/** Whether a profile's cards stand on both platforms. */
export function isMirrored({ slackChannels, teamsChannels }: Profile): boolean {
  return slackChannels.length > 0 && teamsChannels.length > 0;
}

/** Somewhere in a chat. */
export interface ChatDestination extends Destination {
  readonly platform: 'slack' | 'teams';
}

/** The channels that show a profile's cards. */
export function destinationsOf(profile: Profile): readonly ChatDestination[] {
  return [
    ...profile.slackChannels.map((id) => ({ platform: 'slack', kind: 'channel', id }) as const),
    ...profile.teamsChannels.map((id) => ({ platform: 'teams', kind: 'channel', id }) as const),
  ];
}
