import { type FieldIssue, fieldIssues, kindOf } from '../application/field-problems.js';
import type { IncomingRequest } from '../application/receive-referral.js';
import { fromOwnRfi, OwnRfi } from './own-schema.js';
import { fromPartnerCenter } from './partner-center-referral.js';
import { PartnerCenterReferral } from './partner-center-schema.js';

export type ParsedRfi =
  /** `issues`: why it is no new request; then `incoming.mayBeNew` is false. */
  | { readonly ok: true; readonly incoming: IncomingRequest; readonly issues: readonly FieldIssue[] }
  | { readonly ok: false; readonly issues: readonly FieldIssue[] };

/** Fields that tell the two forms apart: anything without such a field is read in our own form. */
export const partnerCenterMarks = {
  /** Make a body a Partner Center referral, whatever else it has. */
  certain: ['customerProfile', 'engagementId', '@odata.context'],
  /** Make it one unless it has our own `customer`. */
  likely: ['details', 'substatus', 'direction', 'createdDateTime', 'inviteContext', 'organizationId', 'eTag'],
} as const;

/**
 * Reads one RFI, in our own form or as a Partner Center referral resource; which of them is told by its fields,
 * as above.
 *
 * @param value any JSON value
 * @param fallbackId external id where the sender gives none; equal for a repetition
 */
export function parseRfi(value: unknown, fallbackId: string): ParsedRfi {
  const list = asList(value);
  if (list) return { ok: false, issues: [list] };
  if (!isPartnerCenter(value)) {
    const own = OwnRfi.safeParse(value);
    if (!own.success) return { ok: false, issues: fieldIssues(OwnRfi, own.error, value) };
    return { ok: true, incoming: fromOwnRfi(own.data, fallbackId), issues: [] };
  }
  const referral = PartnerCenterReferral.safeParse(value);
  if (!referral.success) return { ok: false, issues: fieldIssues(PartnerCenterReferral, referral.error, value) };
  const { incoming, issues } = fromPartnerCenter(referral.data, value, fallbackId);
  return incoming ? { ok: true, incoming, issues } : { ok: false, issues };
}

function isPartnerCenter(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const has = (key: string) => Object.hasOwn(value, key);
  return partnerCenterMarks.certain.some(has) || (!has('customer') && partnerCenterMarks.likely.some(has));
}

/** A list, or an answer of Partner Center's list call, which holds one in `value`. */
function asList(value: unknown): FieldIssue | null {
  const expected = 'one referral; post the entries of a list one at a time';
  if (Array.isArray(value)) return { path: [], expected, got: kindOf(value) };
  const listed = (value as { value?: unknown } | null)?.value;
  return Array.isArray(listed) ? { path: ['value'], expected, got: kindOf(listed) } : null;
}
