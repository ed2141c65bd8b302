import type { SortOrder } from 'mongoose';
import type { ReferralQuery } from '../application/ports.js';
import { outcomes, type Referral } from '../domain/referral.js';
import { referralFields, toReferral } from './referral-document.js';
import type { ReferralModel } from './referral-model.js';
import { guarded } from './store-faults.js';

interface Plan {
  readonly filter: Record<string, unknown>;
  readonly sort: Record<string, SortOrder>;
}

/** Filter and order of a list. Each is an index of `referral-model.ts`: its equal part, then its order. */
function plan({ show, profileIds }: ReferralQuery): Plan {
  const profileId = { $in: [...profileIds] };
  switch (show.kind) {
    case 'inbox':
      return { filter: { 'state.kind': 'new', profileId }, sort: { urgent: -1, expiresAt: 1, _id: 1 } };
    case 'active':
      return { filter: { 'state.kind': 'active', profileId }, sort: { 'state.accepted.at': -1, _id: 1 } };
    case 'mine': {
      const mine = show.owners.map(({ id, tenant, platform }) => ({
        'state.owner.id': id,
        'state.owner.tenant': tenant,
        'state.owner.platform': platform,
        'state.kind': { $in: ['new', 'active'] },
        profileId,
      }));
      const [only, ...others] = mine;
      return {
        // One index serves each branch.
        filter: only && others.length === 0 ? only : { $or: mine },
        // Descending, because "new" comes after "active" in the alphabet.
        sort: { 'state.kind': -1, urgent: -1, expiresAt: 1, _id: 1 },
      };
    }
    case 'archive':
      return {
        filter: { 'state.outcome': { $in: show.outcome ? [show.outcome] : [...outcomes] }, profileId },
        sort: { closedAt: -1, _id: 1 },
      };
  }
}

/** One page of a list, and how many there are in all. */
export async function listReferrals(
  model: ReferralModel,
  query: ReferralQuery,
): Promise<{ readonly items: readonly Referral[]; readonly total: number }> {
  const { filter, sort } = plan(query);
  const { skip, limit } = query;
  const documents = await guarded(() => model.find(filter, referralFields).sort(sort).skip(skip).limit(limit).lean());
  // Where a page has room left nothing comes after it: most lists are that short, and need no count.
  const isLast = documents.length < limit && (documents.length > 0 || skip === 0);
  const total = isLast ? skip + documents.length : await guarded(() => model.countDocuments(filter));
  return { items: documents.map(toReferral), total };
}
