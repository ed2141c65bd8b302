import { z } from 'zod';
import { outcomes, type Referral } from '../domain/referral.js';
import type { Asker } from './asker.js';
import type { CardView, DetailsView } from './card-view.js';
import type { ChatDesk } from './chat-desk.js';
import { type Notice, notice } from './open-form.js';
import { seesProfile, visibleProfiles } from './permissions.js';
import type { Phrase } from './phrase.js';
import type { ReferralQuery } from './ports.js';
import { detailsView } from './referral-details.js';
import { cardView } from './referral-view.js';
import { phrase, placeOf } from './wording.js';

/** How many deals a page lists. */
export const pageSize = 10;

/** Which page of which list; travels in the buttons “Next” and “Previous”. */
export const ListPage = z.strictObject({
  show: z.enum(['inbox', 'active', 'mine', 'archive']),
  outcome: z.enum(outcomes).optional(),
  skip: z.number().int().min(0).max(1_000_000),
});
export type ListPage = z.infer<typeof ListPage>;

export interface DealList {
  readonly kind: 'list';
  readonly page: ListPage;
  readonly items: readonly Referral[];
  readonly total: number;
}

/** One page of a list, of the profiles that the asker may see. */
export async function listDeals(desk: ChatDesk, asker: Asker, page: ListPage): Promise<DealList | Notice> {
  const { standing } = asker;
  if (standing.kind !== 'member') return notice(phrase('refusal.not-a-member'));
  const profiles = await visibleProfiles(desk, standing);
  if (profiles.length === 0) return notice(phrase('list.no-profiles'));
  const found = await desk.referrals.list({
    profileIds: profiles.map((profile) => profile.id),
    show:
      page.show === 'mine'
        ? { kind: 'mine', owners: await desk.links.identitiesOf(standing) }
        : showOf(page.show, page.outcome),
    skip: page.skip,
    limit: pageSize,
  });
  // The list has become shorter since that button was drawn.
  if (found.items.length === 0 && page.skip > 0) return listDeals(desk, asker, { ...page, skip: 0 });
  return { kind: 'list', page, ...found };
}

function showOf(show: 'inbox' | 'active' | 'archive', outcome: ListPage['outcome']): ReferralQuery['show'] {
  return show === 'archive' ? { kind: 'archive', ...(outcome ? { outcome } : {}) } : { kind: show };
}

/** One referral as card and in detail; the same notice for one that isn't there and one that isn't theirs. */
export async function showDeal(
  desk: ChatDesk,
  { standing }: Asker,
  referral: Referral | null,
): Promise<{ readonly kind: 'deal'; readonly card: CardView; readonly details: DetailsView } | Notice> {
  if (standing.kind !== 'member') return notice(phrase('refusal.not-a-member'));
  const profile = referral && (await desk.profiles.byId(referral.profileId));
  if (!referral || !profile || !(await seesProfile(desk, standing, profile))) {
    return notice(phrase('refusal.not-found'));
  }
  const context = desk.viewContext(profile);
  return { kind: 'deal', card: cardView(referral, context), details: detailsView(referral, context) };
}

export const listHeading = (page: ListPage): Phrase =>
  page.show === 'archive' && page.outcome
    ? phrase('list.archive.outcome', { outcome: phrase(`outcome.${page.outcome}`) })
    : phrase(`list.${page.show}`);

/** Where the pages before and after this one begin; absent where there is none. */
export function pagesAround({ page, items, total }: DealList): {
  readonly previous?: ListPage;
  readonly next?: ListPage;
} {
  return {
    ...(page.skip > 0 ? { previous: { ...page, skip: Math.max(0, page.skip - pageSize) } } : {}),
    ...(page.skip + items.length < total ? { next: { ...page, skip: page.skip + pageSize } } : {}),
  };
}

/** What matters of a deal in its state. */
export function listLine({ state, request, respondBy, expiresAt }: Referral): Phrase {
  switch (state.kind) {
    case 'new':
      return phrase('list.item.new', {
        place: placeOf(request) ?? phrase('place.unknown'),
        respondBy: { moment: respondBy },
        expiresAt: { moment: expiresAt },
      });
    case 'active':
      return phrase('list.item.active', {
        value: { money: state.engagement.value },
        owner: state.owner.name,
        purchase: { date: state.engagement.purchaseDate },
      });
    case 'archived':
      if (state.outcome === 'expired') return phrase('list.item.expired', { at: { moment: state.closedAt } });
      if (state.outcome === 'won') {
        const value = { money: state.finalValue };
        return phrase('list.item.won', { at: { moment: state.closed.at }, value, by: state.closed.by.name });
      }
      return phrase(`list.item.${state.outcome}`, {
        at: { moment: state.closed.at },
        reason: phrase(`reason.${state.reason}`),
        by: state.closed.by.name,
      });
  }
}
