import { type Links, type Person, samePerson } from './people.js';

/** A full member of our own workspace or tenant, with the address that its directory has verified. */
export interface AddressedMember {
  readonly person: Person;
  readonly email: string | null;
}

/**
 * The one rule (design, "People"): an e-mail address links a Slack and a Teams identity when both are full members. Who
 * isn't one must not be given here. An address that several identities of one platform have links none of them: nobody
 * could tell which is meant.
 */
export function linksAmong(members: readonly AddressedMember[]): Links {
  const byAddress = new Map<string, Person[]>();
  for (const { person, email } of members) {
    const address = addressOf(email);
    if (address === null) continue;
    const known = byAddress.get(address) ?? [];
    if (!known.some((other) => samePerson(other, person))) byAddress.set(address, [...known, person]);
  }
  return [...byAddress.values()].flatMap((people) => {
    const [slack, anotherInSlack] = people.filter(({ platform }) => platform === 'slack');
    const [teams, anotherInTeams] = people.filter(({ platform }) => platform === 'teams');
    return slack && teams && !anotherInSlack && !anotherInTeams ? [[slack, teams] as const] : [];
  });
}

/**
 * An address as it is compared; null for what is none. Only ASCII letters lose their case: Unicode's rules would make
 * letters equal that are different mailboxes (K, the kelvin sign, becomes k).
 */
export function addressOf(email: string | null | undefined): string | null {
  const trimmed = email?.trim() ?? '';
  return /^[^\s@]+@[^\s@]+$/.test(trimmed) ? trimmed.replace(/[A-Z]/g, (letter) => letter.toLowerCase()) : null;
}
