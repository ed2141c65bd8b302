import { customerToTell, wasTakenBack } from '../domain/customer-notice.js';
import type { Profile } from '../domain/profile.js';
import type { HistoryEvent, Referral } from '../domain/referral.js';
import { profileOf } from './deliver-card.js';
import { NotYet } from './delivery-attempt.js';
import { destinationKey, destinationsOf } from './destinations.js';
import type { MailAttempt, MailPorts } from './mail-attempt.js';
import { contactMail, customerMail } from './mail-texts.js';
import { contactOf, customerMailbox } from './mailboxes.js';

/** So long a mail with a link waits for its card, in milliseconds; then it goes without: chat may be what is broken. */
const longestWaitForCard = 60_000;
const lookAgainAfter = 1_000;

/** Sends the mail that a delivery stands for, if what it would say is still true. */
export async function deliverMail(attempt: MailAttempt): Promise<void> {
  const { ports, delivery } = attempt;
  const referral = await ports.referrals.byId(delivery.referralId);
  const event = referral?.history.find(({ version }) => version === delivery.version);
  if (!referral || !event) return;
  const profile = await profileOf(ports.profiles, referral);
  if (delivery.destination.id === customerMailbox.id) await toCustomer(attempt, referral, event, profile);
  else await toContact(attempt, referral, event, profile);
}

async function toCustomer(attempt: MailAttempt, referral: Referral, event: HistoryEvent, profile: Profile) {
  if (wasTakenBack(referral, event.version)) return;
  const customer = customerToTell(referral, event, profile.tellCustomer);
  if (customer) await attempt.send({ ...customerMail(referral, event, profile, customer), at: event.at });
}

async function toContact(attempt: MailAttempt, referral: Referral, event: HistoryEvent, profile: Profile) {
  const { ports, delivery } = attempt;
  const now = ports.clock.now();
  const contact = contactOf(profile, delivery.destination);
  // Somebody was quicker than the mail, or it is too late: there is nothing left to call anybody for.
  if (!contact || referral.state.kind !== 'new' || now >= referral.expiresAt) return;

  const url = await linkToCard(ports, referral, profile);
  const isExpected = url === null && destinationsOf(profile).length > 0;
  if (isExpected && now.getTime() < event.at.getTime() + longestWaitForCard) {
    throw new NotYet('card-not-posted', new Date(now.getTime() + lookAgainAfter));
  }
  await attempt.send({ ...contactMail(referral, profile, contact, url), at: event.at });
}

/** In the profile's first channel that shows a card whose address is known. */
async function linkToCard(ports: MailPorts, referral: Referral, profile: Profile): Promise<string | null> {
  const cards = await ports.cards.cards(referral.id);
  for (const destination of destinationsOf(profile)) {
    const card = cards.get(destinationKey(destination));
    const link = card && (await ports.messengers[destination.platform]?.link(card));
    if (link) return link;
  }
  return null;
}
