import type { SlackStandIn } from '../../src/playground/slack/stand-in.js';
import { channelOf } from './cast.js';

/** Channels of Slack, each with a profile of its own, so that what happens in one is in no other's way. */
export const places = ['C0PLACE001', 'C0PLACE002', 'C0PLACE003', 'C0PLACE004', 'C0PLACE005'] as const;
export type Place = (typeof places)[number];

const countries = ['FR', 'DE', 'IT', 'ES', 'PT'] as const;

/** Of the customers whose requests come to a place. */
export const countryOf = (place: Place | undefined): string => (place && countries[places.indexOf(place)]) ?? '';

export const placeChannels = (members: readonly string[]) =>
  places.map((id, n) => channelOf(id, `place-${n}`, members));

/** The desk's configuration. `more` is what each profile has besides. */
export const placesYaml = (more = 'workingHours: {}') =>
  `profiles:
${places
  .map(
    (place, n) => `  - id: p${n}
    ${n === 0 ? 'default: true' : `countries: [${countryOf(place)}]`}
    channels: { slack: [${place}] }
    ${more}`,
  )
  .join('\n')}
`;

export const messagesOfPlaces = (slack: SlackStandIn) => places.flatMap((place) => slack.messages(place));
