import type { Profile } from './profile.js';
import type { Referral } from './referral.js';
import { localDate, mornings, startOfDayAfter } from './working-time.js';

export const digestSections = ['urgent', 'overdue', 'due-today', 'new', 'stale', 'outcomes'] as const;
export type DigestSection = (typeof digestSections)[number];
export type Digest = readonly { readonly section: DigestSection; readonly referrals: readonly Referral[] }[];

/** Longest look back for the working morning before, in milliseconds. */
const longestWeekend = 14 * 86_400_000;

/** The morning of the working day of `now`, if it has begun; null on other days and before. */
export function morningOf(profile: Profile, now: Date): Date | null {
  const midnight = new Date(startOfDayAfter(profile, now, 0).getTime() - 1);
  const [morning] = mornings(profile, midnight, now);
  return morning ?? null;
}

/**
 * What a working day begins with. Each open referral stands in the first section that it belongs to. What came in
 * after the morning is no matter of that day's digest; sections without a referral are left out.
 *
 * @param open new and active ones
 * @param archived latest closed first, at least those since the morning before
 */
export function digestOf(
  profile: Profile,
  morning: Date,
  { open, archived }: { readonly open: readonly Referral[]; readonly archived: readonly Referral[] },
): Digest {
  const before = [...mornings(profile, new Date(morning.getTime() - longestWeekend), new Date(morning.getTime() - 1))];
  const since = before.at(-1) ?? new Date(morning.getTime() - 86_400_000);
  const tonight = startOfDayAfter(profile, morning, 1);
  const sections = new Map<DigestSection, Referral[]>(digestSections.map((section) => [section, []]));
  for (const referral of open) {
    const section = sectionOf(referral, profile, { since, morning, tonight });
    if (section) sections.get(section)?.push(referral);
  }
  for (const referral of archived) {
    const closedAt = closedAtOf(referral);
    if (closedAt && closedAt > since && closedAt <= morning) sections.get('outcomes')?.push(referral);
  }
  return [...sections].flatMap(([section, referrals]) => (referrals.length > 0 ? [{ section, referrals }] : []));
}

function sectionOf(
  { state, receivedAt, respondBy }: Referral,
  profile: Profile,
  { since, morning, tonight }: { readonly since: Date; readonly morning: Date; readonly tonight: Date },
): DigestSection | null {
  if (receivedAt > morning || state.kind === 'archived') return null;
  if (state.kind === 'active') {
    return state.engagement.purchaseDate < localDate(profile, morning) ? 'stale' : null;
  }
  if (state.urgent && !state.urgent.contacted) return 'urgent';
  if (respondBy <= morning) return 'overdue';
  if (respondBy < tonight) return 'due-today';
  return receivedAt > since ? 'new' : null;
}

function closedAtOf({ state }: Referral): Date | null {
  if (state.kind !== 'archived') return null;
  return state.outcome === 'expired' ? state.closedAt : state.closed.at;
}
