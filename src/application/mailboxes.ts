import { createHash } from 'node:crypto';
import type { MailContact, Profile } from '../domain/profile.js';
import type { Destination } from './ports.js';

/** The mailbox of whoever sent the request; the referral knows the address. */
export const customerMailbox: Destination = { platform: 'mail', kind: 'person', id: 'customer' };

/** The mailbox of one of a profile's contacts, whose address the profile knows. */
export function contactMailbox({ address }: MailContact): Destination {
  const id = createHash('sha256').update(address.toLowerCase()).digest('hex').slice(0, 16);
  return { platform: 'mail', kind: 'person', id: `contact-${id}` };
}

export function contactOf(profile: Profile, { id }: Destination): MailContact | undefined {
  return profile.mailTo.find((contact) => contactMailbox(contact).id === id);
}
