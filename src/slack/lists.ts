import { seesProfile, visibleProfiles } from '../application/permissions.js';
import type { ReferralQuery } from '../application/ports.js';
import { cardView, detailsView } from '../application/referral-view.js';
import { phrase } from '../application/wording.js';
import type { Referral } from '../domain/referral.js';
import type { ListPage } from './action-ids.js';
import type { Asker } from './asker.js';
import type { SlackDesk } from './desk.js';
import { escapeText, plain } from './markup.js';
import type { PrivateAnswer } from './private-answer.js';
import { renderCard } from './render-card.js';
import { renderHistory } from './render-details.js';
import { pageSize, renderList } from './render-list.js';

/** One page of a list, of the profiles that the asker may see. */
export async function listAnswer(desk: SlackDesk, asker: Asker, page: ListPage): Promise<PrivateAnswer> {
  const { reader, standing } = asker;
  if (standing.kind !== 'member') return say(asker, 'refusal.not-a-member');
  const profiles = await visibleProfiles(desk, standing);
  if (profiles.length === 0) return say(asker, 'list.no-profiles');
  const found = await desk.referrals.list({
    profileIds: profiles.map((profile) => profile.id),
    show: showOf(page, standing.person),
    skip: page.skip,
    limit: pageSize,
  });
  // The list has become shorter since that button was drawn.
  if (found.items.length === 0 && page.skip > 0) return listAnswer(desk, asker, { ...page, skip: 0 });
  return { text: escapeText(plain(reader, phrase(`list.${page.show}`))), blocks: renderList(reader, page, found) };
}

function showOf(
  { show, outcome }: ListPage,
  owner: Extract<Asker['standing'], { kind: 'member' }>['person'],
): ReferralQuery['show'] {
  if (show === 'mine') return { kind: 'mine', owner };
  return show === 'archive' ? { kind: 'archive', ...(outcome ? { outcome } : {}) } : { kind: show };
}

/** One referral with its buttons and its history; the same answer for one that isn't there and one that isn't theirs. */
export async function showAnswer(desk: SlackDesk, asker: Asker, referral: Referral | null): Promise<PrivateAnswer> {
  const { reader, standing } = asker;
  if (standing.kind !== 'member') return say(asker, 'refusal.not-a-member');
  const profile = referral && (await desk.profiles.byId(referral.profileId));
  if (!referral || !profile || !(await seesProfile(desk, standing, profile))) return say(asker, 'refusal.not-found');
  const context = desk.viewContext(profile);
  const view = cardView(referral, context);
  return {
    text: escapeText(plain(reader, view.summary)),
    blocks: [...renderCard(reader, view), ...renderHistory(reader, detailsView(referral, context), 3)],
  };
}

function say(asker: Asker, key: 'refusal.not-a-member' | 'refusal.not-found' | 'list.no-profiles'): PrivateAnswer {
  return { text: escapeText(plain(asker.reader, phrase(key))) };
}
