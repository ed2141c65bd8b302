import { z } from 'zod';
import type { CustomerContact, CustomerRequest } from './customer-request.js';
import { type CloseReason, type HistoryEvent, partnerCenterSource, type Referral, type Source } from './referral.js';

/**
 * Whose customers a profile tells that they should choose a different partner. `own`: all but Partner Center's, which
 * tells them itself.
 */
export const tellCustomerChoices = ['never', 'own', 'always'] as const;
export type TellCustomer = (typeof tellCustomerChoices)[number];

/** After these there is nobody to be polite to. */
const unspoken: ReadonlySet<CloseReason> = new Set(['not-a-customer', 'abuse-spam-phishing']);

/** Longest address that mail can carry (RFC 5321, 4.5.3.1.3, without the angle brackets). */
const Address = z.email().max(254);

export type ReachableCustomer = CustomerContact & { readonly email: string };

/**
 * Who on the customer's side is told of this event; null when nobody is. Only of a decline or an expiry, only where
 * they agreed to be contacted: the first of their contacts who has an address and didn't switch notifications off.
 */
export function customerToTell(
  { request, source }: { readonly request: CustomerRequest; readonly source: Source },
  event: Pick<HistoryEvent, 'type' | 'reason'>,
  choice: TellCustomer,
): ReachableCustomer | null {
  if (event.type !== 'declined' && event.type !== 'expired') return null;
  if (event.reason && unspoken.has(event.reason)) return null;
  if (choice === 'never' || (choice === 'own' && source.name === partnerCenterSource)) return null;
  if (request.consent.contact !== true) return null;
  const reachable = request.customer.contacts.flatMap((contact) => {
    const email = contact.email?.trim();
    return email && Address.safeParse(email).success ? [{ ...contact, email }] : [];
  });
  // Somebody who is listed twice and said no once has said no.
  const quiet = reachable.filter((contact) => contact.disableNotifications).map(({ email }) => email.toLowerCase());
  return reachable.find(({ email }) => !quiet.includes(email.toLowerCase())) ?? null;
}

/** Whether an event was taken back later, by an undo or a manager: then nobody need hear of it any more. */
export function wasTakenBack({ history }: Pick<Referral, 'history'>, version: number): boolean {
  return history.some((later) => later.version > version && (later.type === 'undone' || later.type === 'reopened'));
}
