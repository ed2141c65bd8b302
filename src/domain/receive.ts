import type { Effect } from './commands.js';
import type { CustomerRequest } from './customer-request.js';
import { decide } from './lifecycle.js';
import type { Person } from './people.js';
import type { Profile, UrgencyRule } from './profile.js';
import { partnerCenterSource, type Referral, type ReferralId, type Source } from './referral.js';

/** What the sender says about time. */
export interface SenderDates {
  readonly createdAt?: Date;
  readonly expiresAt?: Date;
}

export interface Receipt {
  readonly request: CustomerRequest;
  readonly source: Source;
  readonly dates: SenderDates;
  readonly profile: Profile;
  readonly id: ReferralId;
  readonly code: string;
  readonly now: Date;
  /** Who logged it by hand; absent for what a sender posted. */
  readonly by?: Person | undefined;
}

/**
 * A request becomes a referral. Its clocks start when the sender made it, never in the future (clocks differ). One
 * that is already expired is archived at once, and owes nobody anything (design: "Time").
 */
export function receive({ request, source, dates, profile, id, code, now, by }: Receipt): {
  readonly referral: Referral;
  readonly effects: readonly Effect[];
} {
  const createdAt = dates.createdAt && dates.createdAt < now ? dates.createdAt : now;
  const after = (ms: number) => new Date(createdAt.getTime() + ms);
  // An end before the beginning is a slip of the sender's, and says nothing.
  const ownExpiry = dates.expiresAt && dates.expiresAt > (dates.createdAt ?? new Date(0)) ? dates.expiresAt : undefined;
  const urgent = isUrgent(request, source, profile.urgentWhen);
  const referral: Referral = {
    schemaVersion: 1,
    id,
    code,
    profileId: profile.id,
    source,
    request,
    receivedAt: now,
    createdAt,
    respondBy: after(profile.respondWithin),
    expiresAt: ownExpiry ?? after(profile.expiresAfter),
    urgentUntil: after(profile.urgentFor),
    version: 1,
    state: { kind: 'new', owner: null, urgent: urgent ? { by: 'customer', since: createdAt } : null },
    history: [{ type: 'received', at: now, version: 1, by: by ?? null, fields: [], commandId: null }],
    commands: [],
    undo: null,
  };
  if (now < referral.expiresAt) {
    const mails: Effect[] = profile.mailTo.length > 0 ? [{ kind: 'mail-contacts', version: 1 }] : [];
    return { referral, effects: [{ kind: 'sync-cards' }, ...mails] };
  }
  const circumstances = { actor: null, now, undoWindow: 0, tellCustomer: 'never' } as const;
  const expired = decide(referral, { id: 'expired-on-arrival', type: 'expire' }, circumstances);
  if (expired.kind !== 'changed') throw new Error(`an expired referral was not archived: ${expired.kind}`);
  return { referral: expired.next, effects: [] };
}

/** The customer's own wish counts always; the profile's rules only for Partner Center, which has no field for it. */
function isUrgent(request: CustomerRequest, source: Source, rules: readonly UrgencyRule[]): boolean {
  if (request.contactMeDirectly) return true;
  return source.name === partnerCenterSource && rules.some((rule) => applies(rule, request));
}

function applies(rule: UrgencyRule, { qualification, need }: CustomerRequest): boolean {
  const notes = need.notes?.toLowerCase() ?? '';
  const parts = [
    rule.qualification?.some((one) => one.toLowerCase() === qualification?.toLowerCase()),
    rule.notesContain?.some((one) => notes.includes(one.toLowerCase())),
    rule.valueAtLeast !== undefined ? (need.value?.amount ?? -1) >= rule.valueAtLeast : undefined,
  ].filter((part) => part !== undefined);
  // A rule without parts says nothing, and makes nothing urgent.
  return parts.length > 0 && parts.every(Boolean);
}
