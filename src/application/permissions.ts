import { addressOf } from '../domain/links.js';
import { type Actor, type Links, personRefOf, samePerson } from '../domain/people.js';
import type { Profile } from '../domain/profile.js';
import { destinationsOf } from './destinations.js';
import type { Destination, Directory, Member, ProfileStore, Standing } from './ports.js';

export type Rights =
  | { readonly may: true; readonly actor: Actor }
  | { readonly may: false; readonly why: 'not-a-member' | 'not-listed' };

function listed(list: readonly string[], { person, email }: Member, links: Links): boolean {
  const address = addressOf(email);
  return list.some((entry) =>
    entry.includes('@')
      ? address !== null && addressOf(entry) === address
      : samePerson(personRefOf(entry), person, links),
  );
}

/**
 * What a person may do with a profile's referrals (design, "People"): full members only; of those the profile's
 * `people` and `managers`, or all where the profile names nobody. Whoever is named by an identity is named by those
 * linked with it.
 */
export function rightsOf(standing: Standing, profile: Profile, links: Links = []): Rights {
  if (standing.kind !== 'member') return { may: false, why: 'not-a-member' };
  const manages = listed(profile.managers, standing, links);
  if (profile.people.length > 0 && !manages && !listed(profile.people, standing, links))
    return { may: false, why: 'not-listed' };
  return { may: true, actor: { person: standing.person, manages: manages || profile.managers.length === 0 } };
}

/** The channels of a platform that show a profile's cards. */
export function channelsOf(profile: Profile, platform: Destination['platform']): readonly string[] {
  return destinationsOf(profile).flatMap((to) => (to.platform === platform ? [to.id] : []));
}

/** The profiles whose referrals a member may list and look up: those with a channel that they belong to. */
export async function visibleProfiles(
  ports: { readonly profiles: ProfileStore; readonly directory: Pick<Directory, 'memberOf'> },
  { person }: Member,
): Promise<readonly Profile[]> {
  const profiles = await ports.profiles.all();
  const channels = [...new Set(profiles.flatMap((profile) => channelsOf(profile, person.platform)))];
  const joined = await ports.directory.memberOf(person.id, channels);
  return profiles.filter((profile) => channelsOf(profile, person.platform).some((channel) => joined.has(channel)));
}

/** Whether a member may look at a profile's referrals. */
export async function seesProfile(
  ports: { readonly directory: Pick<Directory, 'memberOf'> },
  { person }: Member,
  profile: Profile,
): Promise<boolean> {
  return (await ports.directory.memberOf(person.id, channelsOf(profile, person.platform))).size > 0;
}
