import type { CustomerRequest } from './customer-request.js';
import type { Profile } from './profile.js';

/**
 * The profile that a request comes to: the first that claims one of its target ids, else its customer's country, else
 * its region, else the default one. Ids, countries and regions are compared ignoring case.
 *
 * @param profiles in the order of asking
 * @throws when the default profile isn't among them
 */
export function routeTo(
  { targets, customer: { address } }: Pick<CustomerRequest, 'targets' | 'customer'>,
  profiles: readonly Profile[],
  defaultProfileId: string,
): Profile {
  const claimedBy = (claims: (profile: Profile) => readonly string[], values: readonly (string | undefined)[]) => {
    const wanted = new Set(values.filter((value) => value !== undefined).map(plain));
    return wanted.size > 0
      ? profiles.find((profile) => claims(profile).some((claim) => wanted.has(plain(claim))))
      : undefined;
  };
  const profile =
    claimedBy(
      ({ locations }) => locations,
      targets.map(({ id }) => id),
    ) ??
    claimedBy(({ countries }) => countries, [address?.country]) ??
    // A state is a region too: senders without a `region` name it there.
    claimedBy(({ regions }) => regions, [address?.region, address?.state]) ??
    profiles.find(({ id }) => id === defaultProfileId);
  if (!profile) throw new Error(`there is no default profile ${defaultProfileId}`);
  return profile;
}

const plain = (text: string) => text.trim().toLowerCase();
